// The scopes that are in a document, for the views that look for theirs, whichever comes first.

/** @typedef {import('./element.js').SeqScope} SeqScope */

/** @type {Set<SeqScope>} */
const scopes = new Set();
/** @type {Set<() => void>} */
const listeners = new Set();

/** @param {SeqScope} scope that has come, or has another id now */
export function announceScope(scope) {
  scopes.add(scope);
  tell();
}

/** @param {SeqScope} scope */
export function forgetScope(scope) {
  scopes.delete(scope);
  tell();
}

/**
 * Calls back whenever another scope may be the right one.
 *
 * @param {() => void} listener
 * @returns {() => void} ends it
 */
export function watchScopes(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/**
 * The scope that a view belongs to: the one of an id, or else the first, in its own tree, or else in those around it.
 *
 * @param {Element} view
 * @param {string | null} id
 * @returns {{ scope: SeqScope } | { scope: null, missing: 'none' | 'id' | 'other' }} missing: there is no scope yet, no
 *   element of the id, or the element of the id is something else
 */
export function scopeOf(view, id) {
  let isOther = false;
  for (let root = treeOf(view); root; root = root instanceof ShadowRoot ? treeOf(root.host) : null) {
    if (id === null) {
      const [scope] = [...scopes].filter((each) => each.getRootNode() === root).sort(inOrder);
      if (scope) return { scope };
      continue;
    }
    const named = root.getElementById(id);
    if (!named) continue;
    const scope = [...scopes].find((each) => each === named);
    if (scope) return { scope };
    isOther ||= !named.localName.includes('-') || customElements.get(named.localName) !== undefined;
  }
  return { scope: null, missing: id === null ? 'none' : isOther ? 'other' : 'id' };
}

/** @param {Node} node */
function treeOf(node) {
  const root = node.getRootNode();
  return root instanceof ShadowRoot || root instanceof Document ? root : null;
}

/**
 * @param {Node} a
 * @param {Node} b
 */
function inOrder(a, b) {
  return a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1;
}

function tell() {
  for (const listener of listeners) listener();
}
