// Keeps the focus near where it was when what had it goes.

const FOCUSABLE = 'input:not([disabled]), button:not([disabled]), a[href], select, textarea, summary, [tabindex]';

/**
 * Runs something that changes a tree. Where the element that had the focus is gone, what comes before it in the same
 * part has it now, or what comes behind it, or the part itself: a keyboard goes on from there.
 *
 * @param {ShadowRoot} root
 * @param {() => void} change
 */
export function keepFocus(root, change) {
  const focused = root.activeElement;
  if (!focused) {
    change();
    return;
  }
  /** @type {Element[]} */
  const around = [];
  for (let node = focused.parentElement; node; node = node.parentElement) around.push(node);
  const before = [...root.querySelectorAll(FOCUSABLE)];
  const place = before.indexOf(focused);
  change();
  if (focused.isConnected) return;
  const part = around.find((node) => node.isConnected);
  if (!(part instanceof HTMLElement) || root.activeElement) return;
  const isLeft = (/** @type {Element} */ node) => node.isConnected && part.contains(node);
  const next = before.slice(0, place).findLast(isLeft) ?? before.slice(place + 1).find(isLeft)
    // A plot before the buttons over it.
    ?? part.querySelector('[tabindex]') ?? part.querySelector(FOCUSABLE);
  if (next instanceof HTMLElement || next instanceof SVGElement) {
    next.focus({ preventScroll: true });
    return;
  }
  part.tabIndex = -1;
  part.addEventListener('blur', () => part.removeAttribute('tabindex'), { once: true });
  part.focus({ preventScroll: true });
}
