// Bytes as text that stands in an HTML document in UTF-8, eight of it for seven of them; base 64 takes eight for six. Each letter
// holds seven bits. Those whose letter would end a script, be changed by a parser or be taken for a template are written
// together with the next seven bits as one letter of two bytes in UTF-8, so that nothing is lost by them. train/src/page.rs
// writes the same.

/** Values that no letter of one byte stands for: NUL, line feed, carriage return, `<` and `{`. */
const APART = [0x00, 0x0a, 0x0d, 0x3c, 0x7b];
/** The first letter of two values: behind the control codes. */
const FIRST = 0xa0;

/**
 * @param {Uint8Array} bytes
 * @returns {string}
 */
export function toLetters(bytes) {
  const count = Math.ceil((bytes.length * 8) / 7);
  const parts = [];
  // Letters are put together in pieces: a call takes only so many arguments.
  let codes = [];
  for (let index = 0; index < count; index++) {
    const value = valueAt(bytes, index);
    const apart = APART.indexOf(value);
    codes.push(apart === -1 ? value : FIRST + apart * 128 + valueAt(bytes, ++index));
    if (codes.length < 8192) continue;
    parts.push(String.fromCharCode(...codes));
    codes = [];
  }
  return parts.join('') + String.fromCharCode(...codes);
}

/**
 * The seven bits at a place; behind the end they are zeros.
 *
 * @param {Uint8Array} bytes
 * @param {number} index
 */
function valueAt(bytes, index) {
  const bit = index * 7;
  const both = ((bytes[bit >> 3] ?? 0) << 8) | (bytes[(bit >> 3) + 1] ?? 0);
  return (both >> (9 - (bit & 7))) & 127;
}

/**
 * @param {string} letters
 * @param {number} length of the bytes
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function fromLetters(letters, length) {
  const bytes = new Uint8Array(length);
  let [at, held, bits] = [0, 0, 0];
  const add = (/** @type {number} */ value) => {
    held = (held << 7) | value;
    bits += 7;
    if (bits < 8) return;
    bits -= 8;
    if (at < length) bytes[at++] = held >> bits;
    held &= 255;
  };
  for (let index = 0; index < letters.length; index++) {
    const code = letters.charCodeAt(index);
    if (code < 128) add(code);
    else {
      add(APART[(code - FIRST) >> 7] ?? 0);
      add((code - FIRST) & 127);
    }
  }
  return bytes;
}
