// What stands between the tags of an element: shown in its place until it has something to show, or, where the tag was
// never closed and swallowed what follows it in the page, shown behind it.

/** What a page puts in the place of a figure: a picture, in whatever it is wrapped. */
const PICTURES = 'img, picture, source, svg, svg *, video, canvas, object, figure, figcaption, noscript, a, template';

/**
 * Whether a tag has swallowed what follows it: `<seq-scope />` opens an element that only the end of its parent
 * closes. Then nothing comes behind it, not even a line break; and what is in it is more than a picture.
 *
 * @param {Element} host written in a document, not made by a script
 */
export function hasSwallowed(host) {
  if (host.nextSibling) return false;
  const text = [...host.childNodes].some((node) => node instanceof Text && node.data.trim() !== '');
  return text || [...host.querySelectorAll('*')].some((node) => !node.matches(PICTURES));
}

/** @param {Element} host */
export function isEmpty(host) {
  return ![...host.childNodes].some((node) => node instanceof Element || (node instanceof Text && node.data.trim() !== ''));
}

/**
 * What to write instead.
 *
 * @param {Element} host
 */
export function adviceFor({ localName, attributes }) {
  const written = [...attributes].map(({ name, value }) => ` ${name}="${value}"`).join('');
  return `<${localName}${written} /> has no end: HTML closes no tag with a slash, and what follows was `
    + `taken for its content. Write <${localName}${written}></${localName}>.`;
}
