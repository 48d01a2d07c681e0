/** @type {import('./types.js').Panel} */
export const panel = {
  name: 'attention',
  defaults: {},
  styles: [],
  view: () => [],
};
