// 出了什么问题，以及该做的一件事。

/** @param {string} subject */
function named(subject) {
  if (subject === 'manifest.json') return '模型清单（manifest.json）';
  return /\.(js|wasm)$/.test(subject) ? `程序的一部分（${subject}）` : `文件 ${subject} `;
}

/** @type {Record<import('../elements/types.js').Failure['kind'], (file: string, subject: string) => string>} */
const sentences = {
  offline: (file) => `${file}下载失败：设备没有联网。请联网后重试。`,
  network: (file) => `${file}下载失败：服务器没有回应。请检查网络后重试。`,
  cors: (file) => `${file}所在的服务器不允许本页读取它。服务器须随它发送 Access-Control-Allow-Origin 响应头。`,
  policy: (file) => `${file}不能下载：本页的内容安全策略（CSP）禁止。请在下面这条指令里允许该文件的来源：`,
  disk: (file) => `${file}无法读取：本页是直接从磁盘打开的，浏览器不让这样的页面读取其他文件。请用服务器打开这个文件夹，例如 python3 -m http.server。`,
  missing: (file) => `${file}不在服务器上。请网站管理者放上去。`,
  denied: (file) => `${file}在服务器上，但服务器拒绝提供。请网站管理者放行。`,
  server: (file) => `${file}下载失败：服务器出错。可能只是暂时的，请过一会儿重试。`,
  stalled: (file) => `${file}下载到一半没有动静了。网络可能很慢，请重试。`,
  mime: (file) => `${file}没有作为 JavaScript 发送，浏览器不运行这样的脚本。服务器须以 text/javascript 类型发送它。`,
  stuck: (file) => `${file}下载失败，而浏览器不会再次下载它的每一部分。请刷新页面。`,
  altered: (file) => `${file}与发布的不一致：传输中损坏，或者被换成了别的文件。请重试；若仍不行，须重新复制到服务器。`,
  manifest: (file) => `${file}无法解析，须重新复制到服务器。`,
  unlisted: (_, attention) => `模型清单里没有 ${attention} 注意力的 LSTM。`,
  file: (file) => `${file}不是可以读取的模型。模型与程序的版本须一致。`,
  broken: (file) => `${file}无法启动。各个文件的版本须一致。`,
  wasm: () => '这个浏览器没有 WebAssembly，或者已被关闭（例如锁定模式）。请对本页开启，或换一个浏览器打开。',
  wasmPolicy: () => '本页的内容安全策略（CSP）禁止 WebAssembly。请在 script-src 里加上 \'wasm-unsafe-eval\'。',
  simd: () => '浏览器版本太旧：WebAssembly 不支持 SIMD。需要 Chrome 或 Edge 123、Firefox 120、Safari 17.5 及以上。',
  memory: (file) => `浏览器剩余的内存装不下${file.trim()}。请关闭其他标签页后重试。`,
  crashed: (file) => `${file}启动了三次，每次都在给出结果之前中断。请刷新页面。`,
};

/** @param {import('../elements/types.js').Failure} failure */
export function failure({ kind, subject }) {
  return sentences[kind](named(subject), subject);
}
