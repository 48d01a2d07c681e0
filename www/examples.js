// Texts to try. A note names a string that is shown while the example stands in the input.

/** @typedef {{ text: string, note?: 'invalidDay' | 'notADate' | 'ambiguous' }} Example */

/** @type {Record<string, Example[]>} */
export const EXAMPLES = {
  dates: [
    { text: 'Monday, 5 April 2021' },
    { text: '4/5/21', note: 'ambiguous' },
    { text: '05APR2021' },
    { text: '5th of April 2021' },
    { text: '2021年4月5日' },
    { text: '二〇二一年四月五日' },
    { text: '31 February 2020', note: 'invalidDay' },
    { text: 'tomorrow', note: 'notADate' },
  ],
};
