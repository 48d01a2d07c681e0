// The panels by name. Each is loaded when a page first shows it.

/** @typedef {import('./types.js').Panel} Panel */

/** @type {Record<string, () => Promise<{ panel: Panel }>>} */
export const PANELS = {
  cell: () => import('./cell.js'),
  units: () => import('./units.js'),
  memory: () => import('./memory.js'),
  gradients: () => import('./gradients.js'),
  attention: () => import('./attention.js'),
  tanh: () => import('./tanh.js'),
  explanation: () => import('./explanation.js'),
  whatif: () => import('./whatif.js'),
  padding: () => import('./padding.js'),
  dropout: () => import('./dropout.js'),
};
