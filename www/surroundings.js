// What the element finds around it: how wide it is, how fine the device is, and whether colours are dark.

/**
 * @typedef {{ width: number, ratio: number, dark: boolean }} Surroundings width in CSS pixels; ratio: device pixels a
 *   CSS pixel
 */

/**
 * @param {HTMLElement} content whose width counts
 * @param {HTMLElement} probe to which the style sheets give another colour in a dark scheme, whoever asks for it: the
 *   reader's system, the page or the element's own style; a transition of that colour tells when it changes
 * @param {HTMLLinkElement[]} styles
 * @param {(changes: Partial<Surroundings>) => void} onChange
 * @returns {() => void} ends it
 */
export function watchSurroundings(content, probe, styles, onChange) {
  const size = new ResizeObserver(([entry]) => onChange({ width: Math.floor(entry?.contentRect.width ?? 0) }));
  size.observe(content);
  let forgetResolution = () => {};
  const resolution = () => {
    onChange({ ratio: Math.max(1, devicePixelRatio) });
    const query = matchMedia(`(resolution: ${devicePixelRatio}dppx)`);
    query.addEventListener('change', resolution, { once: true });
    forgetResolution = () => query.removeEventListener('change', resolution);
  };
  resolution();
  let known = false;
  const scheme = () => {
    const dark = getComputedStyle(probe).color === 'rgb(255, 255, 255)';
    if (dark === known) return;
    known = dark;
    onChange({ dark });
  };
  probe.addEventListener('transitionend', scheme);
  for (const style of styles) style.addEventListener('load', scheme);
  scheme();
  return () => {
    size.disconnect();
    forgetResolution();
    probe.removeEventListener('transitionend', scheme);
    for (const style of styles) style.removeEventListener('load', scheme);
  };
}
