// The page around the element: words, language, colour scheme, and the address.

import { articleIn, explorables, marked } from './article.js';
import { h, patch } from './dom.js';
import { readManifest } from './manifest.js';
import { fileSize, fixed, grouped } from './numbers.js';
import './seq-scope.js';
import { languageOf, stringsFor, taskStrings } from './strings.js';
import { formatState, parseState } from './url-state.js';

/** @typedef {import('./strings.js').Strings} Strings */
/** @typedef {import('./types.js').Manifest} Manifest */
/** @typedef {import('./dom.js').Child} Child */

/** Browsers slow down or refuse pages that rewrite their address many times a second: it waits until typing rests. */
const ADDRESS_REST = 300;

const scope = /** @type {import('./element.js').SeqScope} */ (document.querySelector('seq-scope'));
const darkSystem = matchMedia('(prefers-color-scheme: dark)');

const page = {
  /** @type {string | null} what the address says; null for the reader's own */
  lang: null,
  /** @type {string | null} */
  theme: remembered('theme'),
  /** @type {Manifest | null} */
  manifest: null,
  manifestFailure: '',
  shareWords: '',
};

function render() {
  const language = languageOf(page.lang ?? remembered('lang') ?? navigator.language);
  const strings = stringsFor(language);
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  scope.lang = document.documentElement.lang;
  const words = scope.task === null ? null : taskStrings(strings, scope.task);
  document.title = words ? `seqscope: ${words.heading}` : strings.title;
  if (page.theme) document.documentElement.dataset.theme = page.theme;
  patch(byId('header'), header(strings, language));
  // Until the task is known nothing is said of it.
  const lead = (/** @type {string[]} */ texts) => texts.map((text) => h('p', null, ...marked(text)));
  patch(byId('lead'), words ? [h('h1', null, words.heading), ...lead(words.lead)] : []);
  patch(byId('article'), words ? article(strings, words, language) : []);
  patch(byId('footer'), footer(strings));
  patch(byId('embed'), embedding(strings));
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
      page.lang = code;
      render();
      writeAddress();
    },
  }, words);
  return [
    h('span', { class: 'wordmark' }, h('img', { src: 'icon.svg', alt: '' }), 'seqscope'),
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
    h('button', {
      type: 'button', onclick: () => /** @type {HTMLDialogElement} */ (byId('embed')).showModal(),
    }, strings.embed),
    h('span', { class: 'visually-hidden', role: 'status' }, page.shareWords),
  ];
}

/**
 * @param {Strings} strings
 * @param {import('./strings.js').TaskStrings} words
 * @param {'en' | 'zh'} language
 */
function article(strings, words, language) {
  const paragraphs = (/** @type {string[]} */ texts) => texts.map((text) => h('p', null, ...marked(text)));
  const section = (/** @type {string} */ heading, /** @type {Child[]} */ ...content) =>
    h('section', null, h('h2', null, heading), h('div', { class: 'words' }, ...content));
  const { models, limits } = articleIn(language);
  return [
    section(strings.seenHeading, ...paragraphs([...strings.seen, words.seen])),
    ...explorables(language, drive),
    section(models, h('p', null, words.models), ...modelTable(strings), ...licences(strings)),
    section(limits, ...paragraphs(words.limits)),
  ];
}

/**
 * Sets some fields of the address, so that what is shown is what a paragraph speaks of.
 *
 * @param {string} fields as in a fragment; an empty value stands for the default
 */
function drive(fields) {
  const merged = new URLSearchParams(formatState({ ...scope.state, lang: page.lang }).slice(1));
  for (const [name, value] of new URLSearchParams(fields)) {
    if (value === '') merged.delete(name);
    else merged.set(name, value);
  }
  scope.state = parseState({ hash: `#${merged}`, search: '' });
}

const CELLS = ['lstm', 'gru', 'rnn'];
const ATTENTIONS = ['dot', 'general', 'concat', 'concat_without_tanh'];

/** @param {import('./types.js').ManifestModel[]} models */
function inOrder(models) {
  const place = (/** @type {import('./types.js').ManifestModel} */ { rnn, attention }) =>
    CELLS.indexOf(rnn) * ATTENTIONS.length + ATTENTIONS.indexOf(attention);
  return [...models].sort((a, b) => place(a) - place(b));
}

/** What is measured, in the order of the table; the manifest may hold more. */
const QUALITIES = [
  'bleu', 'bleuBeam5', 'bleuLowerCased', 'bleu32Bit', 'chrf', 'emptyOrLooping', 'exactMatch', 'alignment',
];
/** Those that are shares of 1; the others count to 100. */
const SHARES = new Set(['emptyOrLooping', 'exactMatch', 'alignment']);

/** The models of the task. */
function models() {
  return inOrder(page.manifest?.models.filter(({ task }) => task === scope.task) ?? []);
}

/**
 * @param {Strings} strings
 * @returns {Child[]}
 */
function modelTable(strings) {
  if (!page.manifest) {
    return [h('p', null, page.manifestFailure && strings.modelsMissing(page.manifestFailure))];
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
    (data ? [`${strings.data}: ${data.source}. ${strings.licence}: ${data.licence}.`] : [])));
  return [...said].map((words) => h('p', { class: 'data' }, words));
}

/** @param {Strings} strings */
function footer(strings) {
  const sources = [
    ['Bengio, Simard, Frasconi 1994', 'https://doi.org/10.1109/72.279181'],
    ['Hochreiter, Schmidhuber 1997', 'https://doi.org/10.1162/neco.1997.9.8.1735'],
    ['Gers, Schmidhuber, Cummins 2000', 'https://doi.org/10.1162/089976600300015015'],
    ['Bahdanau, Cho, Bengio 2014', 'https://arxiv.org/abs/1409.0473'],
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

/** @param {Strings} strings */
function embedding(strings) {
  const address = new URL('./seq-scope.js', import.meta.url).href;
  const quoted = (/** @type {string} */ value) => value.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  const attributes = `${scope.task === null ? '' : ` task="${quoted(scope.task)}"`} text="${quoted(scope.text)}"`;
  return [
    h('h2', null, strings.embedHeading),
    h('p', null, ...marked(strings.embedWords)),
    h('pre', { tabindex: 0 }, `<script type="module" src="${address}"></script>\n<seq-scope${attributes}></seq-scope>`),
    h('button', {
      type: 'button', onclick: () => /** @type {HTMLDialogElement} */ (byId('embed')).close(),
    }, strings.close),
  ];
}

/** @param {Strings} strings */
async function share(strings) {
  writeAddress();
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

/** @type {ReturnType<typeof setTimeout> | undefined} */
let addressTimer;

function writeAddress() {
  clearTimeout(addressTimer);
  addressTimer = undefined;
  const fragment = formatState({ ...scope.state, lang: page.lang });
  if (fragment !== location.hash) history.replaceState(null, '', location.pathname + fragment);
}

function readAddress() {
  const state = parseState(location);
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

readAddress();
addEventListener('hashchange', readAddress);
addEventListener('pagehide', () => {
  if (addressTimer) writeAddress();
});
/** What the words around the element speak of. */
let shownTask = scope.task;
scope.addEventListener('statechange', () => {
  if (scope.task !== shownTask) {
    shownTask = scope.task;
    render();
  }
  clearTimeout(addressTimer);
  addressTimer = setTimeout(writeAddress, ADDRESS_REST);
});
darkSystem.addEventListener('change', render);
readManifest().then((manifest) => {
  page.manifest = manifest;
  render();
}, (error) => {
  page.manifestFailure = error.message;
  render();
});
