/** @type {import('./types.js').Panel} */
export const panel = {
  name: 'dropout',
  defaults: {},
  styles: [],
  view: () => [],
};
