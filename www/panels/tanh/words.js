// The words of the panel that shows concat with and without its tanh.

export const en = {
  missing: 'This page’s list of models has none that was trained without the tanh.',
  ofDates: (/** @type {string} */ text) => `Only the dates have a model that was trained without the tanh: these are their two maps of “${text}”.`,
  coming: 'The model is on its way.',
  difference: 'Two rows differ by at most',
  note: 'Rows of the right map are alike but for rounding: whatever the decoder has written, it looks at the same place.',
};

/** @type {typeof en} */
export const zh = {
  missing: '本页的模型列表里没有去掉 tanh 训练出来的模型。',
  ofDates: (text) => `只有“日期”任务训练过去掉 tanh 的模型，下面是它们读“${text}”的两张图。`,
  coming: '模型正在载入。',
  difference: '任意两行最多相差',
  note: '右图的各行除了舍入误差以外完全相同：不管解码器写到了哪里，它看的都是同一个地方。',
};
