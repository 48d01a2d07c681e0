/** @type {import('./types.js').Panel} */
export const panel = {
  name: 'cell',
  defaults: {},
  styles: [],
  view: () => [],
};
