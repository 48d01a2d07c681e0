// The weights of a model file of 8 or 4 bits in a file of 32 bits: the same numbers for the other kernel.

/**
 * @param {Uint8Array<ArrayBuffer>} bytes a safetensors file
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function widened(bytes) {
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)));
  /** @param {string} name */
  const data = (name) => {
    const [from, to] = header[name].data_offsets;
    return bytes.slice(8 + length + from, 8 + length + to);
  };
  /** @type {Record<string, unknown>} */
  const tensors = { __metadata__: header.__metadata__ };
  /** @type {Float32Array[]} */
  const parts = [];
  let offset = 0;
  for (const [name, { dtype, shape }] of Object.entries(header)) {
    if (name === '__metadata__' || name.endsWith('scale')) continue;
    const values = dtype === 'U8' ? unpacked(data(name), data(`${name}.group_scale`), data(`${name}.scale`))
      : dtype === 'I8' ? scaled(data(name), data(`${name}.scale`)) : halves(data(name));
    parts.push(values);
    // No matrix of a shipped model has an odd number of columns.
    const unpackedShape = dtype === 'U8' ? [shape[0], 2 * shape[1]] : shape;
    tensors[name] = { dtype: 'F32', shape: unpackedShape, data_offsets: [offset, offset + values.byteLength] };
    offset += values.byteLength;
  }
  // The numbers start at a multiple of eight bytes.
  const text = JSON.stringify(tensors);
  const written = new TextEncoder().encode(text + ' '.repeat((8 - (new TextEncoder().encode(text).length % 8)) % 8));
  const file = new Uint8Array(8 + written.length + offset);
  new DataView(file.buffer).setBigUint64(0, BigInt(written.length), true);
  file.set(written, 8);
  let place = 8 + written.length;
  for (const part of parts) {
    file.set(new Uint8Array(part.buffer), place);
    place += part.byteLength;
  }
  return file;
}

/**
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @param {Uint8Array<ArrayBuffer>} scales one 32-bit number a row
 */
function scaled(bytes, scales) {
  const numbers = new Int8Array(bytes.buffer);
  const ofRows = new Float32Array(scales.buffer);
  const width = numbers.length / ofRows.length;
  return Float32Array.from(numbers, (number, index) => number * /** @type {number} */ (ofRows[Math.floor(index / width)]));
}

/** What the sixteen values of 4 bits stand for. */
const LEVELS = [-127, -102, -80, -63, -48, -34, -21, -9, 2, 13, 25, 37, 50, 65, 84, 109];

/**
 * Two numbers a byte, the first in its low half.
 *
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @param {Uint8Array<ArrayBuffer>} groupScales one signed byte for each 32 numbers of a row
 * @param {Uint8Array<ArrayBuffer>} scales one 32-bit number a row
 */
function unpacked(bytes, groupScales, scales) {
  const ofGroups = new Int8Array(groupScales.buffer);
  const ofRows = new Float32Array(scales.buffer);
  const [width, groups] = [2 * bytes.length / ofRows.length, ofGroups.length / ofRows.length];
  return Float32Array.from({ length: 2 * bytes.length }, (_, index) => {
    const [row, column] = [Math.floor(index / width), index % width];
    const byte = /** @type {number} */ (bytes[index >> 1]);
    const level = /** @type {number} */ (LEVELS[column % 2 ? byte >> 4 : byte & 15]);
    const ofGroup = /** @type {number} */ (ofGroups[row * groups + Math.floor(column / 32)]);
    return ((ofGroup * level + 64) >> 7) * /** @type {number} */ (ofRows[row]);
  });
}

/** @param {Uint8Array<ArrayBuffer>} bytes 16-bit floats */
function halves(bytes) {
  return Float32Array.from(new Uint16Array(bytes.buffer), (bits) => {
    const [sign, exponent, fraction] = [bits >> 15 ? -1 : 1, (bits >> 10) & 31, bits & 1023];
    return sign * (exponent ? 2 ** (exponent - 15) * (1 + fraction / 1024) : 2 ** -24 * fraction);
  });
}
