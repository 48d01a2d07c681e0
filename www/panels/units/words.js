// The words of the panel of many units.

export const en = {
  signal: 'Show',
  order: 'Rows',
  orders: {
    index: 'by number', alike: 'alike together', range: 'varied most', step: 'moved by a token',
    brush: 'on for the stretch',
  },
  orderWords: {
    index: 'Neighbours by number have nothing to do with each other: a layer’s units could be shuffled together with '
      + 'their weights, and the model would be the same.',
    alike: 'Units that rise and fall together stand together: clustered by the correlation of their time courses, '
      + 'average linkage.',
    range: 'First the units with the greatest difference between their highest and lowest value on this text. A unit '
      + 'that stays where it is tells nothing of it.',
    brush: (/** @type {string} */ level) => 'First the units whose mean size in the stretch is furthest above that '
      + 'elsewhere. The size, as a unit’s sign means nothing: turn it in all of its weights, and the model is the same. '
      + `A ✓ marks those of size ${level} or more at every step of the stretch and below it at the steps next to it, as `
      + 'in LSTMVis (Strobelt et al. 2018).',
  },
  movedWords: (/** @type {string} */ token) =>
    `First the units that ${token} changed most: their value behind it minus that before it.`,
  meanWords: (/** @type {string} */ token) => `First the units that are furthest from their own mean at ${token}.`,
  chooseToken: 'It is the last one in the direction of reading; click on another token to choose it.',
  measures: { range: 'range', step: 'change', brush: 'in − out' },
  barsName: { range: 'range', step: 'Δ', brush: 'in − out' },
  ends: { index: ['0', ''], alike: ['', ''], range: ['most', 'least'], step: ['most', 'least'], brush: ['on', 'off'] },
  rasterRole: 'grid of units and steps',
  rasterLabel: (/** @type {string} */ letter, /** @type {string} */ name, /** @type {number} */ units,
    /** @type {string} */ order) => `${letter}, ${name}, ${units} units, ${order}. Arrow keys walk, Enter follows the `
    + 'unit, Shift with left or right selects a stretch of tokens, Escape lets go.',
  cell: (/** @type {number} */ row, /** @type {number} */ unit, /** @type {string} */ token, /** @type {string} */ value) =>
    `Row ${row}, unit ${unit} at ${token}: ${value}`,
  grammar: 'Point at a value to read it, click to follow its unit. Drag over the tokens to find the units that are on '
    + 'for them and off elsewhere.',
  row: 'row',
  first: 'Start of the stretch of tokens',
  last: 'End of the stretch of tokens',
  everything: 'all tokens: no stretch',
  stretch: (/** @type {string} */ from, /** @type {string} */ to) =>
    (from === to ? `Stretch: ${from}.` : `Stretch: ${from} to ${to}.`),
  fitting: (/** @type {number} */ fitting, /** @type {number} */ units) =>
    `${fitting} of ${units} units are on throughout and off beside it.`,
  level: 'A unit is on from the size',
  clear: 'let the stretch go',

  telling: { range: 'Units that vary most', step: 'Units moved most', brush: 'Units on for the stretch' },
  unit: 'unit',
  course: 'over the tokens',
  inside: 'in',
  elsewhere: 'out',
  follow: (/** @type {number} */ unit) => `Follow unit ${unit}`,
  span: (/** @type {string} */ least, /** @type {string} */ atLeast, /** @type {string} */ most,
    /** @type {string} */ atMost) => `from ${least} at ${atLeast} to ${most} at ${atMost}`,
  fits: 'on throughout, off beside it',

  saturation: 'Saturated gates',
  saturationWords: 'A circle for the units at its place: to the right the share of steps in which the gate is above '
    + '0.9, upwards the share in which it is below 0.1. At the lower left corner a gate never takes sides. After '
    + 'Karpathy, Johnson and Li (2015, figure 2), who counted over a whole test set; here it is one text, so shares are '
    + 'coarse.',
  noGates: 'A plain RNN has no gates that could saturate.',
  scatterRole: 'scatter plot',
  scatterLabel: (/** @type {string} */ letter, /** @type {string} */ name, /** @type {string} */ closed,
    /** @type {string} */ open) => `${letter}, ${name}: below 0.1 in ${closed} of all steps and units, above 0.9 in `
    + `${open}. Arrow keys walk, Enter follows a unit.`,
  openShare: 'share above 0.9',
  closedShare: 'share below 0.1',
  place: (/** @type {number} */ unit, /** @type {number} */ others, /** @type {string} */ closed,
    /** @type {string} */ open) => `unit ${unit}${others > 0 ? ` and ${others} more` : ''}: below 0.1 in ${closed} of the `
    + `steps, above 0.9 in ${open}`,
  saturationCaption: 'Saturation of the gates of this layer',
  gate: 'gate',
  closed: '< 0.1',
  open: '> 0.9',
  closedUnits: 'units closed',
  openUnits: 'units open',
  shareOfUnit: (/** @type {number} */ unit) => `unit ${unit}`,
  nearlyAlways: 'Units closed and open: those that are saturated in at least nine of ten steps.',
};

/** @type {typeof en} */
export const zh = {
  signal: '显示',
  order: '行序',
  orders: { index: '按编号', alike: '相似相邻', range: '变化最大', step: '受词元影响', brush: '选段激活' },
  orderWords: {
    index: '编号相邻并不说明什么：把一层的单元连同它们的权重一起打乱，模型还是同一个模型。',
    alike: '同升同降的单元排在一起：按各单元随时间变化的相关系数做层次聚类（平均连接）。',
    range: '在这段文字上最大值与最小值之差最大的单元排在前面。一直不变的单元，说明不了这段文字的任何东西。',
    brush: (level) => '选段内的平均幅度比段外高出最多的单元排在前面。之所以看幅度，是因为单元的正负号没有含义：'
      + `把它所有权重的符号一起翻转，模型还是同一个模型。✓ 表示选段内每一步的幅度都不低于 ${level}、`
      + '紧邻选段的步低于它，与 LSTMVis（Strobelt 等，2018）的做法一致。',
  },
  movedWords: (token) => `被 ${token} 改变最多的单元排在前面：读它之后的值减去读它之前的值。`,
  meanWords: (token) => `在 ${token} 处偏离自身均值最远的单元排在前面。`,
  chooseToken: '这是读取方向上的最后一个词元；点击别的词元可以改选。',
  measures: { range: '极差', step: '变化', brush: '内 − 外' },
  barsName: { range: '极差', step: 'Δ', brush: '内 − 外' },
  ends: { index: ['0', ''], alike: ['', ''], range: ['最大', '最小'], step: ['最大', '最小'], brush: ['激活', '关闭'] },
  rasterRole: '单元与步的网格',
  rasterLabel: (letter, name, units, order) => `${letter}，${name}，${units} 个单元，${order}。方向键移动，回车跟踪单元，`
    + '按住 Shift 再按左右键选取一段词元，Esc 取消。',
  cell: (row, unit, token, value) => `第 ${row} 行，单元 ${unit}，${token} 处：${value}`,
  grammar: '指向一个值即可读数，点击跟踪它的单元。在词元上拖动，找出只在这一段激活的单元。',
  row: '行',
  first: '选段的起点',
  last: '选段的终点',
  everything: '全部词元：没有选段',
  stretch: (from, to) => (from === to ? `选段：${from}。` : `选段：${from} 到 ${to}。`),
  fitting: (fitting, units) => `${units} 个单元中有 ${fitting} 个在段内始终激活、紧邻处关闭。`,
  level: '幅度达到多少算激活',
  clear: '取消选段',

  telling: { range: '变化最大的单元', step: '受影响最大的单元', brush: '在选段中激活的单元' },
  unit: '单元',
  course: '随词元的变化',
  inside: '段内',
  elsewhere: '段外',
  follow: (unit) => `跟踪单元 ${unit}`,
  span: (least, atLeast, most, atMost) => `从 ${atLeast} 处的 ${least} 到 ${atMost} 处的 ${most}`,
  fits: '段内始终激活，紧邻处关闭',

  saturation: '门的饱和',
  saturationWords: '每个圆代表落在同一处的单元：横轴是门高于 0.9 的步所占的比例，纵轴是门低于 0.1 的步所占的比例。'
    + '左下角的门从不走极端。做法出自 Karpathy、Johnson 和 Li（2015，图 2），'
    + '他们统计的是整个测试集，这里只有一段文字，所以比例比较粗略。',
  noGates: '普通 RNN 没有门，也就谈不上门的饱和。',
  scatterRole: '散点图',
  scatterLabel: (letter, name, closed, open) => `${letter}，${name}：在全部单元和步中，${closed} 低于 0.1，${open} 高于 0.9。`
    + '方向键移动，回车跟踪单元。',
  openShare: '高于 0.9 的比例',
  closedShare: '低于 0.1 的比例',
  place: (unit, others, closed, open) => `单元 ${unit}${others > 0 ? `和另外 ${others} 个` : ''}：${closed} 的步低于 0.1，`
    + `${open} 的步高于 0.9`,
  saturationCaption: '这一层各个门的饱和程度',
  gate: '门',
  closed: '< 0.1',
  open: '> 0.9',
  closedUnits: '关闭的单元',
  openUnits: '打开的单元',
  shareOfUnit: (unit) => `单元 ${unit}`,
  nearlyAlways: '“关闭的单元”和“打开的单元”指在至少十分之九的步中饱和的单元。',
};
