// The words of the panel that repeats a word from one vector, and with attention.

export const en = {
  input: 'A word, as long as you like',
  length: (/** @type {number} */ letters) => `Letters: ${letters}`,
  empty: 'Type a word of the letters a to z.',
  coming: 'Four small models are on their way.',
  missing: 'The models that this picture compares are not in this page’s list.',
  written: 'The word, letter by letter',
  word: 'the word',
  names: { none: 'one vector', dot: 'dot', general: 'general', concat: 'concat' },
  right: 'in place',
  curve: 'How many letters stand in their place, on 2,000 random words a length',
  curveAxis: 'letters in the word',
  curveLabel: (/** @type {string} */ said) => `Share of the letters that stand in their place, by length. ${said}`,
  trained: 'longer than in training',
  own: (/** @type {number} */ letters, /** @type {string} */ said) =>
    `At ${letters} letters, as in your word: ${said}. A filled point got all of yours.`,
  measured: (/** @type {string} */ name, /** @type {string} */ share) => `${name} ${share}`,
  map: 'Where it looks',
  attention: 'Attention',
  mapLabel: (/** @type {string} */ name) => `Attention of the model with ${name}: a row for each letter written, a column for each letter read`,
  looked: (/** @type {string} */ written, /** @type {string} */ read, /** @type {string} */ weight) =>
    `${written} was written with weight ${weight} on ${read}.`,
  diagonal: (/** @type {string} */ rows, /** @type {number} */ of) =>
    `${rows} of ${of} letters were written with the most weight on the very letter that they repeat.`,
  note: 'An LSTM that reads both ways, four times: the same size, the same words, for as long. One has no attention and writes from the '
    + 'last state of each direction; the others look back. Other characters than a to z are passed over.',
};

/** @type {typeof en} */
export const zh = {
  input: '一个单词，想多长就多长',
  length: (letters) => `字母数：${letters}`,
  empty: '请输入由字母 a 到 z 组成的词。',
  coming: '四个小模型正在载入。',
  missing: '这张图要比较的模型不在本页的模型列表里。',
  written: '逐个字母地看',
  word: '原词',
  names: { none: '单个向量', dot: 'dot', general: 'general', concat: 'concat' },
  right: '写对',
  curve: '写对的字母占多少（每种长度 2000 个随机词）',
  curveAxis: '词的字母数',
  curveLabel: (said) => `各长度上写对的字母所占比例。${said}`,
  trained: '比训练时更长',
  own: (letters, said) => `您的词有 ${letters} 个字母，在这个长度上：${said}。实心点表示您的词全部写对。`,
  measured: (name, share) => `${name} ${share}`,
  map: '它看哪里',
  attention: '注意力',
  mapLabel: (name) => `${name} 模型的注意力：每写一个字母占一行，每读一个字母占一列`,
  looked: (written, read, weight) => `写 ${written} 时，给 ${read} 的权重是 ${weight}。`,
  diagonal: (rows, of) => `${of} 个字母中有 ${rows} 个，写的时候权重最大的正是它所重复的那个字母。`,
  note: '同一个双向 LSTM 训练了四次：大小相同、词相同、时间相同。一个没有注意力，只凭两个方向的最后状态来写；另外三个可以回头看。'
    + 'a 到 z 以外的字符会被略过。',
};
