// SHA-256 (FIPS 180-4) for pages that are no secure context, where browsers do not hand out their own.

/**
 * The first 32 bits of the fractions of the roots of the first primes.
 *
 * @param {number} count
 * @param {(prime: number) => number} root
 */
function fractions(count, root) {
  const found = [];
  for (let candidate = 2; found.length < count; candidate++) {
    let isPrime = true;
    for (let factor = 2; factor * factor <= candidate; factor++) isPrime &&= candidate % factor !== 0;
    if (isPrime) found.push(((root(candidate) % 1) * 2 ** 32) | 0);
  }
  return found;
}

/**
 * @param {Uint8Array} bytes
 */
export function digest(bytes) {
  const constants = Int32Array.from(fractions(64, Math.cbrt));
  const state = Int32Array.from(fractions(8, Math.sqrt));
  const words = new Int32Array(64);
  const blocks = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const whole = bytes.length - (bytes.length % 64);
  for (let at = 0; at < whole; at += 64) block(blocks, at, state, words, constants);
  // The end: a one, zeros, and the length in bits.
  const end = new Uint8Array(bytes.length % 64 < 56 ? 64 : 128);
  end.set(bytes.subarray(whole));
  end[bytes.length % 64] = 0x80;
  const view = new DataView(end.buffer);
  view.setBigUint64(end.length - 8, BigInt(bytes.length) * 8n);
  for (let at = 0; at < end.length; at += 64) block(view, at, state, words, constants);
  const result = new DataView(new ArrayBuffer(32));
  state.forEach((word, index) => result.setInt32(index * 4, word));
  return new Uint8Array(result.buffer);
}

/** @param {number} word @param {number} bits */
const rotated = (word, bits) => (word >>> bits) | (word << (32 - bits));

/**
 * Section 6.2.2: takes 64 bytes into the state.
 *
 * @param {DataView} bytes
 * @param {number} at
 * @param {Int32Array} state
 * @param {Int32Array} words
 * @param {Int32Array} constants
 */
function block(bytes, at, state, words, constants) {
  for (let t = 0; t < 16; t++) words[t] = bytes.getInt32(at + t * 4);
  for (let t = 16; t < 64; t++) {
    const [early, late] = [words[t - 15] ?? 0, words[t - 2] ?? 0];
    const first = rotated(early, 7) ^ rotated(early, 18) ^ (early >>> 3);
    const second = rotated(late, 17) ^ rotated(late, 19) ^ (late >>> 10);
    words[t] = (words[t - 16] ?? 0) + first + (words[t - 7] ?? 0) + second;
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  for (let t = 0; t < 64; t++) {
    const chosen = (e & f) ^ (~e & g);
    const next = (h + (rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)) + chosen + (constants[t] ?? 0) + (words[t] ?? 0)) | 0;
    const majority = (a & b) ^ (a & c) ^ (b & c);
    const sum = ((rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)) + majority) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + next) | 0, c, b, a, (next + sum) | 0];
  }
  [a, b, c, d, e, f, g, h].forEach((word, index) => (state[index] = (state[index] ?? 0) + word));
}
