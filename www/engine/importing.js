// Starts the built module that reads the models of other programs. No page fetches it that is brought none.

import { Built } from './engine.js';

/** @type {Built<import('../elements/own/types.js').Importer>} */
const importer = /* @__PURE__ */ new Built('seqscope_import',
  new URL('../../pkg/seqscope_import_bg.wasm', import.meta.url).href, () => import('../../pkg/seqscope_import.js'));

export function startImporter() {
  return importer.start();
}
