// What went wrong, and the one thing to do about it.

/** @param {string} subject */
function named(subject) {
  if (subject === 'manifest.json') return 'The list of models (manifest.json)';
  return /\.(js|wasm)$/.test(subject) ? `A part of the program (${subject})` : `The file ${subject}`;
}

/** By kind; each is given the file that it is about. */
const sentences = {
  offline: (/** @type {string} */ file) =>
    `${file} could not be fetched: this device is offline. Connect it and try again.`,
  network: (/** @type {string} */ file) =>
    `${file} could not be fetched: the server does not answer. Check the network and try again.`,
  cors: (/** @type {string} */ file) =>
    `${file} lies on a server that does not let this page read it. The server has to send the header `
      + 'Access-Control-Allow-Origin with it.',
  policy: (/** @type {string} */ file) =>
    `${file} may not be fetched: the Content-Security-Policy of this page forbids it. The page has to allow the origin of `
      + 'the file under this directive:',
  disk: (/** @type {string} */ file) =>
    `${file} cannot be read: a page opened from a disk may not read other files. `
      + 'Serve its folder, for example with python3 -m http.server.',
  missing: (/** @type {string} */ file) =>
    `${file} is not on the server. Whoever runs this page has to put it there.`,
  denied: (/** @type {string} */ file) =>
    `${file} is on the server, which does not hand it out. Whoever runs this page has to allow it.`,
  server: (/** @type {string} */ file) =>
    `${file} could not be fetched: the server answers with an error. That may pass; try again in a minute.`,
  stalled: (/** @type {string} */ file) =>
    `${file} has stopped arriving. The network may be slow; try again.`,
  mime: (/** @type {string} */ file) =>
    `${file} is not sent as JavaScript. The server has to send it as text/javascript.`,
  stuck: (/** @type {string} */ file) =>
    `${file} could not be fetched, and browsers do not fetch every part of it a second time. Reload the page.`,
  altered: (/** @type {string} */ file) =>
    `${file} is not the one that was published: it was damaged on its way or replaced. Try again; if that `
      + 'does not help, it has to be copied to the server anew.',
  manifest: (/** @type {string} */ file) =>
    `${file} is none that can be read. It has to be copied to the server anew.`,
  unlisted: (/** @type {string} */ _, /** @type {string} */ attention) =>
    `The list of models names no LSTM with ${attention} attention.`,
  file: (/** @type {string} */ file) =>
    `${file} is no model that can be read. Models and program have to be of the same version.`,
  broken: (/** @type {string} */ file) =>
    `${file} does not start. Its files have to be of the same version, all of them.`,
  wasm: () => 'This browser has no WebAssembly, or it is switched off, as in lockdown mode. Allow it for this page, or open '
    + 'the page in another browser.',
  wasmPolicy: () => 'The Content-Security-Policy of this page forbids WebAssembly. The page has to add '
    + '\'wasm-unsafe-eval\' to its script-src.',
  simd: () => 'This browser is too old: its WebAssembly has no SIMD. It takes Chrome or Edge 123, Firefox 120, Safari 17.5 '
    + 'or later.',
  memory: (/** @type {string} */ file) =>
    `${file} does not fit into the memory that the browser has left. Close other tabs and try again.`,
  crashed: (/** @type {string} */ file) =>
    `${file} was started three times and ended each time before it had answered. Reload the page.`,
};

/** @param {import('../elements/types.js').Failure} failure */
export function failure({ kind, subject }) {
  return sentences[kind](named(subject), subject);
}
