// Style sheets of every panel. They come when a panel is to be seen.

export const STYLES = [
  new URL('../styles/base.css', import.meta.url),
  new URL('../styles/controls.css', import.meta.url),
  new URL('../styles/plots.css', import.meta.url),
  new URL('../panels/shared/style.css', import.meta.url),
];

/** The last of all. */
export const PAPER = new URL('../styles/paper.css', import.meta.url);
