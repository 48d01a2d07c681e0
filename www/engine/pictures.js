// Starts the built module that draws pictures to be saved.

import { Built } from './engine.js';

/** @type {Built<import('../elements/types.js').Pictures>} */
const pictures = /* @__PURE__ */ new Built('seqscope_pictures',
  new URL('../../pkg/seqscope_pictures_bg.wasm', import.meta.url).href, () => import('../../pkg/seqscope_pictures.js'));

export function startPictures() {
  return pictures.start();
}
