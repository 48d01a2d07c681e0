// What stands in the place of all maps; beside them, as what every page begins with should be small.

/** @type {Record<'en' | 'zh', string>} */
export const NONE_OF_YOURS = {
  en: 'There is no model of your own here. The page never sends one anywhere: it is only in the browser that it was given to.',
  zh: '这里没有你自己的模型。网页不会把模型传到任何地方：你在哪个浏览器里打开它，它就只在那里。',
};
