// Reads a checkpoint of seqscope: its config and its tensors in 32 bits.

/** @typedef {{ shape: number[], data: Float32Array }} Tensor */

/**
 * @param {Uint8Array} bytes a file whose numbers have 32 bits
 * @returns {{ config: any, tensor: (name: string) => Tensor }}
 */
export function readCheckpoint(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerLength = Number(view.getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + headerLength)));
  const tensor = (/** @type {string} */ name) => {
    const entry = header[name];
    if (!entry) throw new Error(`${name}: expected a tensor of this name, found none`);
    if (entry.dtype !== 'F32') throw new Error(`${name}: expected type F32, found ${entry.dtype}`);
    const [start, end] = entry.data_offsets.map((/** @type {number} */ offset) => 8 + headerLength + offset);
    // A copy, which starts where 32-bit numbers may start.
    return { shape: entry.shape, data: new Float32Array(Uint8Array.from(bytes.subarray(start, end)).buffer) };
  };
  return { config: JSON.parse(header.__metadata__.config), tensor };
}
