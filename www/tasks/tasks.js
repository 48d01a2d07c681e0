// What the page has to know of a task besides its words: its languages, and what a model of it reads and writes.

/** @typedef {import('./types.js').Manifest} Manifest */
/** @typedef {import('./types.js').ManifestModel} ManifestModel */

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

/** Languages that write no spaces between words. */
const UNSPACED = new Set(['zh', 'yue', 'ja', 'th', 'lo', 'km', 'my']);

/** What is opened where nothing is chosen: the first of these that is there. */
const PREFERRED = ['en-fr', 'dates'];

/** The cell whose models are shown by themselves; those of the others are there to be compared with. */
const CELL = 'lstm';

/**
 * @param {string} name
 * @returns {Task}
 */
export function taskNamed(name) {
  const [source = '', target = ''] = /^([a-z]{2,3})-([a-z]{2,3})$/i.exec(name)?.slice(1) ?? [];
  return TASKS[name] ?? { source, target, pieces: source !== '', spaced: !UNSPACED.has(target) };
}

/**
 * The tasks that the manifest has models of.
 *
 * @param {Manifest | null} manifest
 */
export function tasksOf(manifest) {
  const listed = new Set(manifest?.models.map(({ task }) => task));
  const known = Object.keys(TASKS).filter((task) => listed.has(task));
  return [...known, ...[...listed].filter((task) => !known.includes(task)).sort()];
}

/** @param {Manifest | null} manifest */
export function defaultTask(manifest) {
  const tasks = tasksOf(manifest);
  return PREFERRED.find((task) => tasks.includes(task)) ?? tasks[0] ?? 'dates';
}

/**
 * A model of a task by its key: its attention, and behind it the cell where that is no LSTM, as in `general-gru`.
 *
 * @param {string} key
 * @returns {{ attention: string, rnn: string }}
 */
export function partsOf(key) {
  const [, attention = key, rnn = CELL] = /^(.+)-(gru|rnn)$/.exec(key) ?? [];
  return { attention, rnn };
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
 * Keys of the models of a task with another cell than an LSTM.
 *
 * @param {Manifest | null} manifest
 * @param {string} task
 */
export function otherCells(manifest, task) {
  return manifest?.models.filter((model) => model.task === task && model.rnn !== CELL).map(keyOf) ?? [];
}
