// Finds what a module says of other files: `new URL('…', import.meta.url)`, and imports of what is known only when it runs.

/**
 * @typedef {{ type: string, start: number, end: number, [more: string]: any }} Node of a syntax tree
 * @typedef {{ start: number, end: number, address: string }} Address where it stands, and the address that is written
 */

/**
 * @param {any} node
 * @returns {Address[]} in their order
 */
export function addressesIn(node) {
  if (typeof node !== 'object' || node === null) return [];
  if (Array.isArray(node)) return node.flatMap(addressesIn);
  const address = addressOf(node);
  return address === null ? Object.values(node).flatMap(addressesIn)
    : [{ start: node.start, end: node.end, address }];
}

/** @param {Node} node */
function addressOf({ type, callee, arguments: given }) {
  if (type !== 'NewExpression' || callee.name !== 'URL' || given.length !== 2) return null;
  const [address, base] = given;
  const isModule = base.type === 'MemberExpression' && base.object.type === 'MetaProperty' && base.property.name === 'url';
  return isModule && address.type === 'Literal' && typeof address.value === 'string' ? address.value : null;
}

/**
 * @param {any} node
 * @returns {{ start: number, end: number }[]} in their order
 */
export function computedImportsIn(node) {
  if (typeof node !== 'object' || node === null) return [];
  if (Array.isArray(node)) return node.flatMap(computedImportsIn);
  const isComputed = node.type === 'ImportExpression' && node.source.type !== 'Literal';
  return isComputed ? [{ start: node.start, end: node.end }] : Object.values(node).flatMap(computedImportsIn);
}
