// The words of the panel that says where a memory comes from.

export const en = {
  shown: 'Show',
  views: { unit: 'one unit', layer: 'whole layer' },
  about: {
    unit: (/** @type {string} */ letter) => `What ${letter} holds after a token T is a sum of what that token and each `
      + 'before it wrote, less what was forgotten since. Each band is one token’s writing, from its own step on; the '
      + `the short strokes are ${letter} itself. Point at a band to see whose it is, click a column to choose T.`,
    layer: (/** @type {string} */ letter) => `After each token T (rows): whose writing the ${letter} of all units `
      + 'holds, by token k (columns). Sizes of the parts, summed over units, as a share of the row. What fades along a '
      + 'column is being forgotten.',
  },
  reads: {
    forward: '', backward: 'This direction reads from the right: what was written before T stands to the right of it.',
  },
  decoder: 'A decoder’s step is named after the piece that it writes.',
  notAdditive: 'A plain RNN has no memory that is added to: every step makes its state h anew with a tanh, so there is '
    + 'no sum to take apart. An LSTM or a GRU has one.',
  coming: 'What unrolls a memory is on its way.',
  age: 'Written',
  early: 'early',
  late: 'late',
  stackLabel: 'Token T whose memory is taken apart',
  stackSpoken: (/** @type {string} */ token, /** @type {string} */ letter, /** @type {string} */ total,
    /** @type {string[]} */ parts) => `After ${token} ${letter} is ${total}. Largest parts: ${parts.join(', ')}`,
  partOf: (/** @type {string} */ token, /** @type {string} */ part) => `${token} ${part}`,
  partsAxis: (/** @type {string} */ token) => `parts after ${token}`,
  sum: (/** @type {string} */ token, /** @type {string} */ letter, /** @type {string} */ sum,
    /** @type {string} */ total) => `After ${token} the parts sum to ${sum}; the cell’s own ${letter} is ${total}.`,
  wrote: (/** @type {string} */ token, /** @type {string} */ part, /** @type {string} */ share) =>
    `${token} wrote ${part} of it, ${share} of all sizes.`,
  notYet: (/** @type {string} */ token) => `${token} has not been read by then.`,
  tableCaption: (/** @type {string} */ token, /** @type {string} */ letter) => `Parts of ${letter} after ${token}`,
  tableToken: 'token',
  tablePart: 'part',
  mapRole: 'memory map',
  mapLabel: 'Whose writing the layer holds: rows are tokens T, columns tokens k',
  mapReadout: (/** @type {string} */ after, /** @type {string} */ token, /** @type {string} */ share) =>
    `After ${after}, ${share} of what the layer holds was written at ${token}.`,
  mapMost: (/** @type {string} */ after, /** @type {string[]} */ shares) => `After ${after} most was written at `
    + `${shares.join(', ')}.`,
  follow: 'Let go of the chosen token',
  unit: 'Unit',
  unitOf: (/** @type {number} */ units) => `of 0 to ${units - 1}`,
  why: { pinned: 'pinned', pointed: 'under the pointer', telling: 'the one whose memory moves most on this text' },
  letGo: 'let go',
};

/** @type {typeof en} */
export const zh = {
  shown: '显示',
  views: { unit: '一个单元', layer: '整层' },
  about: {
    unit: (letter) => `读完词元 T 之后，${letter} 等于 T 及之前每个词元写入的量之和，再扣除此后遗忘的部分。每条色带是一个词元写入的量，`
      + `从它自己那一步开始；短横线是 ${letter} 本身。指向色带看它是谁写的，点击一列来选定 T。`,
    layer: (letter) => `读完每个词元 T（行）之后，所有单元的 ${letter} 里各有多少是词元 k（列）写入的：各部分的绝对值对单元求和，`
      + '再除以整行之和。沿一列变淡的，正在被遗忘。',
  },
  reads: { forward: '', backward: '这个方向从右往左读：先于 T 写入的在 T 的右边。' },
  decoder: '解码器的每一步以它写出的词片命名。',
  notAdditive: '普通 RNN 没有可以累加的记忆：每一步都用 tanh 把状态 h 整个重新算一遍，没有什么和可以拆开。LSTM 和 GRU 才有。',
  coming: '展开记忆的模块正在载入。',
  age: '写入时间',
  early: '早',
  late: '晚',
  stackLabel: '拆开哪个词元 T 之后的记忆',
  stackSpoken: (token, letter, total, parts) => `${token} 之后 ${letter} 为 ${total}。最大的部分：${parts.join('，')}`,
  partOf: (token, part) => `${token} ${part}`,
  partsAxis: (token) => `${token} 之后的各部分`,
  sum: (token, letter, sum, total) => `${token} 之后各部分之和为 ${sum}；cell 里的 ${letter} 就是 ${total}。`,
  wrote: (token, part, share) => `其中 ${token} 写入 ${part}，占绝对值总和的 ${share}。`,
  notYet: (token) => `那时还没有读到 ${token}。`,
  tableCaption: (token, letter) => `${token} 之后 ${letter} 的各部分`,
  tableToken: '词元',
  tablePart: '部分',
  mapRole: '记忆图',
  mapLabel: '这一层的记忆是谁写入的：行是词元 T，列是词元 k',
  mapReadout: (after, token, share) => `${after} 之后，这一层的记忆有 ${share} 是在 ${token} 处写入的。`,
  mapMost: (after, shares) => `${after} 之后，写入最多的是 ${shares.join('，')}。`,
  follow: '取消选定的词元',
  unit: '单元',
  unitOf: (units) => `0 到 ${units - 1}`,
  why: { pinned: '已固定', pointed: '指针所指', telling: '在这段文字上记忆变化最大的一个' },
  letGo: '取消固定',
};
