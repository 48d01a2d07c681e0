// Files that are dropped anywhere on the page: a trace is shown over it, models are the reader's own.

import { own } from '../elements/saved.js';
import { putManifest, watchManifest } from '../engine/manifest.js';
import { GENERAL, OWN } from '../tasks/tasks.js';

/** @param {import('../elements/element.js').SeqScope} scope */
export function takeDropped(scope) {
  addEventListener('dragover', (event) => {
    if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
  });
  addEventListener('drop', async (event) => {
    const files = [...event.dataTransfer?.files ?? []];
    if (files.length === 0) return;
    // The browser would open it in place of the page.
    event.preventDefault();
    const { take } = await own();
    await take(scope, files);
  });
}

/**
 * Has the task of the reader's own models be there to choose, if any were kept: they come when it is chosen, and at once where
 * the address names it. Before that nothing is fetched for them.
 *
 * @param {import('../elements/element.js').SeqScope} scope
 */
export function offerKept(scope) {
  try {
    if (localStorage.getItem('seqscope-own') === null) return;
  } catch {
    return;
  }
  const restore = async () => (await own()).restore(scope);
  if (scope.task === OWN) {
    restore();
    return;
  }
  /** Stands for them in the list, and is asked for its content. @type {import('../elements/types.js').ManifestModel} */
  const kept = {
    task: OWN, attention: GENERAL, rnn: 'lstm', file: OWN, bytes: 0, files: [{ file: OWN, bytes: 0, sha256: '' }], parameters: 0, quality: {},
    content: async () => {
      await restore();
      throw new Error('others have taken its place');
    },
  };
  const unwatch = watchManifest(null, async (manifest) => {
    unwatch();
    // All others are told of the list as it is first.
    await null;
    putManifest(null, { ...manifest, models: [...manifest.models, kept] });
  });
}
