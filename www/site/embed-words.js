// The words of what a reader takes along, in both languages. In paragraphs, `…` marks code.

export const en = {
  script: {
    heading: 'Put it in a page of yours',
    words: 'These two lines are all it takes. Where this server lets no other page read its files (`Access-Control-Allow-Origin`), '
      + 'copy its folder to yours:',
  },
  own: (/** @type {string} */ file) => `\`${file}\` is the file that “Save as one .safetensors” wrote, beside your page.`,
  frame: {
    heading: 'As a frame',
    words: 'For places that take scripts out of posts and leave frames in. The frame can do nothing but run its own scripts:',
    host: 'It tells its height to the page around it. Where that may run scripts, these lines give it that height; elsewhere, '
      + '`height` holds:',
    title: 'An LSTM encoder–decoder at work',
  },
  file: {
    heading: 'As one file',
    words: 'A page with this text, these models and all that they need in it. It opens from a disk, without a network, in every '
      + 'browser of today:',
    save: 'Save this figure as a page', saving: 'Putting it together…', saved: 'Saved', failed: 'It could not be put together: ',
    size: (/** @type {string} */ size) => `about ${size}`,
  },
  copy: 'Copy',
  copied: 'Copied',
  notCopied: 'Select and copy it yourself',
};

/** @type {typeof en} */
export const zh = {
  script: {
    heading: '放进你自己的网页',
    words: '只需要这两行。如果本站不允许别的网页读取它的文件（`Access-Control-Allow-Origin`），就先把整个文件夹复制到你的服务器上：',
  },
  own: (file) => `\`${file}\` 是“保存为一个 .safetensors”得到的文件，放在你的网页旁边。`,
  frame: {
    heading: '用 iframe 嵌入',
    words: '有些平台会删掉文章里的脚本，但允许 iframe。除了运行自己的脚本，这个 iframe 什么也做不了：',
    host: '它会把自己的高度告诉外面的页面。如果那个页面可以运行脚本，下面几行会按这个高度调整；否则就用 `height` 里的值：',
    title: 'LSTM 编码器–解码器是怎样工作的',
  },
  file: {
    heading: '存成一个文件',
    words: '一个网页文件，包含这段文字、这些模型和运行所需的一切。不用联网，直接从磁盘打开即可：',
    save: '把这张图存成网页', saving: '正在生成……', saved: '已保存', failed: '生成失败：',
    size: (size) => `约 ${size}`,
  },
  copy: '复制',
  copied: '已复制',
  notCopied: '请手动选中并复制',
};
