// The text that a task starts with: the first of those to try, which come later.

/** @type {Record<string, string>} */
const FIRST = {
  dates: 'Monday, 5 April 2021',
  'en-fr': 'The little girl is wearing a blue dress.',
  'en-zh': 'I saw your brother in the park yesterday.',
};

/** @param {string | null} task */
export function firstTextOf(task) {
  return task !== null && Object.hasOwn(FIRST, task) ? /** @type {string} */ (FIRST[task]) : '';
}
