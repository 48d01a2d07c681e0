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
 * is a record of CSS properties, `value` and `checked` of what a reader edits and `on…` are properties of the node, and
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
  const lists = /** @type {any[]} */ (children);
  return lists.some(Array.isArray) ? lists.flat(/** @type {number} */ (Infinity)) : lists;
}

/** The property of a node that holds what it was last made equal to: asking the browser takes longer. */
const DESCRIPTION = Symbol('description');

/** Elements that the reader changes, and what of them. */
const EDITED = ['input', 'textarea', 'select'];
const EDITED_PROPERTIES = ['value', 'checked'];

/** @type {Map<any, Element>} */
const NO_NODES = new Map();

/**
 * Makes the children of `parent` what `children` describes, keeping the nodes that fit: focus, scroll position and
 * caret stay where they are.
 *
 * @param {ParentNode & Node} parent
 * @param {Children[]} children
 */
export function patch(parent, children) {
  patchChildren(parent, flatten(children));
}

/**
 * @param {ParentNode & Node} parent
 * @param {Child[]} children
 */
function patchChildren(parent, children) {
  const keyed = children.some(hasKey) ? keyedNodes(parent, children) : NO_NODES;
  let cursor = parent.firstChild;
  for (const child of children) {
    if (child === null || child === undefined || child === false) continue;
    const node = place(parent, cursor, child, keyed);
    if (node === cursor) cursor = cursor.nextSibling;
    else insert(parent, node, cursor);
  }
  while (cursor) {
    const next = cursor.nextSibling;
    cursor.remove();
    cursor = next;
  }
}

/**
 * Puts a node where it belongs. Where the browser can move one, it keeps focus and caret on the way.
 *
 * @param {ParentNode & Node} parent
 * @param {ChildNode} node
 * @param {ChildNode | null} before
 */
function insert(parent, node, before) {
  if (node.parentNode === parent && 'moveBefore' in parent) /** @type {any} */ (parent).moveBefore(node, before);
  else parent.insertBefore(node, before);
}

/** @param {Child} child */
function hasKey(child) {
  return keyOf(child) !== undefined;
}

/** @param {Child} child */
function keyOf(child) {
  return typeof child === 'object' ? child?.attributes['key'] : undefined;
}

/**
 * The nodes of `parent` by their keys. Those that none of `children` has are removed. A key that stands twice is a
 * mistake of the view: the second node takes the place of the first.
 *
 * @param {ParentNode} parent
 * @param {Child[]} children
 */
function keyedNodes(parent, children) {
  const keys = new Set();
  for (const child of children) {
    const key = keyOf(child);
    if (key === undefined) continue;
    if (keys.has(key)) console.error(`seqscope: the key ${JSON.stringify(key)} stands at two siblings`);
    keys.add(key);
  }
  /** @type {Map<any, Element>} */
  const keyed = new Map();
  for (let node = parent.firstElementChild, next; node; node = next) {
    next = node.nextElementSibling;
    const key = keyOf(/** @type {any} */ (node)[DESCRIPTION]);
    if (key === undefined) continue;
    if (keys.has(key)) keyed.set(key, node);
    else node.remove();
  }
  return keyed;
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
    const before = /** @type {any} */ (cursor)?.[DESCRIPTION];
    const node = /** @type {any} */ (typeof before === 'string' ? cursor : new Text(text));
    if (typeof before === 'string' && before !== text) node.nodeValue = text;
    node[DESCRIPTION] = text;
    return node;
  }
  const { tag, attributes, children } = child;
  const { key } = attributes;
  const candidate = /** @type {any} */ (key === undefined ? cursor : keyed.get(key));
  /** @type {Description | undefined} */
  const before = candidate?.[DESCRIPTION];
  // The very same description again: nothing below it has changed either.
  if (before === child) return candidate;
  // An input of another type keeps what was typed in ways of its own.
  const fits = before !== undefined && before.tag === tag && before.attributes['key'] === key
    && before.attributes['type'] === attributes['type'];
  const node = fits ? candidate : create(parent, tag);
  node[DESCRIPTION] = child;
  apply(node, fits ? before.attributes : {}, attributes);
  patchChildren(node, children);
  // Last: which values there are depends on the type and on the options.
  if (EDITED.includes(tag)) applyEdited(node, fits ? before.attributes : {}, attributes);
  const { after } = attributes;
  if (after && !sameDependencies(after, fits ? before.attributes['after'] : undefined)) after[0](node);
  return node;
}

/**
 * @param {Node} parent
 * @param {string} tag
 */
function create(parent, tag) {
  const namespace = NAMESPACES[tag] ?? /** @type {Element} */ (parent).namespaceURI
    ?? 'http://www.w3.org/1999/xhtml';
  return document.createElementNS(namespace, tag);
}

/**
 * @param {Element} node
 * @param {Record<string, any>} before
 * @param {Record<string, any>} now
 */
function apply(node, before, now) {
  for (const name in before) {
    if (!(name in now)) set(node, name, undefined, before[name]);
  }
  for (const name in now) set(node, name, now[name], before[name]);
}

/**
 * @param {any} node
 * @param {string} name
 * @param {any} value
 * @param {any} before
 */
function set(node, name, value, before) {
  if (name === 'key' || name === 'after' || (EDITED_PROPERTIES.includes(name) && EDITED.includes(node.localName))) return;
  if (name === 'style') {
    for (const property in before) {
      if (!(property in (value ?? {}))) node.style.removeProperty(property);
    }
    for (const property in value) {
      // Null takes a property away.
      if (value[property] !== before?.[property]) node.style.setProperty(property, value[property] ?? '');
    }
  } else if (name.startsWith('on')) {
    if (!value !== !before) node[name] = value ? handle : null;
  } else if (value !== before) {
    if (value === undefined || value === null || value === false) node.removeAttribute(name);
    else node.setAttribute(name, value === true ? '' : String(value));
  }
}

/**
 * Sets what the reader changes too: what was set last says nothing about what is there.
 *
 * @param {any} node
 * @param {Record<string, any>} before
 * @param {Record<string, any>} now
 */
function applyEdited(node, before, now) {
  for (const name of EDITED_PROPERTIES) {
    if (name in now || name in before) {
      const value = now[name] ?? (name === 'checked' ? false : '');
      if (node[name] !== value) node[name] = value;
    }
  }
}

/**
 * Hands an event to what the node's newest description has for it. Views make new functions each time, and handing
 * each of them to the browser takes longer than most of what else there is to do.
 *
 * @param {Event} event
 */
function handle(event) {
  const node = /** @type {any} */ (event.currentTarget);
  return node[DESCRIPTION].attributes[`on${event.type}`]?.call(node, event);
}

/**
 * Whether two lists are alike but for the callback that stands first.
 *
 * @param {any[]} now
 * @param {any[] | undefined} before
 */
function sameDependencies(now, before) {
  return before !== undefined && now.length === before.length
    && now.every((item, index) => index === 0 || Object.is(item, before[index]));
}
