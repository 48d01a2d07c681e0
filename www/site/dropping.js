// Files that are dropped anywhere on the page: a trace is shown over it, models are the reader's own.

import { own } from '../elements/saved.js';

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
 * Brings back the reader's own models, if there are any; nothing is fetched for it where there are none.
 *
 * @param {import('../elements/element.js').SeqScope} scope
 */
export async function restoreOwn(scope) {
  try {
    if (localStorage.getItem('seqscope-own') === null) return;
  } catch {
    return;
  }
  const { restore } = await own();
  await restore(scope);
}
