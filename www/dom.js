// A description of elements, and the one function that makes a part of the document equal to it. Views return
// descriptions, so they are functions of their arguments and can be tested without a browser.

/** @typedef {{ tag: string, attributes: Record<string, any>, children: Child[] }} Description */
/** @typedef {Description | string | number | null | undefined | false} Child */
/** @typedef {Child | Children[]} Children */

const NAMESPACES = /** @type {Record<string, string>} */ ({
  svg: 'http://www.w3.org/2000/svg',
  math: 'http://www.w3.org/1998/Math/MathML',
});

/**
 * Describes an element. Attributes are set as given, with these exceptions: `key` tells siblings apart, `style`
 * is a record of CSS properties, `value`, `checked` and `on…` are properties of the node, and
 * `after: [callback, ...dependencies]` calls back with the node whenever a dependency has changed. A text child
 * always becomes text, never markup.
 *
 * @param {string} tag
 * @param {Record<string, any> | null} [attributes]
 * @param {...Children} children
 * @returns {Description}
 */
export function h(tag, attributes, ...children) {
  return { tag, attributes: attributes ?? {}, children: flatten(children) };
}

/**
 * @param {Children[]} children
 * @returns {Child[]}
 */
function flatten(children) {
  return /** @type {any[]} */ (children).flat(Infinity);
}

/** @type {WeakMap<Node, Record<string, any>>} */
const applied = new WeakMap();
/** @type {WeakMap<Node, Description>} */
const described = new WeakMap();

/**
 * Makes the children of `parent` what `children` describes, keeping the nodes that fit: focus, scroll position and
 * caret stay where they are.
 *
 * @param {ParentNode & Node} parent
 * @param {Children[]} children
 */
export function patch(parent, children) {
  const wanted = flatten(children).filter((child) => child !== null && child !== undefined && child !== false);
  const keys = new Set(wanted.map(keyOf).filter((key) => key !== undefined));
  /** @type {Map<any, Element>} */
  const keyed = new Map();
  for (const node of [...parent.children]) {
    const key = applied.get(node)?.key;
    if (key === undefined) continue;
    if (keys.has(key)) keyed.set(key, node);
    else node.remove();
  }
  let cursor = parent.firstChild;
  for (const child of wanted) {
    const node = place(parent, cursor, /** @type {Description | string | number} */ (child), keyed);
    if (node === cursor) cursor = cursor.nextSibling;
    else parent.insertBefore(node, cursor);
  }
  while (cursor) {
    const next = cursor.nextSibling;
    cursor.remove();
    cursor = next;
  }
}

/** @param {any} child */
function keyOf(child) {
  return typeof child === 'object' ? child.attributes.key : undefined;
}

/**
 * @param {Node} parent
 * @param {ChildNode | null} cursor
 * @param {Description | string | number} child
 * @param {Map<any, Element>} keyed
 * @returns {ChildNode}
 */
function place(parent, cursor, child, keyed) {
  if (typeof child !== 'object') {
    const text = String(child);
    if (cursor?.nodeType !== 3) return new Text(text);
    if (cursor.nodeValue !== text) cursor.nodeValue = text;
    return cursor;
  }
  const { tag, attributes, children } = child;
  const candidate = attributes.key === undefined ? cursor : keyed.get(attributes.key);
  const fits = candidate instanceof Element && candidate.localName === tag
    && applied.get(candidate)?.key === attributes.key;
  const namespace = NAMESPACES[tag] ?? /** @type {Element} */ (parent).namespaceURI
    ?? 'http://www.w3.org/1999/xhtml';
  const node = fits ? candidate : document.createElementNS(namespace, tag);
  // The very same description again: nothing below it has changed either.
  if (described.get(node) === child) return node;
  described.set(node, child);
  const before = applied.get(node) ?? {};
  applied.set(node, attributes);
  apply(node, before, attributes);
  patch(node, children);
  const [callback, ...dependencies] = attributes.after ?? [];
  if (callback && !sameItems(dependencies, before.after?.slice(1))) callback(node);
  return node;
}

/**
 * @param {Element} node
 * @param {Record<string, any>} before
 * @param {Record<string, any>} now
 */
function apply(node, before, now) {
  for (const name of Object.keys(before)) {
    if (!(name in now)) set(node, name, undefined, before[name]);
  }
  for (const [name, value] of Object.entries(now)) {
    set(node, name, value, before[name]);
  }
}

/**
 * @param {any} node
 * @param {string} name
 * @param {any} value
 * @param {any} before
 */
function set(node, name, value, before) {
  if (name === 'key' || name === 'after') return;
  if (name === 'style') {
    for (const property of Object.keys(before ?? {})) {
      if (!(property in (value ?? {}))) node.style.removeProperty(property);
    }
    for (const [property, setting] of Object.entries(value ?? {})) {
      if (setting !== before?.[property]) node.style.setProperty(property, String(setting));
    }
  } else if (name === 'value' || name === 'checked') {
    // The reader changes these too, so what was set last says nothing about what is there.
    if (node[name] !== value) node[name] = value;
  } else if (name.startsWith('on')) {
    if (value !== before) node[name] = value ?? null;
  } else if (value !== before) {
    if (value === undefined || value === null || value === false) node.removeAttribute(name);
    else node.setAttribute(name, value === true ? '' : String(value));
  }
}

/**
 * @param {any[]} a
 * @param {any[] | undefined} b
 */
function sameItems(a, b) {
  return b !== undefined && a.length === b.length && a.every((item, index) => Object.is(item, b[index]));
}
