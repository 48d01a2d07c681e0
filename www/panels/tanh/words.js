// The words of the panel that shows concat with and without its tanh.

export const en = {
  missing: 'No model without the tanh was trained for this task. There is one among the dates.',
  coming: 'The model is on its way.',
  difference: 'Two rows differ by at most',
  note: 'Rows of the right map are alike but for rounding: whatever the decoder has written, it looks at the same place.',
};

/** @type {typeof en} */
export const zh = {
  missing: '这个任务没有训练过去掉 tanh 的模型；“日期”任务里有一个。',
  coming: '模型正在载入。',
  difference: '任意两行最多相差',
  note: '右图的各行除了舍入误差以外完全相同：不管解码器写到了哪里，它看的都是同一个地方。',
};
