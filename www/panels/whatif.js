/** @type {import('./types.js').Panel} */
export const panel = {
  name: 'whatif',
  defaults: {},
  styles: [],
  view: () => [],
};
