// The words of the panel on padding and packing.

export const en = {
  typed: 'Sentence 1 is what you typed. Beside it stand:',
  field: (/** @type {number} */ number) => `Sentence ${number}`,
  tooFew: 'A batch has at least two sentences. Write a second one.',
  coming: 'The model reads the batch.',
  text: (/** @type {number} */ row) => `sentence ${row + 1}`,
  tensor: {
    heading: 'The padded tensor',
    words: (/** @type {number} */ rows, /** @type {number} */ columns, /** @type {number} */ padding) =>
      `[${rows}, ${columns}]: ids, a row for each sentence. ${padding} of ${rows * columns} places are padding, id 0.`,
    caption: 'Tokens of the padded tensor with their ids',
    padding: 'padding',
  },
  packed: {
    heading: 'What is packed',
    words: (/** @type {number} */ rows, /** @type {number} */ places) => 'The longest first, padding left out; a column is '
      + `a step. Column after column this makes the ${rows} rows of the packed data, in the place of ${places}; the small `
      + 'numbers count them. Below, n is the batch size of the step.',
    caption: 'Tokens of the packed data, step by step, with their rows',
    sizes: 'batch size of the step',
    sizesShort: 'n',
    ended: 'ended',
  },
  pointing: 'Point at a token to find it in the packed data. Click pins it|, arrow keys walk, Esc lets go|.',
  isPacked: (/** @type {string} */ token, /** @type {number} */ text, /** @type {number} */ step,
    /** @type {number} */ row, /** @type {number} */ place, /** @type {number} */ size) =>
    `${token} of sentence ${text} is read at step ${step}, as number ${place} of ${size}: row ${row} of the packed data.`,
  isPadding: (/** @type {number} */ text, /** @type {number} */ column) =>
    `Padding, in column ${column} of sentence ${text}. It is not in the packed data: nothing ever reads it.`,
  moves: {
    heading: 'Does a sentence notice the others?',
    sentence: 'Look at sentence',
    way: 'Read in the batch',
    ways: { batched: 'packed, with mask', unmasked: 'without the mask', unpacked: 'without packing' },
    noPadding: 'This is the longest sentence: it has no padding, so that nothing can happen to it. Choose another one.',
    alone: 'by itself',
    caption: 'What differs from the sentence by itself',
    memory: 'memory, largest difference',
    logProbability: 'log p of a token, largest difference',
    share: 'attention on padding',
    total: 'log p of the output',
    output: 'output',
    same: 'the same',
    changed: 'changed:',
    changes: (/** @type {string} */ way, /** @type {number[]} */ numbers) => (numbers.length === 0
      ? `${way}: every output stays what it is.`
      : `${way}: the output of ${numbers.length === 1 ? 'sentence' : 'sentences'} ${numbers.join(', ')} changes.`),
    mapAlone: 'By itself',
    mapIn: (/** @type {string} */ way) => `In the batch, ${way}`,
    map: (/** @type {string} */ name) => `Attention weights, ${name}`,
    forced: 'Both maps are of the output that the sentence has by itself, so that they can be compared row by row.',
    shift: 'How far the memory of each token has moved',
    shiftLabel: (/** @type {string} */ most, /** @type {string} */ token) =>
      `How far the memory of each token has moved; the most is ${most}, at ${token}`,
    shiftWords: (/** @type {string} */ most) => `The full height is ${most}, the most of all three ways.`,
  },
  verdict: {
    still: 'Nothing moves: what differs is what the rounding of 32-bit numbers leaves.',
    batched: 'It moves, although it should not. Something is wrong with this model.',
    unmasked: (/** @type {string} */ share) => `The memory is what it was, but ${share} of the attention falls on `
      + 'padding: vectors of zeros, whose score is 0 and not −∞.',
    sharp: (/** @type {string} */ share) =>
      `The memory is what it was, and the padding, vectors of zeros whose score is 0, gets `
      + `hardly any attention: ${share}. The scores of this model lie that far above 0. It need not be so.`,
    unpacked: 'The backward direction comes from the right end and has read padding before the last token. Its memory is '
      + 'off most towards the padding, and less and less in front of it.',
    unpackedForward: 'This model reads forward only. It meets the padding after the last token, where nothing is taken '
      + 'from it any more: without packing its memory does not move at all.',
  },
  forwardOnly: 'A model that only reads forward would not move without packing: padding comes after its last token, and '
    + 'what it makes of that is masked. Packing then saves no more than time.',
  step: (/** @type {number} */ number) => `${number}`,
  pad: '<pad>',
};

/** @type {typeof en} */
export const zh = {
  typed: '第 1 句是你输入的。和它放在一个批次里的是：',
  field: (number) => `第 ${number} 句`,
  tooFew: '一个批次至少要两句。请再写一句。',
  coming: '模型正在读这个批次。',
  text: (row) => `第 ${row + 1} 句`,
  tensor: {
    heading: '填充后的张量',
    words: (rows, columns, padding) =>
      `[${rows}, ${columns}]，每行是一句的 id。${rows * columns} 个位置中有 ${padding} 个是填充，id 为 0。`,
    caption: '填充后张量里的词元和它们的 id',
    padding: '填充',
  },
  packed: {
    heading: '打包了什么',
    words: (rows, places) => `最长的排在前面，去掉填充，一列就是一步。一列接一列排下来，就是打包数据的 ${rows} 行（填充时是 ${places} 个位置）；`
      + '小号数字是行号。下面的 n 是这一步的批次大小。',
    caption: '打包数据里的词元，按步排列，并标出行号',
    sizes: '这一步的批次大小',
    sizesShort: 'n',
    ended: '已结束',
  },
  pointing: '指向一个词元，看它在打包数据的哪里。点击固定|，方向键移动，Esc 取消固定|。',
  isPacked: (token, text, step, row, place, size) =>
    `第 ${text} 句的 ${token} 在第 ${step} 步读入，是这一步 ${size} 个中的第 ${place} 个：打包数据的第 ${row} 行。`,
  isPadding: (text, column) => `第 ${text} 句第 ${column} 列，是填充。它不在打包数据里，谁也不会读到它。`,
  moves: {
    heading: '一句话会受旁边的句子影响吗？',
    sentence: '看第几句',
    way: '在批次里读',
    ways: { batched: '打包 + 掩码', unmasked: '没有掩码', unpacked: '没有打包' },
    noPadding: '这是最长的一句，没有填充，所以什么也不会发生。请选另一句。',
    alone: '单独读',
    caption: '与单独读时的差别',
    memory: '记忆的最大差',
    logProbability: '单个词元的 log p 的最大差',
    share: '落在填充上的注意力',
    total: '整个输出的 log p',
    output: '输出',
    same: '不变',
    changed: '变了：',
    changes: (way, numbers) => (numbers.length === 0
      ? `${way}：所有输出都不变。` : `${way}：第 ${numbers.join('、')} 句的输出变了。`),
    mapAlone: '单独读',
    mapIn: (way) => `在批次里，${way}`,
    map: (name) => `注意力权重，${name}`,
    forced: '两张图用的都是单独读时的输出，所以可以逐行对照。',
    shift: '每个词元的记忆移动了多少',
    shiftLabel: (most, token) => `每个词元的记忆移动了多少；最多的是 ${token}，${most}`,
    shiftWords: (most) => `条形最高代表 ${most}，即三种读法中的最大值。`,
  },
  verdict: {
    still: '什么也没动：剩下的差别只是 32 位数的舍入。',
    batched: '它动了，本不该如此。这个模型有问题。',
    unmasked: (share) => `记忆没有变，但有 ${share} 的注意力落在填充上：那里是零向量，得分是 0，而不是 −∞。`,
    sharp: (share) => `记忆没有变；填充是零向量，得分为 0，只分到很少的注意力：${share}。这个模型的得分比 0 高出很多，但不是非得如此。`,
    unpacked: '反向一层从右端开始，读到最后一个词元之前已经读过填充。记忆在靠近填充处偏得最多，越往前越少。',
    unpackedForward: '这个模型只有正向。它读完最后一个词元才碰到填充，那之后的东西不再有人取用：没有打包，记忆也丝毫不动。',
  },
  forwardOnly: '只有正向的模型，不打包也没有区别：填充在它的最后一个词元之后，读出来的又被掩码盖住。这时打包省下的只是时间。',
  step: (number) => `${number}`,
  pad: '<pad>',
};
