// SHA-256: the browser's own where it has one, which is in secure contexts. A page on plain HTTP must not run a damaged
// file either.

/**
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @returns {Promise<string>} in hexadecimal
 */
export async function sha256(bytes) {
  const { subtle } = globalThis.crypto ?? {};
  if (subtle) return hexadecimal(new Uint8Array(await subtle.digest('SHA-256', bytes)));
  const { digest } = await import('./digest.js');
  return hexadecimal(digest(bytes));
}

/** @param {Uint8Array} bytes */
function hexadecimal(bytes) {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
