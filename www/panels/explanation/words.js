// The words of the panel about what attention is not, in every language of the page.

/** In both languages the sources stand between braces, and become links. */
export const en = {
  title: 'What attention is not',
  caveat: 'Where a model looks is not by itself why it wrote what it wrote: {Jain and Wallace (2019)} found attention '
    + 'often uncorrelated with gradients and with the effect of leaving words out, while {Wiegreffe and Pinter (2019)} '
    + 'answer that it can still be an explanation, only not the one and only.',
  mapRole: 'map',
  gradient: 'Gradient',
  gradients: { norms: 'size', products: 'times input' },
  measure: 'Beside the rows',
  measures: { pearson: 'Pearson’s r', kendall: 'Kendall’s τ' },
  signs: { kendall: 'τ', pearson: 'r' },
  ofPieces: 'Each piece that the model reads is left out by itself, so that rows and columns are pieces here; a word '
    + 'that is pointed at stands for all of its own.',
  attentionTitle: 'attention',
  attentionBelow: 'where it looked: the weights',
  occlusionTitle: 'left out',
  occlusionBelow: 'how much log p of what was written falls when what was read is left out',
  occlusionLabel: 'Loss in log-probability of each token written when a token read is left out',
  normsTitle: 'size of the gradient',
  normsBelow: 'length of the gradient of log p by the embedding of what was read, as a share of its row',
  normsLabel: 'Norm of the gradient of each token’s log-probability by each embedding read',
  productsTitle: 'gradient × input',
  productsBelow: 'the same gradient times the embedding, added up: a first guess at what leaving it out would cost',
  productsLabel: 'Gradient of each token’s log-probability by each embedding read, times that embedding',
  waiting: 'The model is being asked.',
  pairTold: (/** @type {string} */ written, /** @type {string} */ read, /** @type {string[]} */ numbers) =>
    `${written} from ${read}: ${numbers.join(', ')}`,
  weight: (/** @type {string} */ value) => `attention ${value}`,
  lost: (/** @type {string} */ value) => `left out, log p falls by ${value}`,
  norm: (/** @type {string} */ value) => `gradient ${value}`,
  product: (/** @type {string} */ value) => `gradient × input ${value}`,
  hint: 'Point at a cell to compare it in all three maps.',
  table: 'Mean over the rows',
  columns: ['Attention and', 'τ-b', 'r', 'rows'],
  rowsTable: 'How alike attention is to each, row by row',
  correlationWords: 'Kendall’s τ-b compares how two maps rank the places of a row, as Jain and Wallace do; Pearson’s r '
    + 'compares the numbers themselves. Both are 1 for the same, 0 for no relation, −1 for the reverse. Most weights of a row '
    + 'are next to nothing, and τ ranks these too, which is to rank noise: so r is shown first. A row whose values are all alike has neither.',
  noCorrelation: 'This build of the module does not compute correlations.',
  none: '–',
};

/** @type {typeof en} */
export const zh = {
  title: '注意力不是什么',
  caveat: '模型看哪里，本身并不说明它为什么这样写：{Jain 和 Wallace（2019）}发现注意力往往与梯度、与去掉某个词的影响都不相关；'
    + '{Wiegreffe 和 Pinter（2019）}则回应说，注意力仍可以是一种解释，只是并非唯一的解释。',
  mapRole: '热图',
  gradient: '梯度',
  gradients: { norms: '大小', products: '乘以输入' },
  measure: '每行旁边',
  measures: { pearson: 'Pearson r', kendall: 'Kendall τ' },
  signs: { kendall: 'τ', pearson: 'r' },
  ofPieces: '模型读入的词片是逐个去掉的，所以这里的行和列都是词片；指向一个词时，它的所有词片都会标出。',
  attentionTitle: '注意力',
  attentionBelow: '看了哪里：权重',
  occlusionTitle: '去掉',
  occlusionBelow: '去掉所读的一项后，写出内容的 log p 下降多少',
  occlusionLabel: '去掉所读的一项时，写出的每一项的对数概率下降多少',
  normsTitle: '梯度的大小',
  normsBelow: 'log p 对所读内容的嵌入向量求梯度，取其长度，画的是它在一行中的比例',
  normsLabel: '写出的每一项的对数概率对所读的每个嵌入向量的梯度的范数',
  productsTitle: '梯度 × 输入',
  productsBelow: '同一梯度与嵌入向量逐项相乘再求和：对“去掉它会损失多少”的一阶估计',
  productsLabel: '写出的每一项的对数概率对所读的每个嵌入向量的梯度，乘以该嵌入向量',
  waiting: '正在询问模型。',
  pairTold: (written, read, numbers) => `${written} 看 ${read}：${numbers.join('，')}`,
  weight: (value) => `注意力 ${value}`,
  lost: (value) => `去掉后 log p 下降 ${value}`,
  norm: (value) => `梯度 ${value}`,
  product: (value) => `梯度 × 输入 ${value}`,
  hint: '指向一格，在三张图里比较它。',
  table: '各行平均',
  columns: ['注意力与', 'τ-b', 'r', '行数'],
  rowsTable: '注意力与二者逐行的相似程度',
  correlationWords: 'Kendall τ-b 比较两张图给同一行各处排出的名次，与 Jain 和 Wallace 的做法一致；Pearson r 比较数值本身。'
    + '二者都是：1 为一致，0 为无关，−1 为相反。一行里大多数权重几乎为零，τ 也给它们排名次，等于给噪声排序，所以默认用 r。数值全都相同的行两者皆无。',
  noCorrelation: '此构建的模块不计算相关系数。',
  none: '–',
};
