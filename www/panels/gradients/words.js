// The words of the panel that compares the gradients of RNN, GRU and LSTM.

export const en = {
  measure: 'Show',
  measures: {
    carried: 'what each cell carries',
    input: '∂h of the last by ∂x of each token',
  },
  scale: 'Scale',
  scales: { relative: 'share of the last', absolute: 'as it is' },
  models: { rnn: 'RNN', gru: 'GRU', lstm: 'LSTM' },
  carried: { rnn: 'RNN, ∂h by ∂h', gru: 'GRU, ∂h by ∂h', lstm: 'LSTM, ∂c by ∂c' },
  carry: 'LSTM, its forget gates alone',
  axis: 'token',
  label: (/** @type {string} */ token) => `Norm of the gradient that reaches each token from the state at ${token}, logarithmic`,
  fade: (/** @type {string} */ model, /** @type {string} */ first, /** @type {number} */ steps) =>
    `${model}: ${steps} steps back, ${first} is left.`,
  reaches: (/** @type {string} */ model, /** @type {string} */ first, /** @type {string} */ last) =>
    `${model}: ${first} at the first, ${last} at the last.`,
  fadeNone: 'Type more than one character to see a gradient fade.',
  note: 'Frobenius norms of the Jacobians, of the forward layer, by back-propagation from the last token. Point at a token '
    + 'to start from there, click pins it|, arrow keys walk, Esc lets go|.',
  compared: 'Models',
  comparedModels: { recall: 'without attention', dates: 'with attention' },
  weights: 'Weights',
  weightsOf: { trained: 'trained', initial: 'as they began' },
  about: {
    recall: 'Three models that recall a number from their last state alone, so that they have to remember: the forward layer of '
      + 'their encoder reads your text in small letters behind a number, character by character.',
    dates: 'Three models that read dates with general attention. They may look back, so their encoders need not remember, and the '
      + 'LSTM’s line fades like the others: a small gradient is no fault where nothing depends on it.',
  },
  coming: 'The three models are on their way.',
  columns: { token: 'token', model: 'model' },
  table: 'Gradient norms by token',
  start: 'Token that the gradients start from',
};

/** @type {typeof en} */
export const zh = {
  measure: '显示',
  measures: {
    carried: '沿记忆传回（∂c 或 ∂h）',
    input: '最后的 ∂h 对每个词元的 ∂x',
  },
  scale: '刻度',
  scales: { relative: '相对最后一个', absolute: '原值' },
  models: { rnn: 'RNN', gru: 'GRU', lstm: 'LSTM' },
  carried: { rnn: 'RNN，∂h 对 ∂h', gru: 'GRU，∂h 对 ∂h', lstm: 'LSTM，∂c 对 ∂c' },
  carry: 'LSTM，只算遗忘门',
  axis: '词元',
  label: (token) => `从 ${token} 处的状态传到每个词元的梯度的范数，对数刻度`,
  fade: (model, first, steps) => `${model}：往回 ${steps} 步，还剩 ${first}。`,
  reaches: (model, first, last) => `${model}：第一个处 ${first}，最后一个处 ${last}。`,
  fadeNone: '多输入几个字符，就能看到梯度怎样衰减。',
  note: '正向一层的雅可比矩阵的 Frobenius 范数，从最后一个词元反向传播得到。指向一个词元，就从那里开始；'
    + '点击固定|，方向键移动，Esc 取消固定|。',
  compared: '模型',
  comparedModels: { recall: '没有注意力', dates: '有注意力' },
  weights: '权重',
  weightsOf: { trained: '训练后', initial: '训练前' },
  about: {
    recall: '三个只凭最后一个状态写出数字的模型，所以必须记住：编码器的正向层逐个字符地读你的文字（小写），前面加一个四位数。',
    dates: '三个用 general 注意力读日期的模型。它们可以回头看，编码器就不必记住，LSTM 的线也同样衰减：没有什么依赖它时，梯度小并不是毛病。',
  },
  coming: '三个模型正在载入。',
  columns: { token: '词元', model: '模型' },
  table: '各词元的梯度范数',
  start: '梯度从哪个词元出发',
};
