// The words of the page in Chinese, the same as in English.

/** @type {import('../strings.js').Strings} */
export const zh = {
  title: 'seqscope：LSTM 编码器–解码器是怎样工作的',
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

  seenHeading: '你看到的是什么',
  seen: [
    '*编码器*是一个 LSTM，从两头读你输入的文字，给每个片段留下一个向量 m。*解码器*是另一个 LSTM。'
      + '每一步，它的状态 s 都与所有的 m 比较；softmax 把这些分数变成和为 1 的权重；'
      + '按权重把 m 加起来就是*上下文*，它和 s 一起决定接下来写什么。',
  ],
  modelColumns: { attention: '注意力', rnn: '单元', parameters: '参数', size: '文件' },
  qualityName: (name) => (/** @type {Record<string, string>} */ ({
    bleu: 'BLEU', bleuBeam5: '束宽 5', bleuLowerCased: '小写输入', bleu32Bit: '32 位',
    chrf: 'chrF', emptyOrLooping: '空或重复', exactMatch: '完全正确', alignment: '对齐',
  }))[name] ?? name,
  modelsMissing: (reason) => `模型清单读取失败：${reason}`,
  footer: 'Rust 编译成 WebAssembly。MIT 或 Apache-2.0 许可。没有任何请求离开本站。',
  sources: '延伸阅读',

  task: '任务',
  examples: '试试',
  unknownNote: (pieces) => `词表里没有：${pieces.join(' ')}。模型把它们一律读作同一个未知符号。`,
  refused: (reason) => `这段文字没有运行：${reason}。`,
  lastResult: '下面是上一次的结果。',
  outputs: '输出',
  attentionName: (attention) => (/** @type {Record<string, string>} */ ({
    dot: 'dot', general: 'general', concat: 'concat', concat_without_tanh: '无 tanh 的 concat',
  }))[attention] ?? attention.replace(/-(gru|rnn)$/, (_, cell) => `，${cell.toUpperCase()}`),
  probability: '整个输出的概率',
  logProbability: 'log p',
  milliseconds: '毫秒',
  timing: (encode, decode) => `编码器 ${encode} 毫秒，解码器 ${decode} 毫秒`,
  cutOff: '模型没有自己结束输出，在这里被截断。',
  announce: (lines) => lines.join('；'),
  underline: '下划线',
  sure: '有把握',
  unsure: '没把握',
  sureness: '词下面的线：模型认为它有多可能，从有把握到没把握',
  unsureWords: (words) => `没把握的：${words.join('，')}。`,
  waiting: '等待中',
  load: (size) => `载入（${size}）`,
  data: '数据',
  licence: '许可',
  modelsAre: (parameters, size) => `每个模型 ${parameters} 个参数，${size}`,
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
  grammar: '指向一格，三张图同时显示它的值。点击固定，方向键移动，Esc 松开。',
  withoutTanh: '去掉 tanh 的 concat',
  withoutTanhWords: '每一行都相同：没有 tanh，解码器的状态给同一行的所有分数加上同一个数，softmax 不理会它。',
  mapLabel: (name) => `注意力权重，${name}`,
  mapRole: '注意力图',
  grid: '按什么画',
  gridUnits: { words: '词', pieces: '词片' },
  weight: '权重',
  score: '分数',
  step: '步',
  notInVocabulary: '不在词表中',
  cellSpoken: (target, source, weights) => `${target} 看 ${source}：${weights.join('，')}`,
  candidates: '这一步最可能的候选',
  candidatesOf: (piece) => `${piece} 处最可能的候选`,
  startsWord: '词的开头',

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
  signalWords: (letter, cell) => (/** @type {Record<string, string>} */ ({
    i: 'g 写入多少', f: 'c 保留多少', g: '可以写入的内容', o: 'c 露出多少', c: 'f · c + i · g',
    h: cell === 'lstm' ? 'o · tanh c' : cell === 'gru' ? 'z · h + (1 − z) · n' : '输入和 h 之和的 tanh',
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
  legend: (low, high) => `颜色从 ${low} 到 ${high}`,
  noGates: '这个模型运行之后，这里显示它的门。',

  tasks: {
    dates: {
      name: '日期',
      heading: '看 LSTM 怎样读懂一个日期',
      lead: [
        '随便用哪种写法输入一个日期。三个专为本页训练的小型编码器–解码器会把它改写成 `YYYY-MM-DD`，一次写一个字符。'
          + '它们只差一个公式：解码器的状态如何给你输入的每个字符打分。',
        '这里没有任何摆拍。模型就在你的浏览器里运行，每按一个键，就用你的文字重算一遍。',
      ],
      inputLabel: '输入一个日期',
      inputPlaceholder: '例如 2021年4月5日',
      emptyHint: '输入一个日期，或者点下面的例子。',
      seen: '热图画的就是这些权重：每写一个字符占一行，每读一个字符占一列。写月份的时候，模型会去看月份，不管你把它放在哪里。'
        + '没有人告诉过它们月份在哪儿。',
      models: '在所有模型都没有训练过的日期上测得。“对齐”指写数字时，最大的权重落在这个数字所属字段上的比例。',
      limits: [
        '训练数据是 1950 到 2049 年的英文和中文日期。年份不在最前时，斜杠表示月在前，点和短横表示日在前。两位数的年份指 1950 到 2049 年。',
        '它们总会给出答案。输入若不是日期，答案就没有意义；旁边的概率也只是模型对自己的看法。',
      ],
    },
    'en-fr': {
      name: '英语 → 法语',
      heading: '看 LSTM 怎样译成法语',
      lead: [
        '输入一个英语句子。三个专为本页训练的编码器–解码器会一片一片地写出法语。'
          + '它们只差一个公式：解码器的状态如何给你输入的每个词片打分。',
        '这里没有任何摆拍。模型就在你的浏览器里运行，每按一个键，就用你的文字重算一遍。',
      ],
      inputLabel: '输入一个英语句子',
      inputPlaceholder: '例如 We bought an old house.',
      emptyHint: '输入一个英语句子，或者点下面的例子。',
      seen: '热图画的就是这些权重：每写一个词占一行，每读一个词占一列。法语和英语语序相同的地方，权重落在对角线上；'
        + '形容词换了位置、否定拆成两半、冠词与介词缩合的地方，权重就离开对角线。没有人告诉过模型哪些词彼此对应。',
      models: '在所有模型都没有训练过的句子上测得。BLEU 看译文与人的译文有多少连续的一到四个词相同，chrF 看的是连续的字母。'
        + '“对齐”指最大的权重落在统计对齐器所认为的位置上的词的比例；对齐器看得到两边的句子。',
      limits: [
        '训练数据是日常的短句。太长、太专业或跨越几句话的内容超出了它们的能力，没见过的名字只能用词片拼出来。',
        '它们总会给出答案。通顺的句子也可能是错的；旁边的概率只是模型对自己的看法。热图显示模型看了哪里，那不一定是它这样写的原因。',
      ],
    },
    'en-zh': {
      name: '英语 → 中文',
      heading: '看 LSTM 怎样译成中文',
      lead: [
        '输入一个英语句子。三个专为本页训练的编码器–解码器会一片一片地写出中文。'
          + '它们只差一个公式：解码器的状态如何给你输入的每个词片打分。',
        '这里没有任何摆拍。模型就在你的浏览器里运行，每按一个键，就用你的文字重算一遍。',
      ],
      inputLabel: '输入一个英语句子',
      inputPlaceholder: '例如 We bought an old house.',
      emptyHint: '输入一个英语句子，或者点下面的例子。',
      seen: '热图画的就是这些权重：每写一个片段占一行，每读一个词占一列。中文把时间和地点放在动词前，把修饰语放在名词前，'
        + '所以整个短语都会离开对角线。没有人告诉过模型哪些词彼此对应。',
      models: '在所有模型都没有训练过的句子上测得。BLEU 看译文与人的译文有多少连续的一到四个字相同，chrF 看到六个字为止。'
        + '“对齐”指最大的权重落在统计对齐器所认为的位置上的词的比例；对齐器看得到两边的句子。',
      limits: [
        '训练用的句子比法语少得多，都是日常的短句。太长、太专业或跨越几句话的内容超出了它们的能力。',
        '它们总会给出答案。通顺的句子也可能是错的；旁边的概率只是模型对自己的看法。热图显示模型看了哪里，那不一定是它这样写的原因。',
      ],
    },
  },
  otherTask: (name) => ({
    name,
    heading: `看 LSTM 怎样工作：${name}`,
    lead: ['输入一段文字。模型就在你的浏览器里运行，每按一个键，就用你的文字重算一遍。'],
    inputLabel: '输入一段文字',
    inputPlaceholder: '',
    emptyHint: '输入一段文字。',
    seen: '热图画的就是这些权重：每写一个词片占一行，每读一个词片占一列。',
    models: '在所有模型都没有训练过的文字上测得。',
    limits: ['它们总会给出答案。旁边的概率只是模型对自己的看法。'],
  }),

  units: {
    characters: {
      maps: '每写一个字符占一行，每读一个字符占一列。', read: '读到的字符', written: '写出的字符',
    },
    pieces: {
      maps: '每写一个词片占一行，每读一个词片占一列。␣ 表示词的开头。', read: '读到的词片', written: '写出的词片',
    },
    mixed: {
      maps: '每写一个词片占一行（中文的词之间没有空格），每读一个词占一列；由几片组成的词，各片的权重相加。',
      read: '读到的词', written: '写出的词片',
    },
    words: {
      maps: '每写一个词占一行，每读一个词占一列。由几片组成的词：读的一边相加，写的一边取平均。',
      read: '读到的词', written: '写出的词',
    },
  },
};
