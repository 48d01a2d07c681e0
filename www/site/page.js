// The page around the element: words, language, colour scheme, and the address.

import { Address, isOneFile } from './address.js';
import { articleIn, explorables, marked } from './article.js';
import { h, patch } from '../kit/dom.js';
import { failureOf } from '../engine/causes.js';
import { importModule } from '../engine/fetching.js';
import { readManifest, watchManifest } from '../engine/manifest.js';
import { mark } from './mark.js';
import { fileSize, fixed, grouped } from '../kit/numbers.js';
import '../elements/seq-scope.js';
import { offerKept, takeDropped } from './dropping.js';
import { printWhole } from './print.js';
import { fetchStrings, languageOf } from '../words/strings.js';
import { plan } from './plan.js';
import { Drives } from './drives.js';
import {
  ATTENTION_TYPES, CELLS, CONCAT, DOT, GENERAL, keyOf, modelOf, OWN, WITHOUT_TANH,
} from '../tasks/tasks.js';
import { pageStringsFor, pageTaskStrings } from './words.js';

/** @typedef {import('./words.js').Strings} Strings */
/** @typedef {import('../elements/types.js').Manifest} Manifest */
/** @typedef {import('../kit/dom.js').Child} Child */

const scope = /** @type {import('../elements/element.js').SeqScope} */ (document.querySelector('seq-scope'));
/** A frame has so much more room above and below than the element that stands in it, in CSS pixels. */
const FRAME_MARGINS = 8;
const darkSystem = matchMedia('(prefers-color-scheme: dark)');

const page = {
  /** @type {string | null} what the address says; null for the reader's own */
  lang: null,
  /** The reader's own choice; another tab may make another one. @type {string | null} */
  chosenLang: remembered('lang'),
  /** @type {string | null} */
  theme: remembered('theme'),
  /** @type {Manifest | null} */
  manifest: null,
  /** @type {import('../elements/types.js').Failure | null} */
  manifestFailure: null,
  shareWords: '',
  /** Shows the new version of the page that is there. @type {(() => void) | null} */
  takeNewer: null,
};

const drives = new Drives(scope, { lang: () => page.lang, onStep: () => address.step(), render: () => render() });

const address = new Address({ state: () => ({ ...scope.state, lang: page.lang }), task: () => scope.task, show });

function render() {
  const language = languageOf(page.lang ?? page.chosenLang ?? navigator.language);
  const coming = fetchStrings(language);
  if (coming) {
    coming.then(render);
    return;
  }
  const strings = pageStringsFor(language);
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  scope.lang = document.documentElement.lang;
  const words = scope.task === null ? null : pageTaskStrings(strings, scope.task);
  document.title = words ? `seqscope: ${words.heading}` : strings.title;
  if (page.theme) document.documentElement.dataset.theme = page.theme;
  patch(byId('header'), header(strings, language));
  // Until the task is known nothing is said of it.
  const lead = (/** @type {string[]} */ texts) => texts.map((text) => h('p', null, ...marked(text)));
  patch(byId('lead'), words ? [h('h1', null, words.heading), ...lead(words.lead)] : []);
  patch(byId('article'), words ? article(strings, words, language) : []);
  patch(byId('footer'), footer(strings));
  patch(byId('plan'), words ? plan([
    ...articleIn(language).sections.filter(({ panel }) => hasModelsOf(panel)).map(({ panel, heading }) => ({ id: panel, heading })),
    { id: 'models', heading: articleIn(language).models },
  ], strings.plan) : []);
  const leftText = drives.leftText;
  patch(byId('left'), leftText === null ? [] : [h('button', { type: 'button', onclick: () => drives.goBack() },
    strings.backTo(leftText))]);
  patch(byId('newer'), page.takeNewer
    ? [h('span', null, strings.newer), h('button', { type: 'button', onclick: page.takeNewer }, strings.takeNewer)] : []);
  if (embedding) patch(byId('embed'), embedDialog(strings, language));
}

/**
 * @param {Strings} strings
 * @param {string} language
 */
function header(strings, language) {
  const dark = (page.theme ?? (darkSystem.matches ? 'dark' : 'light')) === 'dark';
  const speak = (/** @type {string} */ code, /** @type {string} */ words) => h('button', {
    type: 'button', lang: code, 'aria-pressed': String(language === code), onclick: () => {
      remember('lang', code);
      page.chosenLang = code;
      page.lang = code;
      render();
      address.write();
    },
  }, words);
  return [
    h('span', { class: 'wordmark' }, mark(), 'seqscope'),
    h('span', { class: 'languages', role: 'group', 'aria-label': strings.language },
      speak('en', 'EN'), speak('zh', '中文')),
    h('button', {
      type: 'button', class: 'theme', 'aria-label': dark ? strings.themeToLight : strings.themeToDark,
      title: dark ? strings.themeToLight : strings.themeToDark,
      onclick: () => {
        page.theme = dark ? 'light' : 'dark';
        remember('theme', page.theme);
        render();
      },
    }, h('svg', { viewBox: '0 0 20 20', 'aria-hidden': 'true' },
      h('circle', { cx: 10, cy: 10, r: 7, fill: 'none', stroke: 'currentColor', 'stroke-width': 1.5 }),
      h('path', { d: 'M10 3a7 7 0 0 1 0 14z', fill: 'currentColor' }))),
    h('button', { type: 'button', onclick: () => share(strings) }, page.shareWords || strings.share),
    h('button', { type: 'button', onclick: () => openEmbedding(strings) }, strings.embed),
    h('span', { class: 'visually-hidden', role: 'status' }, page.shareWords),
  ];
}

/**
 * @param {Strings} strings
 * @param {import('./words.js').TaskStrings} words
 * @param {'en' | 'zh'} language
 */
function article(strings, words, language) {
  const paragraphs = (/** @type {string[]} */ texts) => texts.map((text) => h('p', null, ...marked(text)));
  const section = (/** @type {string} */ heading, /** @type {Child[]} */ ...content) =>
    h('section', null, h('h2', null, heading), h('div', { class: 'words' }, ...content));
  const { models, limits } = articleIn(language);
  return [
    section(strings.seenHeading, ...paragraphs([...strings.seen, words.seen])),
    ...explorables(language, (fields, link) => drives.drive(fields, link), hasModelsOf, strings.leavesText),
    h('section', { id: 'models' }, h('h2', null, models), h('div', { class: 'words' }, h('p', null, words.models)),
      ...modelTable(strings), h('div', { class: 'words' }, ...licences(strings))),
    section(limits, ...paragraphs(words.limits)),
  ];
}

/**
 * Whether the models are there that a panel compares; a page in one file has only some.
 *
 * @param {string} panel
 */
function hasModelsOf(panel) {
  if (!isOneFile() || !page.manifest) return true;
  const has = (/** @type {string} */ task, /** @type {string} */ key) => modelOf(page.manifest, task, key) !== undefined;
  if (panel === 'gradients' || panel === 'recall') return ['none', 'none-gru', 'none-rnn'].every((key) => has('recall', key));
  if (panel === 'repeat') return ['none', 'dot', 'general', 'concat'].every((key) => has('repeat', key));
  return panel !== 'tanh' || ['concat', 'concat_without_tanh'].every((key) => has(scope.task ?? '', key));
}

/** @param {import('../elements/types.js').ManifestModel[]} models */
function inOrder(models) {
  const attentions = /** @type {readonly string[]} */ (ATTENTION_TYPES);
  const cells = /** @type {readonly string[]} */ (CELLS);
  const place = (/** @type {import('../elements/types.js').ManifestModel} */ { rnn, attention }) =>
    cells.indexOf(rnn) * attentions.length + attentions.indexOf(attention);
  return [...models].sort((a, b) => place(a) - place(b));
}

/** What is measured, in the order of the table; the manifest may hold more. */
const QUALITIES = [
  'bleu', 'bleuBeam5', 'bleuLowerCased', 'bleu32Bit', 'chrf', 'emptyOrLooping', 'exactMatch', 'alignment',
];
/** Those that are shares of 1; the others count to 100. */
const SHARES = new Set(['emptyOrLooping', 'exactMatch', 'alignment']);

/** The models of the task; of those that are kept nothing is known here. */
function models() {
  return inOrder(page.manifest?.models.filter(({ task }) => task === scope.task && task !== OWN) ?? []);
}

/**
 * @param {Strings} strings
 * @returns {Child[]}
 */
function modelTable(strings) {
  if (!page.manifest) {
    return [h('p', null, page.manifestFailure && strings.failure(page.manifestFailure))];
  }
  const qualities = QUALITIES.filter((name) => models().some(({ quality }) => name in quality));
  const columns = [...Object.values(strings.modelColumns), ...qualities.map(strings.qualityName)];
  const measured = (/** @type {string} */ name, /** @type {number | undefined} */ value) => {
    if (value === undefined) return '';
    return SHARES.has(name) ? `${fixed(value * 100, 2)} %` : fixed(value, 1);
  };
  return [h('div', { class: 'table', tabindex: 0 }, h('table', null,
    h('thead', null, h('tr', null, columns.map((words) => h('th', { scope: 'col' }, words)))),
    h('tbody', null, models().map((model) => h('tr', null,
      h('th', { scope: 'row' }, strings.attentionName(model.attention)),
      h('td', null, model.rnn.toUpperCase()),
      h('td', null, grouped(model.parameters)),
      h('td', null, fileSize(model.bytes)),
      qualities.map((name) => h('td', null, measured(name, model.quality[name]))))))))];
}

/**
 * Where the data of the task comes from; its models may differ.
 *
 * @param {Strings} strings
 * @returns {Child[]}
 */
function licences(strings) {
  const said = new Set(models().flatMap(({ data }) =>
    (data ? [`${strings.data}${strings.dataSource(data.source)} · ${strings.licence}${data.licence}`] : [])));
  return [...said].map((words) => h('p', { class: 'data' }, words));
}

/** @param {Strings} strings */
function footer(strings) {
  const sources = [
    ['Bengio, Simard, Frasconi 1994', 'https://doi.org/10.1109/72.279181'],
    ['Hochreiter, Schmidhuber 1997', 'https://doi.org/10.1162/neco.1997.9.8.1735'],
    ['Gers, Schmidhuber, Cummins 2000', 'https://doi.org/10.1162/089976600300015015'],
    ['Bahdanau, Cho, Bengio 2014', 'https://arxiv.org/abs/1409.0473'],
    ['Sutskever, Vinyals, Le 2014', 'https://arxiv.org/abs/1409.3215'],
    ['Cho et al. 2014', 'https://arxiv.org/abs/1406.1078'],
    ['Srivastava et al. 2014', 'https://jmlr.org/papers/v15/srivastava14a.html'],
    ['Zaremba, Sutskever, Vinyals 2014', 'https://arxiv.org/abs/1409.2329'],
    ['Karpathy, Johnson, Li 2015', 'https://arxiv.org/abs/1506.02078'],
    ['Luong, Pham, Manning 2015', 'https://arxiv.org/abs/1508.04025'],
    ['Strobelt et al. 2018', 'https://arxiv.org/abs/1606.07461'],
    ['Jain, Wallace 2019', 'https://arxiv.org/abs/1902.10186'],
    ['Wiegreffe, Pinter 2019', 'https://arxiv.org/abs/1908.04626'],
  ];
  return [
    h('p', null, `${strings.sources}: `, ...sources.flatMap(([words, address], index) =>
      [index > 0 ? ' · ' : null, h('a', { href: address, rel: 'noreferrer' }, words)])),
    h('p', null, strings.footer),
  ];
}

/** What draws the dialog comes when it is first opened. @type {typeof import('./embed-dialog.js') | null} */
let embedding = null;
/** What its buttons have done, by the place of each. @type {Map<string, string>} */
const saidOfCopies = new Map();

/**
 * @param {Strings} strings
 * @param {'en' | 'zh'} language
 * @returns {Child[]}
 */
function embedDialog(strings, language) {
  const onClose = () => /** @type {HTMLDialogElement} */ (byId('embed')).close();
  return embedding ? embedding.embedding({
    state: { ...scope.state, lang: page.lang }, task: scope.task, text: scope.text, language, close: strings.close,
    height: Math.ceil(scope.getBoundingClientRect().height) + FRAME_MARGINS, manifest: page.manifest, models: shownModels(strings), onClose, said: saidOfCopies,
    onSay: (place, words) => {
      saidOfCopies.clear();
      saidOfCopies.set(place, words);
      render();
    },
  }) : [];
}

/**
 * The models of the task that have a place on the page: the three, and what the reader has added.
 *
 * @param {Strings} strings
 */
function shownModels(strings) {
  const { attention, withoutTanh } = scope.state;
  /** @type {Set<string | null>} */
  const keys = new Set([DOT, GENERAL, CONCAT, ...withoutTanh ? [WITHOUT_TANH] : [], attention]);
  return models().map((entry) => ({ key: keyOf(entry), name: strings.attentionName(keyOf(entry)), entry })).filter(({ key }) => keys.has(key));
}

/** @param {Strings} strings */
async function openEmbedding(strings) {
  const dialog = /** @type {HTMLDialogElement} */ (byId('embed'));
  saidOfCopies.clear();
  try {
    embedding ??= await importModule(() => import('./embed-dialog.js'), 'embed-dialog.js');
    render();
  } catch (error) {
    patch(dialog, [
      h('p', null, strings.failure(failureOf(error, 'broken', 'embed-dialog.js'))),
      h('button', { type: 'button', onclick: () => dialog.close() }, strings.close),
    ]);
  }
  dialog.showModal();
}

/** @param {Strings} strings */
async function share(strings) {
  address.write();
  try {
    await navigator.clipboard.writeText(location.href);
    page.shareWords = strings.shareDone;
  } catch {
    page.shareWords = strings.shareFailed;
  }
  render();
  setTimeout(() => {
    page.shareWords = '';
    render();
  }, 2500);
}

/** @param {import('../elements/types.js').PageState} state */
function show(state) {
  page.lang = state.lang;
  scope.state = state;
  render();
}

/**
 * @param {string} name
 * @returns {string | null}
 */
function remembered(name) {
  try {
    return localStorage.getItem(`seqscope-${name}`);
  } catch {
    return null;
  }
}

/**
 * @param {string} name
 * @param {string} value
 */
function remember(name, value) {
  try {
    localStorage.setItem(`seqscope-${name}`, value);
  } catch {
    // A page that may not store anything forgets the choice; it works all the same.
  }
}

/** @param {string} id */
function byId(id) {
  return /** @type {HTMLElement} */ (document.getElementById(id));
}

address.read();
// Escape lets go wherever the focus is, unless it closes the dialog.
addEventListener('keydown', (event) => {
  if (event.key !== 'Escape' || event.defaultPrevented || document.querySelector('dialog[open]')) return;
  const { state } = scope;
  if (state.cell !== null || state.unit !== null) scope.state = { ...state, cell: null, unit: null };
});
/** What the words around the element speak of. */
let shownTask = scope.task;
scope.addEventListener('statechange', () => {
  if (scope.task !== shownTask) {
    shownTask = scope.task;
    render();
  }
  address.change();
});
printWhole(scope);
takeDropped(scope);
offerKept(scope);
// What a first map does not need comes when that has long been painted.
const painted = scope.ready.then(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 1000))));
painted.then(() => import('./offline.js')).then(({ keepOffline }) => keepOffline((take) => {
  page.takeNewer = take;
  render();
})).catch(() => {
  // Where nothing may be kept, the page is fetched each time.
});
darkSystem.addEventListener('change', render);
watchManifest(null, (manifest) => {
  page.manifest = manifest;
  page.manifestFailure = null;
  render();
});
readManifest().catch((error) => {
  page.manifestFailure = failureOf(error, 'manifest', 'manifest.json');
  render();
});
