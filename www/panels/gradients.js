/** @type {import('./types.js').Panel} */
export const panel = {
  name: 'gradients',
  defaults: {},
  styles: [],
  view: () => [],
};
