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

/**
 * The text that is looked at: the wanted one if there is one, else the typed text if another is longer, so that it is
 * padded, and the shortest if none is.
 *
 * @param {string[]} texts the typed one first
 * @param {number} wanted its index, or −1
 */
export function chosenText(texts, wanted) {
  if (wanted >= 0) return Math.min(wanted, texts.length - 1);
  const lengths = texts.map((text) => [...text].length);
  const [typed = 0] = lengths;
  return Math.max(...lengths) > typed ? 0 : lengths.indexOf(Math.min(...lengths));
}
