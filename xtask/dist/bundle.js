// From modules of www/ to the few that are handed out. Rollup joins them, as it puts what several chunks need into the
// chunk that is there already; esbuild writes them for older browsers, and terser makes them smaller than it does, by 2 %.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { transform } from 'esbuild';
import { rollup } from 'rollup';
import { parseAst } from 'rollup/parseAst';
import { minify } from 'terser';
import { addressesIn, computedImportsIn } from './addresses.js';
import { hashedName, inRoot } from './files.js';
import { isApart } from '../../www/tasks/tasks.js';

/** @import { GetModuleInfo, OutputAsset, OutputChunk, Plugin, PluginContext } from 'rollup' */

/** What every browser with WebAssembly SIMD and constructed style sheets can read. */
const TARGET = ['chrome91', 'firefox101', 'safari16.4'];

/** The folder of the package for files of each kind. @type {Record<string, string>} */
const FOLDERS = { '.js': 'workers', '.json': 'models', '.safetensors': 'models', '.wasm': 'wasm' };

/** @param {string} code */
export async function minified(code) {
  const lowered = await transform(code, { minify: true, target: TARGET, charset: 'utf8', legalComments: 'none' });
  const smaller = await minify(lowered.code, { ecma: 2020, toplevel: true, compress: { passes: 3 }, format: { comments: false } });
  return /** @type {string} */ (smaller.code);
}

/** @param {string} file */
export async function minifiedSheet(file) {
  const { code } = await transform(await readFile(file, 'utf8'), { minify: true, loader: 'css', target: TARGET, charset: 'utf8' });
  return code.trim();
}

/** An entry of its own where its address is named, as the page does in what it offers to embed. */
const ELEMENTS = inRoot('www/elements/seq-scope.js');

/**
 * Turns what a module says of files beside it into what holds in the bundle: style sheets become text in the script,
 * workers are bundled, other files are copied, with a hash of the content in their names.
 *
 * @param {string | undefined} template of the page in one file, for a bundle that can save one
 * @returns {Plugin}
 */
function addresses(template) {
  return {
    name: 'addresses',
    async transform(code, id) {
      if (id.startsWith('\0')) return null;
      let text = code;
      if (id === inRoot('www/engine/addresses.js')) text = await withModels(text, 'MODEL_FILES', (task) => !isApart(task));
      if (id === inRoot('www/engine/apart.js')) text = await withModels(text, 'APART_FILES', isApart);
      if (id === inRoot('www/engine/worker-files.js')) {
        text = await withWorkers(replaced(text, "TYPE = 'module'", "TYPE = 'classic'"));
      }
      if (id === inRoot('www/site/save-page.js') && template !== undefined) {
        const fileName = hashedName('one-file/template.txt', template);
        const asset = this.emitFile({ type: 'asset', fileName, source: template });
        text = replaced(text, 'TEMPLATE = null', `TEMPLATE = new URL(import.meta.ROLLUP_FILE_URL_${asset})`);
      }
      if (id === inRoot('www/site/offline.js') && template !== undefined) {
        text = replaced(text, 'WORKER = null', "WORKER = new URL('sw.js', document.baseURI)");
      }
      const sheets = /** @type {string[]} */ ([]);
      const parts = [];
      let behind = 0;
      for (const { start, end, address } of addressesIn(this.parse(text))) {
        const target = path.resolve(path.dirname(id), address);
        parts.push(text.slice(behind, start));
        behind = end;
        if (target.endsWith('.css')) {
          sheets.push(target);
          parts.push(`sheet${sheets.length - 1}`);
        } else if (target === ELEMENTS) {
          const chunk = this.emitFile({ type: 'chunk', id: target, fileName: 'seq-scope.js' });
          parts.push(`new URL(import.meta.ROLLUP_FILE_URL_${chunk})`);
        } else {
          parts.push(`new URL(import.meta.ROLLUP_FILE_URL_${await emitted(this, target)})`);
        }
      }
      if (behind === 0 && text === code) return null;
      const imports = sheets.map((file, index) => `import sheet${index} from ${JSON.stringify(`\0sheet:${file}`)};`);
      return { code: `${imports.join('')}${parts.join('')}${text.slice(behind)}`, map: null };
    },
    resolveId: (id) => (id.startsWith('\0sheet:') ? id : null),
    async load(id) {
      if (!id.startsWith('\0sheet:')) return null;
      const text = await minifiedSheet(id.slice('\0sheet:'.length));
      return `export default ${JSON.stringify(text)};`;
    },
    resolveFileUrl: ({ relativePath }) => {
      const address = relativePath.startsWith('.') ? relativePath : `./${relativePath}`;
      return `new URL(${JSON.stringify(address)}, import.meta.url)`;
    },
    async renderChunk(code) {
      return { code: withoutTemplates(marked(withoutNesting(await minified(code)))), map: null };
    },
  };
}

/** `new URL(new URL('…', import.meta.url))`, as each of the two steps above writes one. @param {string} code */
function withoutNesting(code) {
  return code.replace(/new URL\((new URL\("[^"]+",import\.meta\.url\))\)/g, '$1');
}

/** Tells bundlers that an address which is found at run time is none of theirs; esbuild drops that. @param {string} code */
function marked(code) {
  return code.replace(/\bimport\((?=[^"'`/])/g, 'import(/*@vite-ignore*//*webpackIgnore:true*/');
}

/**
 * A script without two opening braces in a row: generators of sites that run their templates over every file take these for one
 * of theirs.
 *
 * @param {string} code
 */
function withoutTemplates(code) {
  if (!code.includes('{{')) return code;
  const texts = textsIn(parseAst(code));
  return code.replace(/\{(?=\{)/g, (brace, /** @type {number} */ at) => {
    if (texts.some(({ start, end }) => start <= at && at + 1 < end)) throw new Error(`two opening braces in a text: ${code.slice(at - 40, at + 40)}`);
    return `${brace} `;
  });
}

/**
 * @param {any} node
 * @returns {{ start: number, end: number }[]} strings, templates and regular expressions
 */
function textsIn(node) {
  if (typeof node !== 'object' || node === null) return [];
  if (Array.isArray(node)) return node.flatMap(textsIn);
  return node.type === 'Literal' || node.type === 'TemplateElement' ? [node] : Object.values(node).flatMap(textsIn);
}

/**
 * @param {string} text
 * @param {string} before
 * @param {string} after
 */
export function replaced(text, before, after) {
  if (text.split(before).length !== 2) throw new Error(`expected ${JSON.stringify(before)} once in:\n${text}`);
  return text.replace(before, () => after);
}

/**
 * Names the models of some tasks, so that they are there wherever a bundler puts them.
 *
 * @param {string} text
 * @param {string} name of the list in it
 * @param {(task: string) => boolean} isNamed
 */
async function withModels(text, name, isNamed) {
  const { models } = JSON.parse(await readFile(inRoot('www/models/manifest.json'), 'utf8'));
  const ofModel = (/** @type {{ file: string, files?: { file: string }[] }} */ model) => model.files ?? [model];
  const named = models.filter((/** @type {{ task: string }} */ { task }) => isNamed(task));
  const files = [...new Set(named.flatMap(ofModel).map((/** @type {{ file: string }} */ { file }) => file))];
  const entries = files.map((file) => `${JSON.stringify(file)}: new URL('../models/${file}', import.meta.url).href`);
  return replaced(text, `${name} = {}`, `${name} = { ${entries.join(', ')} }`);
}

/** Names each worker as its file is called, by which it is found among copies. @param {string} text */
async function withWorkers(text) {
  let named = text;
  for (const name of ['models.js', 'questions.js']) {
    const file = hashedName(name, await workerScript(inRoot(`www/engine/${name}`)));
    named = replaced(named, `name: '${name}'`, `name: '${file}'`);
  }
  return named;
}

/**
 * @param {PluginContext} context
 * @param {string} file
 */
async function emitted(context, file) {
  const isWorker = file.endsWith('.js');
  const source = isWorker ? await workerScript(file) : await readFile(file);
  const folder = FOLDERS[path.extname(file)];
  if (!folder) throw new Error(`${file}: no folder for files of its kind`);
  const fileName = `${folder}/${hashedName(path.basename(file), source)}`;
  return context.emitFile({ type: 'asset', fileName, source });
}

/**
 * A worker and all that it imports as one classic script: in an opaque origin Chromium starts no module from a blob. A
 * worker is handed what it needs, so that no address in it is used; from a blob none could be resolved.
 *
 * @param {string} file
 */
export async function workerScript(file) {
  const bundle = await rollup({
    input: file,
    plugins: [{
      name: 'one script',
      transform(code) {
        const tree = this.parse(code);
        const changes = [
          ...addressesIn(tree).map((found) => ({ ...found, text: "new URL('about:blank')" })),
          // All modules are in the script. Vite would make a module of it for such an import.
          ...computedImportsIn(tree).map((found) => ({ ...found, text: "Promise.reject(new Error('no module'))" })),
        ].sort((one, other) => other.start - one.start);
        const changed = changes.reduce((all, { start, end, text }) => all.slice(0, start) + text + all.slice(end), code);
        return { code: changed, map: null };
      },
    }],
    onLog: failOnWarning,
  });
  const { output } = await bundle.generate({ format: 'iife', inlineDynamicImports: true });
  await bundle.close();
  return withoutTemplates(await minified(output[0].code));
}

/**
 * A module and all that it imports as one classic script that asks for no file: for a page that holds all of them. Style sheets and
 * the scripts of workers are text in it; of what else a module names, the page knows the name.
 *
 * @param {string} file
 */
export async function heldScript(file) {
  const bundle = await rollup({ input: file, plugins: [heldAddresses()], onLog: failOnWarning });
  const { output } = await bundle.generate({ format: 'iife', inlineDynamicImports: true, generatedCode: 'es2015' });
  await bundle.close();
  return withoutTemplates(await minified(output[0].code));
}

/** @returns {Plugin} */
function heldAddresses() {
  const fetching = inRoot('www/engine/fetching.js');
  return {
    name: 'held addresses',
    resolveId: (id, from) => (from && path.resolve(path.dirname(from), id) === fetching ? inRoot('www/engine/held-files.js') : null),
    async transform(code, id) {
      const text = id === inRoot('www/engine/worker-files.js') ? replaced(code, "TYPE = 'module'", "TYPE = 'classic'") : code;
      const parts = [];
      let behind = 0;
      for (const { start, end, address } of addressesIn(this.parse(text))) {
        const target = path.resolve(path.dirname(id), address);
        parts.push(text.slice(behind, start), await heldExpression(target));
        behind = end;
      }
      return behind === 0 && text === code ? null : { code: `${parts.join('')}${text.slice(behind)}`, map: null };
    },
  };
}

/** What stands for the address of a file. @param {string} target */
async function heldExpression(target) {
  const asBlob = (/** @type {string} */ text, /** @type {string} */ type) =>
    `new URL(URL.createObjectURL(new Blob([${JSON.stringify(text)}],{type:"${type}"})))`;
  if (target.endsWith('.css')) return JSON.stringify(await minifiedSheet(target));
  if (target === ELEMENTS) return 'new URL("held:/seq-scope.js")';
  if (target.endsWith('.js')) return asBlob(await workerScript(target), 'text/javascript');
  return `new URL(${JSON.stringify(`held:/${path.basename(path.dirname(target)) === 'models' ? 'models/' : ''}${path.basename(target)}`)})`;
}

/** @param {unknown} _level @param {{ message: string }} log */
function failOnWarning(_level, { message }) {
  throw new Error(message);
}

/**
 * @param {Record<string, string>} entries modules of the repository by the names of what is made of them
 * @param {{ entryNames: (name: string) => string, chunks: Chunk[], template?: string }} options template: of the page in one file
 * @returns {Promise<(OutputChunk | OutputAsset)[]>}
 */
export async function bundled(entries, { entryNames, chunks, template }) {
  const bundle = await rollup({
    input: Object.fromEntries(Object.entries(entries).map(([name, file]) => [name, inRoot(file)])),
    plugins: [addresses(template)],
    onLog: failOnWarning,
  });
  const { output } = await bundle.generate({
    format: 'esm',
    entryFileNames: ({ name }) => entryNames(name),
    chunkFileNames: ({ name, moduleIds }) => `chunks/${chunkName(name, moduleIds)}.[hash].js`,
    hashCharacters: 'hex',
    manualChunks: (id, { getModuleInfo }) => chunkFor(chunks, id, getModuleInfo),
    // What they import may be in another.
    onlyExplicitManualChunks: true,
    generatedCode: 'es2015',
  });
  await bundle.close();
  return output;
}

/** The classes of the elements, and what draws them, which they import when they run. */
export const CLASSES = 'www/elements/elements.js';
export const DRAWING = ['www/elements/compose.js', 'www/elements/panel-styles.js'];

/**
 * A chunk of some modules and all that they import, but for what others have. Rollup by itself would make one of every few
 * modules that some panels share.
 *
 * @typedef {{ name: string, of: string[], without?: string[] }} Chunk
 */

/**
 * @param {Chunk[]} chunks
 * @param {string} id
 * @param {GetModuleInfo} getModuleInfo
 */
function chunkFor(chunks, id, getModuleInfo) {
  const isIn = (/** @type {string} */ module) => reachedFrom(inRoot(module), getModuleInfo).has(id);
  return chunks.find(({ of, without = [] }) => of.some(isIn) && !without.some(isIn))?.name;
}

/**
 * @param {string} id
 * @param {GetModuleInfo} getModuleInfo
 * @param {Set<string>} [reached]
 * @returns {Set<string>} the module and all that it imports, but for what it imports when it runs
 */
function reachedFrom(id, getModuleInfo, reached = new Set()) {
  if (reached.has(id)) return reached;
  reached.add(id);
  for (const imported of getModuleInfo(id)?.importedIds ?? []) reachedFrom(imported, getModuleInfo, reached);
  return reached;
}

/**
 * A panel's module is called panel.js, whichever it is.
 *
 * @param {string} name
 * @param {string[]} moduleIds
 */
function chunkName(name, moduleIds) {
  const panel = moduleIds.map((id) => /www\/panels\/(\w+)\/panel\.js$/.exec(id)?.[1]).find(Boolean);
  return panel ?? name;
}

/** @param {(OutputChunk | OutputAsset)[]} output */
export function contents(output) {
  return new Map(output.map((file) => [file.fileName, file.type === 'chunk' ? file.code : file.source]));
}
