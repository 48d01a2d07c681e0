// The words of the panel on dropout.

export const en = {
  coming: 'The model is run once as in training.',
  again: 'Draw again',
  seed: (/** @type {number} */ seed) => `draw ${seed}`,
  total: (/** @type {string} */ dropped, /** @type {string} */ all) => `${dropped} of ${all} numbers dropped`,
  // Before and behind the shares.
  summary: {
    p: 'p = ', share: '; in this run it came to ', scale: 'Kept numbers are multiplied by 1 / (1 − p) = ',
  },
  noDropout: 'This model was trained without dropout: p = 0, and every mask keeps everything. The places are the same. The '
    + 'translation models have masks with holes.',
  kept: 'kept',
  lost: 'dropped',
  units: 'Units',
  unitsShown: { some: 'the first 64', all: 'all' },
  components: { encoder: 'Encoder', decoder: 'Decoder' },
  reads: { encoder: 'reads your text', decoder: 'reads what it wrote before' },
  blocks: {
    embedding: 'embedding', memory: '◆ memory, read by the attention as it is',
    attention: '◆ attention over the memory → context',
    context: 'W_context · [context; state]', generator: 'generator',
  },
  layer: (/** @type {number} */ number, /** @type {string} */ cell, /** @type {string[]} */ directions) =>
    `${cell} layer ${number} ${directions.map((direction) => (direction === 'forward' ? '→' : '←')).join(' ')}`,
  between: '⊘ no mask from step to step',
  mask: (/** @type {string} */ place, /** @type {number} */ above) => /** @type {string} */ (place === 'between'
    ? `mask between layers ${above} and ${above + 1}`
    : place === 'embedding' ? 'mask on the embedding' : 'mask on the output'),
  dropped: (/** @type {string} */ dropped, /** @type {string} */ all) => `${dropped} of ${all} dropped`,
  at: (/** @type {string} */ token, /** @type {number} */ dropped, /** @type {number} */ all) =>
    `at “${token}” ${dropped} of ${all}`,
  some: (/** @type {number} */ shown, /** @type {number} */ units) => `units 0 to ${shown - 1} of ${units}`,
  none: (/** @type {number} */ layers) => /** @type {string} */ (layers === 1
    ? '⊘ no mask: a single layer has none above it, so there is no “between”' : '⊘ no mask after the last layer'),
  why: 'Where there is none, and why',
  lastLayer: 'After the last layer: PyTorch’s `dropout` belongs to the way from one layer up to the next, and above the last '
    + 'there is no next. What uses the output can drop for itself, as the decoder does in front of the generator.',
  oneLayer: 'Between layers: this model has a single layer in each stack, and PyTorch’s `dropout` of a stack would do nothing '
    + 'in it.',
  steps: 'From step to step: a state that loses numbers at every step soon has none left.',
  survival: (/** @type {string} */ p, /** @type {number} */ steps) =>
    `With p = ${p}, a number comes through the ${steps} steps of your text unharmed with a probability of `,
  note: 'Each column of a mask is drawn afresh: what is lost at one step is there at the next. Both directions of a layer '
    + 'read the same masked numbers. Point at a column to see it in all masks and on the whole page.',
};

/** @type {typeof en} */
export const zh = {
  coming: '正在像训练时那样运行一次模型。',
  again: '再抽一次',
  seed: (seed) => `第 ${seed} 次抽取`,
  total: (dropped, all) => `${all} 个数中丢弃了 ${dropped} 个`,
  summary: { p: 'p = ', share: '；这一次实际是 ', scale: '留下的数乘以 1 / (1 − p) = ' },
  noDropout: '这个模型训练时没有用 dropout：p = 0，每个掩码都全部保留。位置是一样的；翻译模型的掩码上才有洞。',
  kept: '保留',
  lost: '丢弃',
  units: '单元',
  unitsShown: { some: '前 64 个', all: '全部' },
  components: { encoder: '编码器', decoder: '解码器' },
  reads: { encoder: '读你的文字', decoder: '读自己上一步写的' },
  blocks: {
    embedding: '词嵌入', memory: '◆ 记忆，注意力原样读取', attention: '◆ 对记忆的注意力 → 上下文',
    context: 'W_context · [上下文; 状态]', generator: '生成器',
  },
  layer: (number, cell, directions) =>
    `${cell} 第 ${number} 层 ${directions.map((direction) => (direction === 'forward' ? '→' : '←')).join(' ')}`,
  between: '⊘ 步与步之间没有掩码',
  mask: (place, above) => (place === 'between'
    ? `第 ${above} 层与第 ${above + 1} 层之间的掩码` : place === 'embedding' ? '词嵌入上的掩码' : '输出上的掩码'),
  dropped: (dropped, all) => `${all} 个中丢弃 ${dropped} 个`,
  at: (token, dropped, all) => `在“${token}”处 ${all} 个中丢弃 ${dropped} 个`,
  some: (shown, units) => `画出 ${units} 个单元中的 0 到 ${shown - 1}`,
  none: (layers) => (layers === 1 ? '⊘ 没有掩码：只有一层，上面没有别的层，也就没有“之间”' : '⊘ 最后一层之后没有掩码'),
  why: '哪里没有，为什么',
  lastLayer: '最后一层之后：PyTorch 的 `dropout` 放在一层通往上一层的路上，最后一层上面已经没有层了。'
    + '用到输出的部分可以自己丢弃，解码器在生成器之前就是这样做的。',
  oneLayer: '层与层之间：这个模型的每一叠都只有一层，PyTorch 的 `dropout` 参数在这里什么也不做。',
  steps: '步与步之间：每一步都丢掉一些数的状态，很快就什么也不剩。',
  survival: (p, steps) => `p = ${p} 时，一个数在这 ${steps} 步里一次都没被丢弃的概率是 `,
  note: '掩码的每一列都是重新抽取的：这一步丢掉的，下一步还在。一层的两个方向读的是同一份掩码后的数。'
    + '指向一列，就能在所有掩码和整个页面上看到它。',
};
