// How high the frame is to be, told to the page that it stands in whenever that changes.

/** A host that has not made the frame as high as it was told within so many milliseconds does not listen. */
const PATIENCE = 1000;

export function tellHeight() {
  const root = document.documentElement;
  let told = 0;
  // A scroll bar would be there until the host has answered, and make everything narrower for that long.
  const fit = () => {
    root.style.overflowY = innerHeight < told ? 'auto' : 'hidden';
  };
  root.style.overflowY = 'hidden';
  new ResizeObserver(() => {
    const height = Math.ceil(document.body.getBoundingClientRect().height);
    if (height === told) return;
    told = height;
    // It says nothing but this, so whoever shows the frame may hear it.
    parent.postMessage({ seqscope: 'height', height }, '*');
    setTimeout(fit, PATIENCE);
  }).observe(document.body);
  addEventListener('resize', () => {
    if (innerHeight >= told) fit();
  });
}
