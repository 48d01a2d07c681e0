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
  fadeNone: 'Type more than one character to see a gradient fade.',
  note: 'Frobenius norms of the Jacobians, of the forward layer, by back-propagation from the last token. Point at a token '
    + 'to start from there, click pins it, arrow keys walk, Esc lets go.',
  ofDates: 'A comparison needs three models that have learned the same task. These are the three of the dates; they read '
    + 'your text character by character.',
  coming: 'The three models are on their way.',
  columns: { token: 'token', model: 'model' },
  table: 'Gradient norms by token',
  start: 'Token that the gradients start from',
};

/** @type {typeof en} */
export const zh = {
  measure: '显示',
  measures: {
    carried: '每种单元传下去的东西',
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
  fadeNone: '多输入几个字符，就能看到梯度怎样衰减。',
  note: '正向一层的雅可比矩阵的 Frobenius 范数，从最后一个词元反向传播得到。指向一个词元，就从那里开始；'
    + '点击固定，方向键移动，Esc 取消。',
  ofDates: '要比较，三个模型得学过同一个任务。这里用的是“日期”任务的三个模型，它们逐个字符地读你的文字。',
  coming: '三个模型正在载入。',
  columns: { token: '词元', model: '模型' },
  table: '各词元的梯度范数',
  start: '梯度从哪个词元出发',
};
