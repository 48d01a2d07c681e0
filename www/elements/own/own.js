// Models that the reader has brought. Comes when it is first asked for; nothing of what it reads leaves this machine.

import { adopt } from './adopting.js';
import { contentOf, dealOut, isTrace } from './files.js';
import { forget, keep, keepText, keptModels } from './kept.js';
import { settle } from './settling.js';
import { headerOf } from './importer.js';
import { isOpen, openWizard } from './wizard.js';
import { LoadError } from '../../engine/causes.js';
import { fetchFile } from '../../engine/fetching.js';
import { saving } from '../saved.js';
import { OWN } from '../../tasks/tasks.js';

/** @typedef {import('../element.js').SeqScope} SeqScope */
/** @typedef {import('./types.js').Brought} Brought */
/** @typedef {import('./types.js').NamedBytes} NamedBytes */

/** What each element has been brought. @type {WeakMap<SeqScope, Brought>} */
const brought = new WeakMap();

/** What of it is kept on this machine. @type {WeakMap<SeqScope, Brought>} */
const kept = new WeakMap();

/** @returns {Brought} */
const nothing = () => ({ models: [], vocabularies: { source: null, target: null }, settings: {} });

/** What an element has been brought, or what is kept for it. @param {SeqScope} scope @returns {Promise<Brought>} */
async function broughtTo(scope) {
  return brought.get(scope) ?? await settledKept() ?? nothing();
}

/** What is kept, whether it is shown or not. @returns {Promise<Brought | null>} null where nothing is */
async function settledKept() {
  const found = await keptModels();
  if (!found) return null;
  const now = await settle(await dealOut(found.files, nothing()));
  return now.models.length > 0 && now.models.every(({ bytes }) => bytes) ? { ...now, text: found.text } : null;
}

/**
 * Shows models without a question.
 *
 * @param {SeqScope} scope
 * @param {import('./types.js').Bytes | import('./types.js').Bytes[]} files
 * @param {import('./types.js').LoadOptions} [options]
 */
export async function load(scope, files, { vocabularies = {}, settings = {} } = {}) {
  const all = await Promise.all([files].flat().map((file, index) => contentOf(file, `model-${index + 1}`)));
  const [source, target] = await Promise.all([vocabularies.source, vocabularies.target].map((file, index) =>
    file && contentOf(file, index === 0 ? 'source' : 'target')));
  const answers = Object.fromEntries(Object.entries(settings).map(([key, value]) => [key, String(value)]));
  await show(scope, await settle(await dealOut(all, {
    models: [], vocabularies: { source: source || null, target: target || null }, settings: answers,
  })));
  return scope.ready;
}

/**
 * Shows what is settled.
 *
 * @param {SeqScope} scope
 * @param {Brought} now
 * @param {string} [text]
 */
async function show(scope, now, text) {
  const [wrong] = now.models.filter(({ bytes }) => !bytes);
  if (wrong) throw new Error(wrong.error ?? `${wrong.name}: it is not known yet what the model needs to run`);
  if (now.models.length === 0) throw new Error('expected the files of a model, found none');
  brought.set(scope, now);
  await adopt(scope, now.models, text);
}

/**
 * Shows what was settled on the screen, and keeps it if the reader wants, with the text that was typed last.
 *
 * @param {SeqScope} scope
 * @returns {(now: Brought, text: string, isKept: boolean) => Promise<void>}
 */
function showing(scope) {
  return async (now, text, isKept) => {
    await show(scope, now, text);
    if (!isKept) return forget();
    await keep(now.models.flatMap(({ name, bytes }) => (bytes ? [{ name, bytes }] : [])), text);
    keepUp(scope, now);
  };
}

/** @param {SeqScope} scope @param {Brought} now that is kept */
function keepUp(scope, now) {
  const isNew = !kept.has(scope);
  kept.set(scope, now);
  if (!isNew) return;
  scope.addEventListener('statechange', () => {
    if (scope.task === OWN && kept.get(scope) === brought.get(scope)) keepText(scope.text);
  });
}

/**
 * Takes files that were dropped or chosen: a trace is shown over the page, models without a question at once, and of others the
 * rest is asked.
 *
 * @param {SeqScope} scope
 * @param {File[]} files
 */
export async function take(scope, files) {
  const [first] = files;
  if (files.length === 1 && first && await isTrace(first)) return (await saving()).showFile(scope, first);
  const before = await broughtTo(scope);
  // Nothing is left to ask about files that were saved here; where the screen is open, they go there.
  if (!isOpen(scope)) {
    const now = await contents(files, before);
    if (now) return show(scope, now, now.text);
  }
  openWizard(scope, before, files, showing(scope));
}

/**
 * Files that all say what is needed to run them.
 *
 * @param {File[]} files
 * @param {Brought} before
 * @returns {Promise<(Brought & { text: string | undefined }) | null>} null where something is to be asked; text: one that they were
 *   checked with
 */
async function contents(files, before) {
  if (files.some(({ name }) => !/\.safetensors$/i.test(name))) return null;
  const all = await Promise.all(files.map((file) => contentOf(file, file.name)));
  const headers = all.map(({ bytes }) => headerOf(bytes));
  if (headers.some((header) => header === null)) return null;
  return { ...await settle(await dealOut(all, before)), text: headers[0]?.check?.runs[0]?.text };
}

/** Opens what was brought, or asks for it. @param {SeqScope} scope */
export async function open(scope) {
  openWizard(scope, await broughtTo(scope), [], showing(scope));
}

/**
 * Shows the models that the attribute `model` names, with the vocabularies that `vocabularies` names.
 *
 * @param {SeqScope} scope
 */
export async function bring(scope) {
  const named = (/** @type {string} */ attribute) => scope.getAttribute(attribute)?.split(/\s+/).filter(Boolean) ?? [];
  const addresses = named('model');
  try {
    const [files, vocabularies] = await Promise.all([addresses, named('vocabularies')].map((all) => Promise.all(all.map(fetched))));
    const [source = null, target = source] = vocabularies ?? [];
    const text = scope.getAttribute('text') ?? undefined;
    await show(scope, await settle(await dealOut(files ?? [], { models: [], vocabularies: { source, target }, settings: {} })), text);
  } catch (error) {
    // It stands where the models would.
    const subject = addresses[0]?.split('/').at(-1) ?? '';
    const failure = error instanceof LoadError ? error : new LoadError('file', subject, error);
    await adopt(scope, [], undefined, failure);
  }
}

/** @param {string} address @returns {Promise<NamedBytes>} */
async function fetched(address) {
  const url = new URL(address, document.baseURI);
  const name = decodeURIComponent(url.pathname.split('/').at(-1) ?? '');
  return { name, bytes: (await fetchFile(url, { subject: name })).bytes };
}

/**
 * Brings back what the reader has kept on this machine, where that is what is chosen.
 *
 * @param {SeqScope} scope
 */
export async function restore(scope) {
  const now = await settledKept();
  // What else was chosen in the meantime stays chosen.
  if (scope.task !== OWN) return;
  if (!now) {
    scope.task = null;
    openWizard(scope, nothing(), [], showing(scope), true);
    return;
  }
  brought.set(scope, now);
  keepUp(scope, now);
  // What a link says of them is for them.
  const { cell, unit } = scope.state;
  await adopt(scope, now.models);
  const { state } = scope;
  if (state.task === OWN) scope.state = { ...state, text: state.text ?? now.text ?? null, cell, unit };
}
