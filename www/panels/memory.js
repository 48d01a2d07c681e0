/** @type {import('./types.js').Panel} */
export const panel = {
  name: 'memory',
  defaults: {},
  styles: [],
  view: () => [],
};
