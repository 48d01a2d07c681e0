// The words of the panel about attention, in every language of the page.

export const en = {
  title: 'Attention, taken apart',
  mode: 'Show',
  modes: { scores: 'scores', entropy: 'spread', difference: 'difference', lines: 'lines' },
  mapRole: 'map',
  pairTold: (/** @type {string} */ written, /** @type {string} */ read, /** @type {string} */ numbers) =>
    `${written} from ${read}: ${numbers}`,

  scoresWords: 'A score says how well the decoder’s state fits one vector of the memory. The softmax ignores what is '
    + 'added to a whole row, so each row of scores is shown minus its mean: what is left decides the weights.',
  scoresOfPieces: 'Words have no scores: the rows and columns here are the pieces that the model reads and writes, and '
    + 'a word that is pointed at stands for all of its own.',
  scoresTitle: 'scores − mean of the row',
  weightsTitle: 'weights = softmax of each row',
  scoresLabel: (/** @type {string} */ name) => `Scores before the softmax, each row minus its mean, ${name}`,
  pairNumbers: (
    /** @type {string} */ score, /** @type {string} */ mean, /** @type {string} */ above, /** @type {string} */ weight,
  ) => `score ${score}, minus the row’s mean of ${mean} is ${above}; weight ${weight}`,
  pairHint: 'Point at a cell to read its score and its weight.',

  entropyWords: 'The entropy H = −Σ a log₂ a of a row says how widely it looks: 0 bits are a single place, and 2ᴴ is '
    + 'the number of places, all looked at alike, that would come to the same.',
  entropyHead: ['bits', 'places'],
  entropyLabel: (/** @type {string} */ name) => `Attention weights and the entropy of each row, ${name}`,
  entropyTold: (/** @type {string} */ token, /** @type {string} */ bits, /** @type {string} */ places) =>
    `${token}: ${bits} bits, looks at about ${places} places`,
  entropyTable: 'Mean over the rows',
  entropyColumns: ['Attention', 'H in bits', '2ᴴ, places', 'sharpest', 'widest'],
  entropyRows: 'Entropy of each row',
  entropyRowColumns: ['Written', 'bits', 'places'],
  entropyMost: (/** @type {number} */ places, /** @type {string} */ bits) =>
    `All rows count, that of the end sign too. With ${places} places to look at, no row has more than ${bits} bits.`,

  first: 'Weights of',
  second: 'minus those of',
  differenceTitle: (/** @type {string} */ first, /** @type {string} */ second) => `${first} − ${second}`,
  differenceLabel: (/** @type {string} */ first, /** @type {string} */ second) =>
    `Attention weights of ${first} minus those of ${second}`,
  differenceWords: (/** @type {string} */ first, /** @type {string} */ second) =>
    `Above 0 ${first} looks there more, below 0 ${second} does. Beside each row: the share of its mass that lies `
      + 'elsewhere.',
  movedHead: 'elsewhere',
  movedMean: (/** @type {string} */ share) => `On average ${share} of a row’s mass lies elsewhere.`,
  sameOutput: 'Both wrote the same.',
  withoutPartner: (/** @type {string} */ wrote, /** @type {string} */ not, /** @type {string} */ tokens) =>
    `Only ${wrote} wrote ${tokens}, ${not} did not.`,
  outputsDiffer: 'Rows are matched where both wrote the same; those without a partner are blank. Behind a place where '
    + 'the outputs part, the decoders also remember different things.',
  noPartner: 'no partner',
  twoNeeded: 'A difference takes two models that have read the same text. The other one is not there yet.',
  otherTokens: 'These two models have not read the same tokens, so that their columns cannot be compared.',
  differenceHint: 'Point at a cell to read both weights.',
  differenceTold: (/** @type {string} */ first, /** @type {string} */ second, /** @type {string} */ by) =>
    `${first}, ${second}, difference ${by}`,

  linesWords: 'The same matrix as lines, as wide as their weights: for each row the fewest that together hold at least',
  mass: 'Share of each row that is drawn',
  massValue: (/** @type {number} */ percent) => `${percent} %`,
  edgeCount: (/** @type {number} */ drawn, /** @type {number} */ all) => `${drawn} of ${all} lines`,
  linesLabel: (/** @type {string} */ name, /** @type {number} */ drawn, /** @type {number} */ rows) =>
    `${name}: ${drawn} lines from ${rows} tokens written to the tokens they look at`,
  linesRole: 'lines between tokens',
  linesTable: (/** @type {string} */ name) => `${name}: where each token looks`,
  linesColumns: ['Written', 'looks at'],
  linesHint: 'Point at a token to light its lines, click pins it.',
  read: 'read',
  written: 'written',
};

/** @type {typeof en} */
export const zh = {
  title: '拆开来看注意力',
  mode: '显示',
  modes: { scores: '分数', entropy: '分散程度', difference: '差异', lines: '连线' },
  mapRole: '热图',
  pairTold: (written, read, numbers) => `${written} 看 ${read}：${numbers}`,

  scoresWords: '分数衡量解码器的状态与记忆中某个向量有多契合。给整行加上同一个数，softmax 的结果不变，'
    + '所以这里每行分数都减去了该行的均值：剩下的部分才决定权重。',
  scoresOfPieces: '词没有分数：这里的行和列是模型实际读写的词片，指向一个词时，它的所有词片都会标出。',
  scoresTitle: '分数 − 行均值',
  weightsTitle: '权重 = 每行的 softmax',
  scoresLabel: (name) => `softmax 之前的分数，每行减去均值，${name}`,
  pairNumbers: (score, mean, above, weight) => `分数 ${score}，减去行均值 ${mean} 得 ${above}；权重 ${weight}`,
  pairHint: '指向一格，查看它的分数和权重。',

  entropyWords: '一行的熵 H = −Σ a log₂ a 表示它看得有多分散：0 比特是只看一处，2ᴴ 则是均匀地看多少处才会有同样的熵。',
  entropyHead: ['比特', '处'],
  entropyLabel: (name) => `注意力权重与每行的熵，${name}`,
  entropyTold: (token, bits, places) => `${token}：${bits} 比特，约看 ${places} 处`,
  entropyTable: '各行平均',
  entropyColumns: ['注意力', 'H（比特）', '2ᴴ（处）', '最集中', '最分散'],
  entropyRows: '每行的熵',
  entropyRowColumns: ['写出', '比特', '处'],
  entropyMost: (places, bits) => `所有行都计入，包括结束符那一行。可看的有 ${places} 处，一行的熵最多 ${bits} 比特。`,

  first: '权重：',
  second: '减去',
  differenceTitle: (first, second) => `${first} − ${second}`,
  differenceLabel: (first, second) => `${first} 的注意力权重减去 ${second} 的`,
  differenceWords: (first, second) => `大于 0 表示 ${first} 看得更多，小于 0 表示 ${second} 看得更多。每行旁边：落在别处的权重占多少。`,
  movedHead: '落在别处',
  movedMean: (share) => `平均每行有 ${share} 的权重落在别处。`,
  sameOutput: '两个模型的输出相同。',
  withoutPartner: (wrote, not, tokens) => `只有 ${wrote} 写出了 ${tokens}，${not} 没有。`,
  outputsDiffer: '只有两者写出相同内容的行才能配对，配不上的行留空。输出一旦分岔，其后两个解码器的记忆也就不同了。',
  noPartner: '无对应行',
  twoNeeded: '比较需要两个读过同一段文字的模型，另一个尚未就绪。',
  otherTokens: '这两个模型切分原文的方式不同，列与列无法比较。',
  differenceHint: '指向一格，查看两个权重。',
  differenceTold: (first, second, by) => `${first}，${second}，相差 ${by}`,

  linesWords: '把同一个矩阵画成连线，线宽即权重：每行只画最少的几条，使它们合计至少占到',
  mass: '每行画出的权重比例',
  massValue: (percent) => `${percent} %`,
  edgeCount: (drawn, all) => `共 ${all} 条，画出 ${drawn} 条`,
  linesLabel: (name, drawn, rows) => `${name}：从写出的 ${rows} 项连向所看之处，共 ${drawn} 条线`,
  linesRole: '读写之间的连线',
  linesTable: (name) => `${name}：每一行看向哪里`,
  linesColumns: ['写出', '看向'],
  linesHint: '指向左右任意一项，点亮它的连线；点击可固定。',
  read: '读入',
  written: '写出',
};
