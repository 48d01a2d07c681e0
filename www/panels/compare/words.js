// The words of the panel that shows two texts side by side.

export const en = {
  second: 'A second text',
  swap: 'Swap the two',
  coming: 'The second text is being read.',
  empty: 'Type a second text to compare with.',
  first: 'Text 1',
  other: 'Text 2',
  outputs: 'What is written',
  maps: 'Where the model looks',
  mapLabel: (/** @type {string} */ which, /** @type {string} */ name) => `Attention of ${name} on ${which}`,
  difference: 'Text 2 − text 1',
  differenceLabel: 'Difference of the weights, place by place',
  moved: (/** @type {string} */ most) => `Place by place two weights differ by at most ${most}.`,
  otherSize: (/** @type {string} */ first, /** @type {string} */ second) =>
    `The maps have different sizes, ${first} and ${second}: there is no difference place by place.`,
  gates: (/** @type {string} */ layer) => `Inside the layer that is chosen above: ${layer}`,
  signal: 'Show',
  gateDifference: (/** @type {string} */ signal, /** @type {string} */ mean) =>
    `Over all units and steps ${signal} differs by ${mean} on average.`,
  otherSteps: (/** @type {number} */ first, /** @type {number} */ second) =>
    `${first} steps and ${second}: there is no difference step by step.`,
  at: (/** @type {number} */ unit, /** @type {string} */ token, /** @type {string} */ value) => `unit ${unit} at ${token}: ${value}`,
  looked: (/** @type {string} */ written, /** @type {string} */ read, /** @type {string} */ weight) => `${written} ← ${read}: ${weight}`,
  layer: (/** @type {string} */ component, /** @type {number} */ number, /** @type {string} */ direction) =>
    `${component}, layer ${number}, ${direction}`,
  components: { encoder: 'encoder', decoder: 'decoder' },
  directions: { forward: 'forward', backward: 'backward' },
  size: (/** @type {number} */ rows, /** @type {number} */ columns) => `${rows} × ${columns}`,
};

/** @type {typeof en} */
export const zh = {
  second: '第二段文字',
  swap: '互换',
  coming: '正在读第二段文字。',
  empty: '请输入第二段文字来对照。',
  first: '文字 1',
  other: '文字 2',
  outputs: '写出的内容',
  maps: '模型看哪里',
  mapLabel: (which, name) => `${which}：${name} 的注意力`,
  difference: '文字 2 − 文字 1',
  differenceLabel: '逐格相减的权重之差',
  moved: (most) => `逐格比较，权重最多相差 ${most}。`,
  otherSize: (first, second) => `两张图大小不同（${first} 与 ${second}），无法逐格相减。`,
  gates: (layer) => `上面所选的那一层：${layer}`,
  signal: '显示',
  gateDifference: (signal, mean) => `对所有单元和步取平均，${signal} 相差 ${mean}。`,
  otherSteps: (first, second) => `步数不同（${first} 与 ${second}），无法逐步相减。`,
  at: (unit, token, value) => `单元 ${unit}，${token}：${value}`,
  looked: (written, read, weight) => `${written} ← ${read}：${weight}`,
  layer: (component, number, direction) => `${component}第 ${number} 层，${direction}`,
  components: { encoder: '编码器', decoder: '解码器' },
  directions: { forward: '正向', backward: '反向' },
  size: (rows, columns) => `${rows} × ${columns}`,
};
