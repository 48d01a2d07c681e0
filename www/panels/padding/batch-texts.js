// The texts that a batch is made of: what the reader typed, and others beside it.

/** Texts beside the typed one, short and long. @type {Record<string, string[]>} */
const COMPANIONS = {
  dates: ['4/5/21', 'Wednesday, 30 September 1998', '2021年4月5日'],
};
const SENTENCES = [
  'Thank you.',
  'When we were young, my brother and I used to swim in the river every summer evening.',
  'She lost her keys again.',
];

/**
 * What stands beside the typed text, field by field. A field that was never written in has the example of the task; one
 * that was emptied is blank.
 *
 * @param {string} task
 * @param {string[]} written
 */
export function companionsOf(task, written) {
  const examples = COMPANIONS[task] ?? SENTENCES;
  return written.map((text, index) => (text === '' ? examples[index] ?? '' : text.trim() === '' ? '' : text));
}

/**
 * How a field keeps what is written in it, so that an emptied one is told from one that was never written in.
 *
 * @param {string} text
 */
export function writtenIn(text) {
  return text === '' ? ' ' : text;
}

/** What 32-bit numbers leave of a difference that is none. */
const ROUNDING = 1e-4;

/**
 * The text that is looked at: the wanted one if there is one, else the one that reading it without packing hurts most,
 * first of all where another output comes of it. Where none is hurt it is the typed text if another is longer, so that it is
 * padded, and the shortest if none is.
 *
 * @param {string[]} texts the typed one first
 * @param {number} wanted its index, or −1
 * @param {import('./packing.js').PaddedBatch | null} [batch] of these texts, once it is there
 */
export function chosenText(texts, wanted, batch = null) {
  if (wanted >= 0) return Math.min(wanted, texts.length - 1);
  const harm = (batch?.sentences ?? []).map(({ alone, unpacked }) =>
    (unpacked.output === alone.output ? 0 : 1000) + Math.abs(alone.logProbability - unpacked.logProbability));
  const most = Math.max(...harm, 0);
  if (most > ROUNDING && harm.length === texts.length) return harm.indexOf(most);
  const lengths = texts.map((text) => [...text].length);
  const [typed = 0] = lengths;
  return Math.max(...lengths) > typed ? 0 : lengths.indexOf(Math.min(...lengths));
}
