// What elements extend. Where a page is rendered on a server there are none, and to import them has to work all the same.

export const BaseElement = globalThis.HTMLElement ?? /** @type {typeof HTMLElement} */ (class {});
