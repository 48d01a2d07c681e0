// Every word that the page says, in every language it speaks. In paragraphs, `…` marks code and *…* emphasis.

/** @typedef {typeof en} Strings */

const en = {
  // The page around the element.
  title: 'seqscope: watch an LSTM read a date',
  heading: 'Watch an LSTM read a date',
  lead: [
    'Type a date in almost any spelling. Three small encoder–decoders, trained for this page, rewrite it as '
      + '`YYYY-MM-DD`, one character at a time. They differ in a single formula: how a state of the decoder scores each '
      + 'character that you typed.',
    'Nothing here is staged. The models run in your browser, on your text, at every key.',
  ],
  language: 'Language',
  themeToDark: 'Switch to dark',
  themeToLight: 'Switch to light',
  share: 'Share',
  shareDone: 'Link copied',
  shareFailed: 'Copy the address of this page',
  embed: 'Embed',
  embedHeading: 'Put it in a page of yours',
  embedWords: 'Copy the folders `www` and `pkg` side by side to your server. Then these two lines are all it takes:',
  close: 'Close',
  noScript: 'This page runs its models in JavaScript and WebAssembly.',

  sections: {
    seen: 'What you see',
    scores: 'Three ways to score',
    tanh: 'Why concat needs its tanh',
    gates: 'What the gates do',
    models: 'The models',
    limits: 'What they do not know',
  },
  seen: [
    'The *encoder* is an LSTM that reads your characters from both ends. It leaves one vector m for each of them. The '
      + '*decoder* is a second LSTM. At every step its state s is compared with every m. A softmax turns these scores '
      + 'into weights that sum to 1, and the weighted sum of the m, the *context*, decides together with s which '
      + 'character is written.',
    'A heatmap shows those weights: a row for each character written, a column for each character read. To write '
      + 'the month, the models look at the month, wherever you put it. Nobody told them where it is.',
  ],
  scores: 'All three come from Luong, Pham and Manning (2015). Each model was trained from the same data with the same '
    + 'budget.',
  scoreWords: {
    dot: 'No weights of its own. State and memory must learn to point the same way.',
    general: 'One matrix between the two: the state may ask in another language than the memory answers in.',
    concat: 'A small network looks at both together.',
  },
  tanh: [
    'Without the tanh the score is a sum of two parts:',
    'The first part is the same for every source position, and a softmax ignores what is added to all of its inputs. '
      + 'So the decoder’s state has no say in where to look, and every row of the map is the same. Such a model has to '
      + 'press the whole date into one context vector. The switch above the maps loads one that was trained like this.',
  ],
  gates: [
    'An LSTM carries a memory c from step to step. Three gates between 0 and 1 rule it: f says how much is kept, i how '
      + 'much of the candidate g is written, o how much of the memory is shown as the state h.',
    'A memory that is only multiplied by f and added to can last: where f stays near 1, look how c holds its colour '
      + 'over many characters. Click on a unit to follow it.',
  ],
  models: 'Measured on dates that none of them was trained on. Aligned: the share of digits written while the '
    + 'largest weight lay on the field that the digit belongs to.',
  modelColumns: {
    attention: 'attention', rnn: 'cell', parameters: 'parameters', size: 'file', exactMatch: 'exact', alignment: 'aligned',
  },
  modelsMissing: (/** @type {string} */ reason) => `The list of models could not be read: ${reason}`,
  limits: [
    'They were trained on dates from 1950 to 2049, in English and Chinese. Where the year does not '
      + 'lead, slashes mean month first, dots and dashes mean day first. Two digits of a year mean 1950 to 2049.',
    'They always answer. For a text that is no date the answer means nothing, and the probability beside it '
      + 'is only the model’s own opinion of itself.',
  ],
  footer: 'Rust, compiled to WebAssembly. MIT or Apache-2.0. No request leaves this site.',
  sources: 'Read more',

  // The element.
  inputLabel: 'Type a date',
  inputPlaceholder: 'for example 5 April 2021',
  emptyHint: 'Type a date, or take one of these.',
  examples: 'Try',
  notes: {
    invalidDay: 'There is no such day. The models answer all the same: they learned how dates are written, not the '
      + 'calendar. How sure they are of it proves nothing.',
    notADate: 'This is no date in any spelling they know. They cannot say so; all they can write is a date. '
      + 'Do not trust this one.',
    ambiguous: 'With slashes the month comes first: that is how these models were trained.',
  },
  unknownNote: (/** @type {string[]} */ pieces) => `Not in the vocabulary: ${pieces.join(' ')}. `
    + 'The models read each of these as one and the same unknown character.',
  refused: (/** @type {string} */ reason) => `This text was not run: ${reason}.`,
  lastResult: 'Below is the last result.',
  outputs: 'Outputs',
  attentionName: (/** @type {string} */ attention) => (/** @type {Record<string, string>} */ ({
    dot: 'dot', general: 'general', concat: 'concat', concat_without_tanh: 'concat without tanh',
  }))[attention] ?? attention,
  probability: 'probability of the whole output',
  logProbability: 'log p',
  milliseconds: 'ms',
  timing: (/** @type {string} */ encode, /** @type {string} */ decode) => `encoder ${encode} ms, decoder ${decode} ms`,
  cutOff: 'The model did not end its output; it was cut off here.',
  announce: (/** @type {string[]} */ lines) => lines.join('; '),
  waiting: 'waiting',
  loading: (/** @type {string} */ received, /** @type {string} */ total) => `loading, ${received} of ${total}`,
  starting: 'starting',
  notAvailable: 'not available',
  retry: 'Try again',
  failures: {
    manifest: 'The list of models (manifest.json) could not be read.',
    missing: (/** @type {string} */ subject) => `The file ${subject} is not on the server.`,
    network: (/** @type {string} */ subject) => `The file ${subject} could not be fetched. Is the network there?`,
    engine: 'The WebAssembly module could not be started. It needs a current browser: Chrome or Edge 123, Firefox 120, '
      + 'Safari 17.5 or later.',
    file: (/** @type {string} */ subject) => `The file ${subject} is no model that can be read.`,
    unlisted: (/** @type {string} */ subject) => `The list of models names no LSTM with ${subject} attention.`,
  },
  paintFailed: (/** @type {string} */ reason) => `The picture could not be painted: ${reason}`,

  mapsHeading: 'Where each model looks',
  mapsWords: 'A row for each character written, a column for each character read.',
  grammar: 'Point at a cell to see it in all maps. Click pins it, arrow keys walk, Esc lets go.',
  withoutTanh: 'concat without its tanh',
  withoutTanhWords: 'All rows are the same: without the tanh the decoder’s state adds one and the same number to every '
    + 'score of a row, and the softmax ignores it.',
  mapLabel: (/** @type {string} */ name) => `Attention weights, ${name}`,
  mapRole: 'attention map',
  weight: 'weight',
  score: 'score',
  step: 'step',
  notInVocabulary: 'not in the vocabulary',
  cellSpoken: (/** @type {string} */ target, /** @type {string} */ source, /** @type {string[]} */ weights) =>
    `${target} from ${source}: ${weights.join(', ')}`,
  candidates: 'Best candidates of this step',

  gatesHeading: 'Inside the LSTM',
  gatesWords: 'A row for each unit, a column for each step.',
  gatesGrammar: 'Point at a value to read it, click to follow its unit over time.',
  ofModel: 'Attention',
  part: 'Part',
  encoder: 'encoder',
  decoder: 'decoder',
  layer: 'Layer',
  layerNumber: (/** @type {number} */ number) => `${number}`,
  direction: 'Reads',
  forward: '→ forward',
  backward: '← backward',
  signalName: (/** @type {string} */ letter) => (/** @type {Record<string, string>} */ ({
    i: 'input gate', f: 'forget gate', g: 'candidate', o: 'output gate', c: 'memory', h: 'state',
    r: 'reset gate', z: 'update gate', n: 'candidate',
  }))[letter] ?? letter,
  signalWords: (/** @type {string} */ letter) => (/** @type {Record<string, string>} */ ({
    i: 'how much of g is written', f: 'how much of c is kept', g: 'what could be written', o: 'how much of c is shown',
    c: 'f · c + i · g', h: 'o · tanh c',
    r: 'how much of h the candidate sees', z: 'how much of h is kept', n: 'what could be written',
  }))[letter] ?? letter,
  rasterLabel: (/** @type {string} */ letter, /** @type {string} */ name) => `${letter}, ${name}: units by steps`,
  rasterRole: 'gate raster',
  unit: 'unit',
  unitNumber: (/** @type {number} */ unit) => `unit ${unit}`,
  gateSpoken: (/** @type {number} */ unit, /** @type {string} */ token, /** @type {string[]} */ values) =>
    `unit ${unit} at ${token}: ${values.join(', ')}`,
  unitHeading: (/** @type {number} */ unit) => `Unit ${unit} over time`,
  unitLabel: (/** @type {number} */ unit, /** @type {string[]} */ names) => `Lines of ${names.join(', ')} of unit ${unit}`,
  axisGates: 'gates',
  axisStates: 'states',
  axisEncoder: 'character read',
  axisDecoder: 'character written',
  legend: (/** @type {string} */ low, /** @type {string} */ high) => `colours from ${low} to ${high}`,
  noGates: 'The gates are shown when this model has run.',
};

/** @type {Strings} */
const zh = {
  title: 'seqscope：看 LSTM 怎样读懂一个日期',
  heading: '看 LSTM 怎样读懂一个日期',
  lead: [
    '随便用哪种写法输入一个日期。三个专为本页训练的小型编码器–解码器会把它改写成 `YYYY-MM-DD`，一次写一个字符。'
      + '它们只差一个公式：解码器的状态如何给你输入的每个字符打分。',
    '这里没有任何摆拍。模型就在你的浏览器里运行，每按一个键，就用你的文字重算一遍。',
  ],
  language: '语言',
  themeToDark: '切换到深色',
  themeToLight: '切换到浅色',
  share: '分享',
  shareDone: '链接已复制',
  shareFailed: '请复制本页地址',
  embed: '嵌入',
  embedHeading: '放进你自己的网页',
  embedWords: '把 `www` 和 `pkg` 两个文件夹并排放到你的服务器上，然后只需要这两行：',
  close: '关闭',
  noScript: '本页的模型用 JavaScript 和 WebAssembly 运行。',

  sections: {
    seen: '你看到的是什么',
    scores: '三种打分方式',
    tanh: '为什么 concat 少不了 tanh',
    gates: '门在做什么',
    models: '模型',
    limits: '它们不懂什么',
  },
  seen: [
    '*编码器*是一个 LSTM，从两头读你输入的字符，给每个字符留下一个向量 m。*解码器*是另一个 LSTM。'
      + '每一步，它的状态 s 都与所有的 m 比较；softmax 把这些分数变成和为 1 的权重；'
      + '按权重把 m 加起来就是*上下文*，它和 s 一起决定写哪个字符。',
    '热图画的就是这些权重：每写一个字符占一行，每读一个字符占一列。写月份的时候，模型会去看月份，不管你把它放在哪里。'
      + '没有人告诉过它们月份在哪儿。',
  ],
  scores: '三种方式都出自 Luong、Pham 和 Manning（2015）。各个模型用同样的数据、同样的预算训练。',
  scoreWords: {
    dot: '自己没有参数。状态和记忆必须学会指向同一个方向。',
    general: '两者之间隔一个矩阵：状态提问用的“语言”可以和记忆回答用的不同。',
    concat: '用一个小网络同时看两者。',
  },
  tanh: [
    '没有 tanh，分数就是两部分之和：',
    '第一部分对每个源位置都一样，而 softmax 不理会加在所有输入上的同一个数。于是解码器的状态无权决定看哪里，'
      + '热图的每一行都相同。这样的模型只好把整个日期压进一个上下文向量。热图上方的开关会载入一个这样训练出来的模型。',
  ],
  gates: [
    'LSTM 带着记忆 c 一步步往前走。三个介于 0 和 1 之间的门管着它：f 决定保留多少，i 决定候选值 g 写入多少，'
      + 'o 决定记忆有多少作为状态 h 露出来。',
    '只被 f 乘、再做加法的记忆能保持很久：在 f 接近 1 的地方，看 c 的颜色怎样跨过许多字符保持不变。点一个单元可以一直跟着它看。',
  ],
  models: '在所有模型都没有训练过的日期上测得。“对齐”指写数字时，最大的权重落在这个数字所属字段上的比例。',
  modelColumns: {
    attention: '注意力', rnn: '单元', parameters: '参数', size: '文件', exactMatch: '完全正确', alignment: '对齐',
  },
  modelsMissing: (reason) => `模型清单读取失败：${reason}`,
  limits: [
    '训练数据是 1950 到 2049 年的英文和中文日期。年份不在最前时，斜杠表示月在前，点和短横表示日在前。两位数的年份指 1950 到 2049 年。',
    '它们总会给出答案。输入若不是日期，答案就没有意义；旁边的概率也只是模型对自己的看法。',
  ],
  footer: 'Rust 编译成 WebAssembly。MIT 或 Apache-2.0 许可。没有任何请求离开本站。',
  sources: '延伸阅读',

  inputLabel: '输入一个日期',
  inputPlaceholder: '例如 2021年4月5日',
  emptyHint: '输入一个日期，或者点下面的例子。',
  examples: '试试',
  notes: {
    invalidDay: '没有这一天。模型照样会回答：它们学的是日期的写法，不是历法。再有把握也不能证明什么。',
    notADate: '这不是它们认识的任何一种日期写法。它们没法说“不知道”，只会写日期。这个答案不要当真。',
    ambiguous: '用斜杠时月份在前：这些模型就是这样训练的。',
  },
  unknownNote: (pieces) => `词表里没有：${pieces.join(' ')}。模型把它们一律读作同一个未知字符。`,
  refused: (reason) => `这段文字没有运行：${reason}。`,
  lastResult: '下面是上一次的结果。',
  outputs: '输出',
  attentionName: (attention) => (/** @type {Record<string, string>} */ ({
    dot: 'dot', general: 'general', concat: 'concat', concat_without_tanh: '无 tanh 的 concat',
  }))[attention] ?? attention,
  probability: '整个输出的概率',
  logProbability: 'log p',
  milliseconds: '毫秒',
  timing: (encode, decode) => `编码器 ${encode} 毫秒，解码器 ${decode} 毫秒`,
  cutOff: '模型没有自己结束输出，在这里被截断。',
  announce: (lines) => lines.join('；'),
  waiting: '等待中',
  loading: (received, total) => `载入中，${received} / ${total}`,
  starting: '启动中',
  notAvailable: '不可用',
  retry: '重试',
  failures: {
    manifest: '模型清单（manifest.json）读取失败。',
    missing: (subject) => `服务器上没有文件 ${subject}。`,
    network: (subject) => `文件 ${subject} 下载失败。网络通吗？`,
    engine: 'WebAssembly 模块启动失败。需要较新的浏览器：Chrome 或 Edge 123、Firefox 120、Safari 17.5 及以上。',
    file: (subject) => `文件 ${subject} 不是可以读取的模型。`,
    unlisted: (subject) => `模型清单里没有 ${subject} 注意力的 LSTM。`,
  },
  paintFailed: (reason) => `图画不出来：${reason}`,

  mapsHeading: '每个模型在看哪里',
  mapsWords: '每写一个字符占一行，每读一个字符占一列。',
  grammar: '指向一格，三张图同时显示它的值。点击固定，方向键移动，Esc 松开。',
  withoutTanh: '去掉 tanh 的 concat',
  withoutTanhWords: '每一行都相同：没有 tanh，解码器的状态给同一行的所有分数加上同一个数，softmax 不理会它。',
  mapLabel: (name) => `注意力权重，${name}`,
  mapRole: '注意力图',
  weight: '权重',
  score: '分数',
  step: '步',
  notInVocabulary: '不在词表中',
  cellSpoken: (target, source, weights) => `${target} 看 ${source}：${weights.join('，')}`,
  candidates: '这一步最可能的候选',

  gatesHeading: 'LSTM 的内部',
  gatesWords: '每个单元一行，每一步一列。',
  gatesGrammar: '指向一个值可以读数，点击可以跟着这个单元看它随时间的变化。',
  ofModel: '注意力',
  part: '部分',
  encoder: '编码器',
  decoder: '解码器',
  layer: '层',
  layerNumber: (number) => `${number}`,
  direction: '读的方向',
  forward: '→ 正向',
  backward: '← 反向',
  signalName: (letter) => (/** @type {Record<string, string>} */ ({
    i: '输入门', f: '遗忘门', g: '候选值', o: '输出门', c: '记忆', h: '状态', r: '重置门', z: '更新门', n: '候选值',
  }))[letter] ?? letter,
  signalWords: (letter) => (/** @type {Record<string, string>} */ ({
    i: 'g 写入多少', f: 'c 保留多少', g: '可以写入的内容', o: 'c 露出多少', c: 'f · c + i · g', h: 'o · tanh c',
    r: '候选值看到多少 h', z: 'h 保留多少', n: '可以写入的内容',
  }))[letter] ?? letter,
  rasterLabel: (letter, name) => `${letter}，${name}：单元 × 步`,
  rasterRole: '门的图',
  unit: '单元',
  unitNumber: (unit) => `单元 ${unit}`,
  gateSpoken: (unit, token, values) => `单元 ${unit}，${token}：${values.join('，')}`,
  unitHeading: (unit) => `单元 ${unit} 随时间的变化`,
  unitLabel: (unit, names) => `单元 ${unit} 的曲线：${names.join('、')}`,
  axisGates: '门',
  axisStates: '状态',
  axisEncoder: '读到的字符',
  axisDecoder: '写出的字符',
  legend: (low, high) => `颜色从 ${low} 到 ${high}`,
  noGates: '这个模型运行之后，这里显示它的门。',
};

const all = { en, zh };

/**
 * The language that is spoken to a reader of `tag`.
 *
 * @param {string | null | undefined} tag a BCP 47 tag
 * @returns {'en' | 'zh'}
 */
export function languageOf(tag) {
  return /^zh\b/i.test(tag ?? '') ? 'zh' : 'en';
}

/**
 * @param {string | null | undefined} tag a BCP 47 tag
 * @returns {Strings}
 */
export function stringsFor(tag) {
  return all[languageOf(tag)];
}
