// What the page has to know of a task besides its words: its languages, and what a model of it reads and writes.

/** @typedef {import('../elements/types.js').Manifest} Manifest */
/** @typedef {import('../elements/types.js').ManifestModel} ManifestModel */

/**
 * @typedef {{ source: string, target: string, pieces: boolean, spaced: boolean }} Task source and target are BCP 47
 *   tags, empty for no language in particular; pieces: the models read pieces of words, which a map can show as words;
 *   spaced: the target has spaces between words
 */

/** In the order of the selector. @type {Record<string, Task>} */
const TASKS = {
  dates: { source: '', target: '', pieces: false, spaced: true },
  'en-fr': { source: 'en', target: 'fr', pieces: true, spaced: true },
  'en-zh': { source: 'en', target: 'zh-CN', pieces: true, spaced: false },
};

/** The tasks that come with the program. */
export const KNOWN_TASKS = Object.keys(TASKS);

/** The task of models that the reader has brought. */
export const OWN = 'own';

/**
 * Says what the reader's own models read and write.
 *
 * @param {Task} task
 */
export function describeOwn(task) {
  TASKS[OWN] = task;
}

/** Languages that write no spaces between words. */
const UNSPACED = new Set(['zh', 'yue', 'ja', 'th', 'lo', 'km', 'my']);

/** Small tasks, which belong to sections of the article: no selector offers them. */
const APART = ['recall', 'repeat'];

/** @param {string} task */
export function isApart(task) {
  return APART.includes(task);
}

/** What is opened where nothing is chosen: the first of these that is there. */
const PREFERRED = ['en-fr', 'dates'];

/** The score functions by the names of the crate and the manifest. */
export const ATTENTION_TYPES = /** @type {const} */ (['dot', 'general', 'concat', 'concat_without_tanh', 'none']);
export const [DOT, GENERAL, CONCAT, WITHOUT_TANH, NONE] = ATTENTION_TYPES;

/** The recurrences, likewise. */
export const CELLS = /** @type {const} */ (['lstm', 'gru', 'rnn']);
/** The cell whose models are shown by themselves; those of the others are there to be compared with. */
const [CELL] = CELLS;

/**
 * @param {string} name
 * @returns {Task}
 */
export function taskNamed(name) {
  const [source = '', target = ''] = /^([a-z]{2,3})-([a-z]{2,3})$/i.exec(name)?.slice(1) ?? [];
  if (Object.hasOwn(TASKS, name)) return /** @type {Task} */ (TASKS[name]);
  // A page in one file may hold models of the reader's own, of which nothing was said: most of them read words.
  return { source, target, pieces: source !== '' || name === OWN, spaced: !UNSPACED.has(target) };
}

/**
 * The tasks that the manifest has models of and that a reader can choose.
 *
 * @param {Manifest | null} manifest
 */
export function tasksOf(manifest) {
  const listed = new Set(manifest?.models.map(({ task }) => task));
  const known = KNOWN_TASKS.filter((task) => listed.has(task));
  return [...known, ...[...listed].filter((task) => !known.includes(task) && !isApart(task)).sort()];
}

/** @param {Manifest | null} manifest */
export function defaultTask(manifest) {
  const tasks = tasksOf(manifest);
  return PREFERRED.find((task) => tasks.includes(task)) ?? tasks[0] ?? 'dates';
}

/**
 * A model of a task by its key: its attention, and behind it the cell where that is no LSTM, as in `general-gru`. Of two of the
 * reader's own that are alike in both the attention has the name of the file behind it, as in `general~first.pt`.
 *
 * @param {string} key
 * @returns {{ attention: string, rnn: string }}
 */
export function partsOf(key) {
  const [, attention = key, rnn = CELL] = /^(.+)-(gru|rnn)$/.exec(key) ?? [];
  return { attention, rnn };
}

/** The score function of a model. @param {string} key */
export function scoreOf(key) {
  return /** @type {string} */ (partsOf(key).attention.split('~')[0]);
}

/** @param {{ attention: string, rnn: string }} parts */
export function keyOf({ attention, rnn }) {
  return rnn === CELL ? attention : `${attention}-${rnn}`;
}

/**
 * @param {Manifest | null} manifest
 * @param {string} task
 * @param {string} key
 * @returns {ManifestModel | undefined}
 */
export function modelOf(manifest, task, key) {
  return manifest?.models.find((model) => model.task === task && keyOf(model) === key);
}

/**
 * Keys of the reader's own models; null where others are shown.
 *
 * @param {Manifest | null} manifest
 * @param {string | null} task
 */
export function ownKeys(manifest, task) {
  return task === OWN ? manifest?.models.filter((model) => model.task === task).map(keyOf) ?? [] : null;
}

/**
 * Keys of the models of a task with another cell than an LSTM.
 *
 * @param {Manifest | null} manifest
 * @param {string} task
 */
export function otherCells(manifest, task) {
  return manifest?.models.filter((model) => model.task === task && model.rnn !== CELL).map(keyOf) ?? [];
}
