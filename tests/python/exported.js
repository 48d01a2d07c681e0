// The notebook, the snippets of a document, and what the exporter wrote.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import initImport, { Import } from '../../pkg/seqscope_import.js';
import { checkedOf } from '../../www/elements/own/preview.js';
import { startEngine } from '../../www/engine/engine.js';

/** @typedef {import('../../www/elements/own/types.js').Check} Check */

/** @param {string} path */
export const inRoot = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/**
 * @typedef {{ cell_type: string, id: string, metadata: object, source: string[], outputs?: any[], execution_count?: number | null }} Cell
 * @typedef {{ nbformat: number, nbformat_minor: number, metadata: object, cells: Cell[] }} Notebook
 */

/** @returns {Notebook} */
export function notebook(file = inRoot('python/seqscope_notebook.ipynb')) {
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** The lines of Python in a part of a document. @param {string} text @param {string} heading */
export function snippetsIn(text, heading) {
  const [, part = ''] = text.split(`\n## ${heading}\n`);
  const [own = ''] = part.split('\n## ');
  return [...own.matchAll(/```python\n([^]*?)```/g)].map(([, code = '']) => code);
}

/**
 * What the exporter says in a file beside the tensors.
 *
 * @param {Buffer} bytes
 * @returns {{ version: number, source: string[], target: string[], settings: Record<string, string>, check: Check }}
 */
export function exportedIn(bytes) {
  const header = JSON.parse(bytes.subarray(8, 8 + Number(bytes.readBigUInt64LE(0))).toString());
  return JSON.parse(header.__metadata__.exported);
}

/** What the page makes of a file without a question. @param {Buffer} bytes */
export async function settled(bytes) {
  await initImport({ module_or_path: await WebAssembly.compile(readFileSync(inRoot('pkg/seqscope_import_bg.wasm'))) });
  const model = new Import();
  try {
    model.addFile('mine.safetensors', bytes);
    return { inspection: model.inspect(), converted: /** @type {Uint8Array<ArrayBuffer>} */ (model.convert()) };
  } finally {
    model.free();
  }
}

/** What the page compares with 1e-5. @param {Uint8Array<ArrayBuffer>} checkpoint */
export async function differenceFromPyTorch(checkpoint) {
  await startEngine(await WebAssembly.compile(readFileSync(inRoot('pkg/seqscope_bg.wasm'))));
  return (await checkedOf(checkpoint))?.largest ?? Infinity;
}
