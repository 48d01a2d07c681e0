// What an element finds around it: how wide it is, how fine it is drawn, how large the reader wants text, and the
// background under it.

import { container, groundOf, hasLightInk, luminanceOf, parse } from './ground.js';

/** @typedef {'auto' | 'light' | 'dark'} Theme */

/**
 * @typedef {{ width: number, ratio: number, rem: number, dark: boolean, ownGround: boolean, ground: string }} Surroundings
 *   width and rem in CSS pixels; ratio: device pixels a CSS pixel, as the page scales it; ownGround: no ink of the
 *   element would be readable on what lies under it; ground: its colour
 */

/** More would be larger canvases, and nothing to see. */
const FINEST = 4;
/** The contrast that text is to have (WCAG 2, AA). */
const CONTRAST = 4.5;
/** Luminances of the faintest ink of either theme: that of `--accent` and of `--muted` in styles/base.css. */
const FAINTEST = { light: 0.1524, dark: 0.3227 };
/** The ground where an ink on black and one on white would be equally readable. */
const MIDDLE = 0.179;
/** How wide the probe is before the page scales it, in CSS pixels. */
const PROBE = 100;

/**
 * Tells of the surroundings, and again whenever they change.
 *
 * @param {HTMLElement} host
 * @param {{ stage: HTMLElement, probe: HTMLElement, measure: HTMLElement }} parts stage: whose width counts; probe: which
 *   inherits the page's ink, with a transition of it; measure: as wide as the reader's text is high
 * @param {() => Theme} theme
 * @param {(changes: Partial<Surroundings>) => void} onChange
 * @returns {{ look: () => void, stop: () => void }} look: looks anew, for what nobody tells of
 */
export function watchSurroundings(host, { stage, probe, measure }, theme, onChange) {
  const stopped = new AbortController();
  const { signal } = stopped;
  let frame = 0;
  /** @type {string} */
  let known = '';
  const look = () => {
    frame = 0;
    if (!host.isConnected) return;
    const found = { ...groundFor(host, theme()), rem: parseFloat(getComputedStyle(measure).fontSize) || 16, ratio: ratioOf(probe) };
    if (JSON.stringify(found) === known) return;
    known = JSON.stringify(found);
    onChange(found);
  };
  const soon = () => {
    frame ||= requestAnimationFrame(() => {
      look();
      // What fades is judged again where it ends.
      const fading = ancestors(host).flatMap((node) => node.getAnimations?.() ?? []);
      if (fading.length > 0) Promise.allSettled(fading.map(({ finished }) => finished)).then(look);
    });
  };
  let width = -1;
  const measureWidth = (/** @type {number} */ found) => {
    // Its height changes with every key, and nothing is drawn by that.
    if (Math.floor(found) === width) return;
    width = Math.floor(found);
    onChange({ width });
    soon();
  };
  const size = new ResizeObserver((entries) => {
    for (const { target, contentRect } of entries) {
      if (target === stage) measureWidth(contentRect.width);
      else soon();
    }
  });
  size.observe(stage);
  size.observe(measure);
  const attributes = new MutationObserver(soon);
  for (const node of ancestors(host)) attributes.observe(node, { attributes: true });
  attributes.observe(document.head, { childList: true, subtree: true, attributes: true });
  for (const query of ['(prefers-color-scheme: dark)', '(forced-colors: active)']) {
    matchMedia(query).addEventListener('change', soon, { signal });
  }
  const resolution = () => {
    soon();
    matchMedia(`(resolution: ${devicePixelRatio}dppx)`).addEventListener('change', resolution, { once: true, signal });
  };
  resolution();
  probe.addEventListener('transitionend', soon, { signal });
  host.addEventListener('pointerenter', soon, { signal });
  addEventListener('resize', soon, { signal });
  look();
  // What is drawn at once has the right width.
  measureWidth(stage.clientWidth);
  return {
    look,
    stop: () => {
      stopped.abort();
      cancelAnimationFrame(frame);
      size.disconnect();
      attributes.disconnect();
    },
  };
}

/** @param {Element} host */
function ancestors(host) {
  const nodes = [];
  for (let node = /** @type {Element | null} */ (host); node; node = container(node)) nodes.push(node);
  return nodes;
}

/** @param {HTMLElement} probe */
function ratioOf(probe) {
  const scale = probe.getBoundingClientRect().width / PROBE || 1;
  // Nothing is told apart that would not be seen.
  return Math.min(Math.max(1, Math.round(devicePixelRatio * scale * 1000) / 1000), FINEST);
}

/**
 * @param {HTMLElement} host
 * @param {Theme} theme
 */
function groundFor(host, theme) {
  const named = getComputedStyle(host).getPropertyValue('--seq-background').trim();
  const { colour, luminance } = named ? { colour: named, luminance: luminanceOf(parse(named)) } : groundOf(host);
  const dark = theme === 'auto' ? (luminance === null ? hasLightInk(host) : luminance < MIDDLE) : theme === 'dark';
  const ink = FAINTEST[dark ? 'dark' : 'light'];
  const contrast = luminance === null ? 0
    : (Math.max(ink, luminance) + 0.05) / (Math.min(ink, luminance) + 0.05);
  const isReadable = contrast >= CONTRAST && luminance !== null && dark === luminance < ink;
  return { dark, ownGround: !named && !isReadable, ground: colour };
}
