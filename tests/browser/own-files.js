// Files of models that a reader could bring: checkpoints of this program with numbers of a generator, and those that PyTorch
// saved for tests/import.
import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { randomness } from '../random.js';

/** @typedef {{ name: string, bytes: Buffer | string }} File */

const SOURCE = ['<pad>', '<sos>', '<eos>', '<unk>', 'the', 'cat', 'sat', '.'];
const TARGET = ['<unk>', '<eos>', '<sos>', '<pad>', 'le', 'chat', 'dort', '.'];

/**
 * A small model in the format of this program: an LSTM without biases, two layers in the encoder, one in the decoder, and
 * special ids of its own.
 *
 * @param {{ attention: 'dot' | 'general' | 'concat', seed?: number, check?: object }} options
 */
export function checkpoint({ attention, seed = 1, check }) {
  const { below } = randomness(seed);
  const [d, words] = [8, SOURCE.length];
  const shapes = /** @type {[string, number[]][]} */ ([
    ['encoder.input_embedding.weight', [words, d]],
    ...[0, 1].flatMap((layer) => ['', '_reverse'].flatMap((way) => [
      [`encoder.rnn.weight_ih_l${layer}${way}`, [2 * d, d]], [`encoder.rnn.weight_hh_l${layer}${way}`, [2 * d, d / 2]],
    ])),
    ['decoder.input_embedding.weight', [words, d]],
    ['decoder.rnn.weight_ih_l0', [4 * d, d]], ['decoder.rnn.weight_hh_l0', [4 * d, d]],
    ...attention === 'general' ? [['decoder.attention.W_align.weight', [d, d]]] : [],
    ...attention === 'concat' ? [
      ['decoder.attention.W_align_source.weight', [d, d]], ['decoder.attention.W_align_memory.weight', [d, d]],
      ['decoder.attention.v_align.weight', [1, d]]] : [],
    ['decoder.W_context.weight', [d, 2 * d]], ['generator.weight', [words, d]], ['generator.bias', [words]],
  ]);
  const list = (/** @type {string[]} */ tokens, /** @type {number} */ unknown, /** @type {number[]} */ silent) =>
    ({ type: 'list', list: [`0 0 1 1 1 ${unknown + 1} 0 0 ${silent.join(' ')}`, '', '', ...tokens].join('\n') });
  const config = {
    format_version: 1, task: 'own',
    model: {
      n_src_words: words, n_tgt_words: words, d_model: d, encoder_layers: 2, decoder_layers: 1, bidirectional: true, rnn_type: 'lstm',
      attention, generator_bias: true, recurrent_bias: false, special_ids: '0 2 1',
    },
    source: list(SOURCE, 3, [0, 1, 2]), target: list(TARGET, 0, [1, 2, 3]),
    data: { source: 'tests', licence: 'MIT' },
  };
  let end = 0;
  const header = /** @type {Record<string, object>} */ ({
    __metadata__: { config: JSON.stringify(config), ...check && { check: JSON.stringify(check) } },
  });
  for (const [name, shape] of shapes) {
    const size = 4 * shape.reduce((product, length) => product * length, 1);
    header[name] = { dtype: 'F32', shape, data_offsets: [end, end + size] };
    end += size;
  }
  const numbers = Float32Array.from({ length: end / 4 }, () => below(1_000_000) / 1_000_000 * 1.6 - 0.8);
  return written(header, Buffer.from(numbers.buffer));
}

/** @param {object} header @param {Buffer} data */
function written(header, data) {
  const text = JSON.stringify(header);
  const head = Buffer.from(text + ' '.repeat((8 - Buffer.byteLength(text) % 8) % 8));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(head.length));
  return Buffer.concat([length, head, data]);
}

/**
 * The files of a case of tests/import/models.safetensors.gz.
 *
 * @param {(name: string, files: string[]) => boolean} is
 * @returns {Promise<{ name: string, config: any, files: { name: string, bytes: Buffer }[] }>}
 */
export async function savedByTorch(is) {
  const all = gunzipSync(await readFile(new URL('../import/models.safetensors.gz', import.meta.url)));
  const length = Number(all.readBigUInt64LE(0));
  const header = JSON.parse(all.subarray(8, 8 + length).toString());
  const found = JSON.parse(header.__metadata__.cases).find((/** @type {any} */ { name, files }) => is(name, files));
  if (!found) throw new Error('no such case');
  const files = found.files.map((/** @type {string} */ name) => {
    const [from, to] = header[`${found.name}/files/${name}`].data_offsets;
    return { name, bytes: all.subarray(8 + length + from, 8 + length + to) };
  });
  return { ...found, files };
}

/**
 * Drops files on a page.
 *
 * @param {import('playwright-core').Page} page
 * @param {File[]} files
 * @param {string} [target]
 */
export async function drop(page, files, target = 'body') {
  const all = files.map(({ name, bytes }) => ({ name, base64: Buffer.from(bytes).toString('base64') }));
  const data = await page.evaluateHandle((given) => {
    const transfer = new DataTransfer();
    for (const { name, base64 } of given) {
      transfer.items.add(new File([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], name));
    }
    return transfer;
  }, all);
  await page.dispatchEvent(target, 'drop', { dataTransfer: data });
}
