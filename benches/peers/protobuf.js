// As much of Protocol Buffers as an ONNX file is made of: messages are written, not read.

/** @typedef {{ field: number, bytes: Uint8Array, wireType: 0 | 2 | 5 }} Field */

const VARINT = 0;
const LENGTH_DELIMITED = 2;
const FOUR_BYTES = 5;

/**
 * A number of up to 53 bits. Negative ones, of which ONNX has only axes, take ten bytes.
 *
 * @param {number | bigint} value
 */
function varint(value) {
  let rest = BigInt.asUintN(64, BigInt(value));
  const bytes = [];
  do {
    const low = Number(rest & 127n);
    rest >>= 7n;
    bytes.push(rest > 0n ? low | 128 : low);
  } while (rest > 0n);
  return Uint8Array.from(bytes);
}

/**
 * @param {number} field
 * @param {number | bigint} value
 * @returns {Field}
 */
export const integer = (field, value) => ({ field, wireType: VARINT, bytes: varint(value) });

/**
 * @param {number} field
 * @param {number} value
 * @returns {Field}
 */
export const float = (field, value) =>
  ({ field, wireType: FOUR_BYTES, bytes: new Uint8Array(Float32Array.of(value).buffer) });

/**
 * @param {number} field
 * @param {string} text
 * @returns {Field}
 */
export const string = (field, text) => bytes(field, new TextEncoder().encode(text));

/**
 * Bytes, or a message inside of a message.
 *
 * @param {number} field
 * @param {Uint8Array} value
 * @returns {Field}
 */
export const bytes = (field, value) => ({ field, wireType: LENGTH_DELIMITED, bytes: value });

/**
 * The bytes of a message.
 *
 * @param {Field[]} fields
 */
export function message(fields) {
  /** @type {Uint8Array[]} */
  const parts = [];
  for (const { field, wireType, bytes } of fields) {
    parts.push(varint((field << 3) | wireType));
    if (wireType === LENGTH_DELIMITED) parts.push(varint(bytes.length));
    parts.push(bytes);
  }
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let start = 0;
  for (const part of parts) {
    whole.set(part, start);
    start += part.length;
  }
  return whole;
}
