/** @type {import('./types.js').Panel} */
export const panel = {
  name: 'explanation',
  defaults: {},
  styles: [],
  view: () => [],
};
