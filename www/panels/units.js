/** @type {import('./types.js').Panel} */
export const panel = {
  name: 'units',
  defaults: {},
  styles: [],
  view: () => [],
};
