// What elements give away: pictures and numbers. Comes when it is first asked for.

export { blobOf, svgOf, traceOf } from './files.js';
export { openMenu } from './menu.js';
export { showFile } from './dropped.js';
