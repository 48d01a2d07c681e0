// Fetches the panels, each when a page first shows it, and what answers their questions.

import { LoadError } from '../engine/causes.js';
import { importModule } from '../engine/fetching.js';

/** @typedef {import('../panels/types.js').Panel} Panel */

/**
 * Fails with a {@link LoadError} where its script cannot be fetched. A failure is not kept.
 *
 * @param {string} name
 * @returns {Promise<{ panel: Panel, Questions: typeof import('./questions.js').Questions }>}
 */
export async function loadPanel(name) {
  // The list of them is as long as there are panels, and no element needs it before it shows one.
  const { PANELS } = await script(() => import('../panels/index.js'), 'panels/index.js');
  const load = Object.hasOwn(PANELS, name) ? PANELS[name] : undefined;
  if (!load) throw new Error(`${name}: expected one of ${Object.keys(PANELS).join(', ')}`);
  const [{ panel }, { Questions }] = await Promise.all([
    script(load, `${name}/panel.js`), script(() => import('./questions.js'), 'questions.js'),
  ]);
  return { panel, Questions };
}

/** Style sheets of every panel. */
export function panelStyles() {
  return script(() => import('./panel-styles.js'), 'panel-styles.js');
}

/**
 * @template Exports
 * @param {() => Promise<Exports>} load
 * @param {string} subject
 */
function script(load, subject) {
  return importModule(load, subject).catch((error) => {
    throw error instanceof LoadError ? error : new LoadError('broken', subject, error);
  });
}
