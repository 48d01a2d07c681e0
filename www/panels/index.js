// The panels by name. Each is loaded when a page first shows it.

/** @typedef {import('./types.js').Panel} Panel */

/** @type {Record<string, () => Promise<{ panel: Panel }>>} */
export const PANELS = {
  cell: () => import('./cell/panel.js'),
  units: () => import('./units/panel.js'),
  memory: () => import('./memory/panel.js'),
  recall: () => import('./recall/panel.js'),
  gradients: () => import('./gradients/panel.js'),
  attention: () => import('./attention/panel.js'),
  repeat: () => import('./repeat/panel.js'),
  tanh: () => import('./tanh/panel.js'),
  explanation: () => import('./explanation/panel.js'),
  whatif: () => import('./whatif/panel.js'),
  compare: () => import('./compare/panel.js'),
  padding: () => import('./padding/panel.js'),
  dropout: () => import('./dropout/panel.js'),
};
