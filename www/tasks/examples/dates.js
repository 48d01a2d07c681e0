// Dates to try.

/** @type {import('./index.js').Example[]} */
export const DATES = [
  { text: 'Monday, 5 April 2021' },
  {
    text: '4/5/21',
    look: {
      en: 'With slashes the month comes first: that is how these models were trained.',
      zh: '用斜杠时月份在前：这些模型就是这样训练的。',
    },
  },
  { text: '05APR2021' },
  { text: '5th of April 2021' },
  { text: '2021年4月5日' },
  { text: '二〇二一年四月五日' },
  {
    text: '31 February 2020',
    odd: true,
    look: {
      en: 'There is no such day. The models answer all the same: they learned how dates are written, not the '
        + 'calendar. How sure they are of it proves nothing.',
      zh: '没有这一天。模型照样会回答：它们学的是日期的写法，不是历法。再有把握也不能证明什么。',
    },
  },
  {
    text: 'tomorrow',
    odd: true,
    look: {
      en: 'This is no date in any spelling they know. They cannot say so; all they can write is a date. '
        + 'Do not trust this one.',
      zh: '这不是它们认识的任何一种日期写法。它们没法说“不知道”，只会写日期。这个答案不要当真。',
    },
  },
];
