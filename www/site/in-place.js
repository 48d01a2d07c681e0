// Keeps what a reader looks at where it is while what stands above it grows or shrinks.

/** How long pictures may take to follow what was chosen, in milliseconds: a model may have to be fetched for it. */
const LONGEST = 5_000;
/** With these a reader takes over. */
const TAKEN_OVER = ['wheel', 'touchmove', 'pointerdown', 'keydown'];

/** @type {(() => void) | null} lets go of the element that is kept now */
let letGo = null;

/** @param {Element} element */
export function keepInPlace(element) {
  letGo?.();
  const top = element.getBoundingClientRect().top;
  const root = document.documentElement;
  // Seen after layout and before anything is painted, so that nothing is seen to jump.
  const heights = new ResizeObserver(() => {
    const moved = element.getBoundingClientRect().top - top;
    if (element.isConnected && Math.abs(moved) >= 1) scrollBy({ top: moved, behavior: 'instant' });
  });
  const stopped = new AbortController();
  const stop = () => {
    heights.disconnect();
    stopped.abort();
    clearTimeout(timer);
    root.style.overflowAnchor = '';
    letGo = null;
  };
  const timer = setTimeout(stop, LONGEST);
  letGo = stop;
  // The browser keeps some element of its own choice in place, which need not be this one.
  root.style.overflowAnchor = 'none';
  heights.observe(document.body);
  for (const name of TAKEN_OVER) {
    addEventListener(name, stop, { signal: stopped.signal, passive: true, capture: true });
  }
}
