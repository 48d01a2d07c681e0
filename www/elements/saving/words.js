// The words of the menu on pictures, and of the pictures themselves.

export const en = {
  menu: (/** @type {string} */ picture) => `Save: ${picture}`,
  gates: 'gates of the layer',
  panels: /** @type {Record<string, string>} */ ({
    cell: 'The cell at one step', units: 'Many units', memory: 'What the memory holds', gradients: 'Gradients of RNN, GRU and LSTM',
    padding: 'Padding and packing', dropout: 'Dropout', attention: 'Attention, closer', tanh: 'Concat with and without its tanh',
    explanation: 'Attention and what the output depends on', whatif: 'What if',
    recall: 'What three cells remember', repeat: 'One vector against attention', compare: 'Side by side',
  }),
  svg: 'SVG', transparentSvg: 'SVG, transparent', png: 'PNG, twice the size',
  csv: 'Numbers as CSV', json: 'Numbers as JSON', trace: 'Trace as JSON',
  link: 'Copy the link', embed: 'Copy the code to embed it', open: 'Show a trace from a file…',
  saved: (/** @type {string} */ name) => `Saved as ${name}`,
  copied: 'Copied',
  copy: 'Copy this:',
  failed: (/** @type {string} */ reason) => `This could not be saved: ${reason}`,
  nothing: 'there is no picture yet',
  dropped: 'From a file',
  droppedWords: (/** @type {string} */ name) => `This is what the file ${name} holds. Nothing of it was computed here.`,
  refused: (/** @type {string} */ name) => `The file ${name} is no trace that can be shown.`,
  tooLarge: (/** @type {string} */ size) => `expected at most 64 MB, found ${size}`,
  layer: 'Layer',
  layerName: (/** @type {'encoder' | 'decoder'} */ component, /** @type {number} */ number, /** @type {string} */ direction) =>
    `${component} ${number} ${direction === 'backward' ? '←' : '→'}`,
  close: 'Close',
};

/** @type {typeof en} */
export const zh = {
  menu: (picture) => `保存：${picture}`,
  gates: '这一层的门',
  panels: {
    cell: 'LSTM cell 的一步', units: '众多单元', memory: '记忆里有什么', gradients: 'RNN、GRU 与 LSTM 的梯度',
    padding: '填充与打包', dropout: 'Dropout', attention: '细看注意力', tanh: '有 tanh 与没有 tanh 的 concat',
    explanation: '注意力与输出所依赖的内容', whatif: '假如改动一处',
    recall: '三种 cell 还记得什么', repeat: '单个向量与注意力', compare: '并排对照',
  },
  svg: 'SVG', transparentSvg: 'SVG，透明底', png: 'PNG，两倍大小',
  csv: '数值（CSV）', json: '数值（JSON）', trace: '完整记录（JSON）',
  link: '复制链接', embed: '复制嵌入代码', open: '打开记录文件…',
  saved: (name) => `已保存为 ${name}`,
  copied: '已复制',
  copy: '请复制：',
  failed: (reason) => `无法保存：${reason}`,
  nothing: '还没有图',
  dropped: '来自文件',
  droppedWords: (name) => `这是文件 ${name} 里的内容，并非在这里算出。`,
  refused: (name) => `文件 ${name} 不是可以显示的记录。`,
  tooLarge: (size) => `expected at most 64 MB, found ${size}`,
  layer: '层',
  layerName: (component, number, direction) =>
    `${component === 'encoder' ? '编码器' : '解码器'} ${number} ${direction === 'backward' ? '←' : '→'}`,
  close: '关闭',
};
