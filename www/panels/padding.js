/** @type {import('./types.js').Panel} */
export const panel = {
  name: 'padding',
  defaults: {},
  styles: [],
  view: () => [],
};
