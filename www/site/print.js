// Printing: what was never in sight is drawn first, where the print command gives the time for it.

/** Nobody waits longer for the printer, in milliseconds; what is not there by then says so on the paper. */
const LONGEST = 10_000;

/**
 * Has the keyboard's print command wait until everything is drawn. What the browser's own menu prints cannot be kept: of
 * that, what takes a model's answer is there the second time.
 *
 * @param {import('../elements/element.js').SeqScope} scope
 */
export function printWhole(scope) {
  let isPreparing = false;
  addEventListener('keydown', async (event) => {
    if (event.key.toLowerCase() !== 'p' || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
    event.preventDefault();
    if (isPreparing) return;
    isPreparing = true;
    await Promise.race([scope.views.prepare(), new Promise((resolve) => setTimeout(resolve, LONGEST))]);
    isPreparing = false;
    print();
  });
}
