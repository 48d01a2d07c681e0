// The words of the panel "what if".

/** @typedef {import('../parts/interventions.js').Units} Units */

export const en = {
  lead: 'Change something inside the run. The model itself goes on from there, and what it writes then stands below '
    + 'beside what it wrote before.',
  presets: 'What if',
  preset: {
    forgetNothing: 'nothing is forgotten (f = 1)',
    writeNothing: 'nothing is written (i = 0)',
    forgetEverything: 'everything is forgotten (f = 0)',
    keepState: 'the state is kept as it is (z = 1)',
    replaceState: 'the state is replaced at every step (z = 0)',
    withoutBackward: 'without the backward direction',
    onlyFirst: 'it looks only at the first token',
  },
  mode: 'Change',
  modes: {
    tokens: 'a token', beam: 'the search', attention: 'where it looks', gates: 'gates and units', dropout: 'dropout',
  },

  tokensLead: 'At every step the model could have written something else. Choose it, and the model goes on from there. '
    + 'Arrow keys lead from one to the next.',
  tokensLabel: 'Candidates of every step',
  stepLabel: (/** @type {number} */ step) => `Step ${step}`,
  candidateLabel: (/** @type {string} */ text, /** @type {number} */ step, /** @type {string} */ probability) =>
    `${text} ${probability}, step ${step}`,
  forced: 'You chose this one',

  beamLead: 'A beam keeps several outputs alive. Each column is a step: the best continuations by log p of the whole '
    + 'path are kept, those below the line are dropped. Point at one to see its path, click it to make the model start '
    + 'so. Arrow keys walk: ← → along a path, ↑ ↓ within a step.',
  beamWidth: 'Width',
  beamUntouched: ' The tree is that of the model as it is, without the changes below.',
  treeLabel: (/** @type {number} */ width, /** @type {string} */ best) =>
    `Beam of width ${width}. Its best output: ${best}`,
  kept: 'kept',
  dropped: 'dropped',
  more: (/** @type {number} */ count) => `+${count}`,
  moreTitle: (/** @type {number} */ count) => `${count} more were weighed and dropped`,
  nodeLabel: (/** @type {string} */ text, /** @type {string} */ probability, /** @type {string} */ total,
    /** @type {boolean} */ kept, /** @type {string} */ path) =>
    `${text}, ${probability}, log p of the path ${total}, ${kept ? 'kept' : 'dropped'}. Path ${path}`,
  path: 'Path',
  ofToken: 'log p of the token',
  ofPath: 'of the path',
  isBest: 'the best that the beam found',
  isKept: 'kept',
  isDropped: 'dropped',
  treeFailed: 'The tree could not be made:',
  writeThis: 'Start with this path',
  pathMap: 'Attention along this path',

  attentionLead: 'Choose a step and drag its weights. The others give way, so that the row still sums to 1; a click on '
    + 'a token gives it everything. The dashes are what the model itself looked at.',
  step: 'Step',
  weightOf: (/** @type {string} */ token) => `Weight of ${token}`,
  allOn: (/** @type {string} */ token) => `Look only at ${token}`,
  evenly: 'Everywhere alike',
  everyStep: 'The same at every step',

  gatesLead: 'Hold a gate at a value for the whole run, or silence units: their state h is then 0 for everything that '
    + 'reads it.',
  noGates: 'This model is a plain RNN: it has no gates that could be held. Its units can be silenced: their state h is '
    + 'then 0 for everything that reads it.',
  gruGates: ' In a GRU, z = 1 keeps the state and z = 0 replaces it; r says how much of the state the candidate n '
    + 'sees.',
  part: 'Where',
  layer: 'Layer',
  everyLayer: 'all',
  direction: 'Direction',
  bothDirections: 'both',
  units: 'Units',
  everyUnit: 'all',
  oneUnit: 'one',
  unitNumber: 'Unit',
  theSelected: (/** @type {number} */ unit) => `Take the selected unit ${unit}`,
  gate: 'Gate',
  value: 'Value',
  hold: (/** @type {string} */ gate, /** @type {string} */ value) => `Hold ${gate} at ${value}`,
  silence: 'Silence these units',

  dropoutLead: 'In training, dropout sets a share of the numbers to 0 at random; in use it is off. Left on, with a '
    + 'different seed for each run, it shows how firmly the model stands by its output.',
  dropoutWithChanges: ' The changes below are made in these runs too.',
  runsSoFar: (/** @type {number} */ done, /** @type {number} */ all) => `${done} of ${all} runs`,
  runsOf: (/** @type {number} */ count, /** @type {number} */ all) => `${count} of ${all}`,
  asWithout: 'as without dropout',
  meanLog: 'mean log p',
  runsLabel: 'Outputs by how often they came',
  runsFailed: 'The runs could not be made:',

  changes: 'Changed',
  nothingChanged: 'Nothing is changed: this is the run as it is.',
  takeBack: 'take back',
  takeBackThis: (/** @type {string} */ change) => `Take back: ${change}`,
  takeAllBack: 'Take everything back',
  startsWith: (/** @type {string} */ text) => `The output starts with ${text}`,
  startsWithTokens: (/** @type {number} */ count) => `The output starts with given tokens (${count})`,
  isHeld: (/** @type {string} */ gate, /** @type {string} */ value, /** @type {string} */ where) =>
    `${gate} = ${value} in ${where}`,
  isSilent: (/** @type {string} */ where) => `h = 0 in ${where}`,
  looksAt: (/** @type {number | null} */ step, /** @type {string[]} */ tokens) =>
    `${step === null ? 'At every step' : `At step ${step}`} it looks at ${tokens.join(', ')}`,
  otherTokens: (/** @type {number | null} */ step, /** @type {number} */ count) =>
    `${step === null ? 'Every step' : `Step ${step}`} has weights for ${count} tokens of another text`,
  where: (/** @type {Units} */ { component, layer, direction, unit }) => [
    unit === undefined ? '' : `unit ${unit} of `, `the ${component}`,
    layer === undefined ? '' : `, layer ${layer + 1}`,
    direction === undefined ? '' : `, ${direction}`,
  ].join(''),
  aside: 'Set aside, as it does not fit this text or this model. It counts again where it fits:',
  valueOf: (/** @type {string} */ change) => `Value: ${change}`,

  before: 'as it was',
  after: 'what if',
  running: 'The model is running …',
  failed: 'The model cannot run with these changes:',
  delta: 'Δ log p',
  sameOutput: (/** @type {string} */ times) => `The output is the same, and ${times} times as probable as before.`,
  sameRun: 'The output and its probability are the same.',
  otherOutput: 'These are two outputs, and each log p is that of its own: of what the model wrote as it is, and of what '
    + 'it wrote with the changes, given tokens included.',
  tokenChanges: 'Token by token',
  wasToken: (/** @type {string} */ text) => `was ${text}`,
  missing: 'nothing',
  maps: 'Attention',
  mapBefore: 'Attention as it was',
  mapAfter: 'Attention with the changes',
  mapWords: 'Point at a cell to compare its weight.',
  cellWords: (/** @type {string} */ before, /** @type {string} */ after) =>
    `As it was: ${before}. With the changes: ${after}.`,
};

/** @typedef {typeof en} Words */

/** @type {Words} */
export const zh = {
  lead: '在运行的内部改动一处，模型就从那里起真的重新算下去；改动后的输出和原来的并排列在下面。',
  presets: '假如',
  preset: {
    forgetNothing: '什么都不遗忘（f = 1）',
    writeNothing: '什么都不写入（i = 0）',
    forgetEverything: '全部遗忘（f = 0）',
    keepState: '状态原样保留（z = 1）',
    replaceState: '每一步都换掉状态（z = 0）',
    withoutBackward: '没有反向的一半',
    onlyFirst: '只看第一个词元',
  },
  mode: '改动',
  modes: { tokens: '词元', beam: '搜索', attention: '看哪里', gates: '门和单元', dropout: 'dropout' },

  tokensLead: '每一步模型都还有别的选择。选一个，模型就从那里接着写。方向键在候选之间移动。',
  tokensLabel: '每一步的候选',
  stepLabel: (step) => `第 ${step} 步`,
  candidateLabel: (text, step, probability) => `${text} ${probability}，第 ${step} 步`,
  forced: '这是你选的',

  beamLead: '束搜索同时保留几条路径。每列是一步：按整条路径的 log p，最好的几个续写留下，线以下的舍弃。指向一个节点看它的路径，'
    + '点击它就让模型从这条路径写起。方向键：← → 沿着路径，↑ ↓ 在同一步之内。',
  beamWidth: '束宽',
  beamUntouched: '这棵树属于未改动的模型，不含下面列出的改动。',
  treeLabel: (width, best) => `束宽为 ${width} 的束搜索。最好的输出：${best}`,
  kept: '留下',
  dropped: '舍弃',
  more: (count) => `+${count}`,
  moreTitle: (count) => `还有 ${count} 个比较过而被舍弃的`,
  nodeLabel: (text, probability, total, kept, path) =>
    `${text}，${probability}，路径的 log p 为 ${total}，${kept ? '留下' : '舍弃'}。路径 ${path}`,
  path: '路径',
  ofToken: '这个词元的 log p',
  ofPath: '整条路径的',
  isBest: '束搜索找到的最好结果',
  isKept: '留下',
  isDropped: '舍弃',
  treeFailed: '这棵树没有算出来：',
  writeThis: '从这条路径写起',
  pathMap: '沿这条路径的注意力',

  attentionLead: '选一步，拖动它的权重。其余权重随之让出，使一行之和仍为 1；点一个词元，权重就全归它。短横线是模型自己的权重。',
  step: '步',
  weightOf: (token) => `${token} 的权重`,
  allOn: (token) => `只看 ${token}`,
  evenly: '处处相同',
  everyStep: '每一步都这样',

  gatesLead: '让一个门在整个运行中固定为一个值；或者让一些单元沉默：凡是读取它们的地方，读到的状态 h 都是 0。',
  noGates: '这个模型是普通的 RNN，没有可以固定的门。可以让它的单元沉默：凡是读取它们的地方，读到的状态 h 都是 0。',
  gruGates: '在 GRU 里，z = 1 保留状态，z = 0 换掉状态；r 决定候选值 n 能看到多少状态。',
  part: '位置',
  layer: '层',
  everyLayer: '全部',
  direction: '方向',
  bothDirections: '双向',
  units: '单元',
  everyUnit: '全部',
  oneUnit: '一个',
  unitNumber: '单元',
  theSelected: (unit) => `取选中的单元 ${unit}`,
  gate: '门',
  value: '值',
  hold: (gate, value) => `把 ${gate} 固定为 ${value}`,
  silence: '让这些单元沉默',

  dropoutLead: '训练时，dropout 随机把一部分数置 0；使用时它是关着的。让它开着，每次运行换一个种子，就能看出模型对自己的输出有多坚定。',
  dropoutWithChanges: '下面列出的改动在这些运行里同样有效。',
  runsSoFar: (done, all) => `已运行 ${done} / ${all} 次`,
  runsOf: (count, all) => `${count} / ${all} 次`,
  asWithout: '与关闭 dropout 时相同',
  meanLog: '平均 log p',
  runsLabel: '各个输出出现的次数',
  runsFailed: '这些运行没有成功：',

  changes: '改动',
  nothingChanged: '没有任何改动：这就是原来的运行。',
  takeBack: '撤销',
  takeBackThis: (change) => `撤销：${change}`,
  takeAllBack: '全部撤销',
  startsWith: (text) => `输出以 ${text} 开头`,
  startsWithTokens: (count) => `输出的前 ${count} 个词元是给定的`,
  isHeld: (gate, value, where) => `${where}：${gate} = ${value}`,
  isSilent: (where) => `${where}：h = 0`,
  looksAt: (step, tokens) => `${step === null ? '每一步' : `第 ${step} 步`}看 ${tokens.join('、')}`,
  otherTokens: (step, count) => `${step === null ? '每一步' : `第 ${step} 步`}的权重属于另一段 ${count} 个词元的文字`,
  where: ({ component, layer, direction, unit }) => [
    component === 'encoder' ? '编码器' : '解码器',
    layer === undefined ? '' : `第 ${layer + 1} 层`,
    direction === undefined ? '' : direction === 'forward' ? '正向' : '反向',
    unit === undefined ? '' : `的单元 ${unit}`,
  ].join(''),
  aside: '下面的改动不适合现在的文字或模型，先放在一边；适合时会重新生效：',
  valueOf: (change) => `值：${change}`,

  before: '原来',
  after: '改动后',
  running: '模型正在运行……',
  failed: '带着这些改动，模型无法运行：',
  delta: 'Δ log p',
  sameOutput: (times) => `输出没有变，概率是原来的 ${times} 倍。`,
  sameRun: '输出和它的概率都没有变。',
  otherOutput: '这是两个不同的输出，各有各的 log p：一个是未改动的模型写出它的输出的，另一个是改动后的模型写出新输出的，给定的词元也算在内。',
  tokenChanges: '逐个词元对照',
  wasToken: (text) => `原来是 ${text}`,
  missing: '无',
  maps: '注意力',
  mapBefore: '原来的注意力',
  mapAfter: '改动后的注意力',
  mapWords: '指向一格，比较它的权重。',
  cellWords: (before, after) => `原来：${before}。改动后：${after}。`,
};
