// dist/site/: the page, for any static host. All but the documents, seq-scope.js, which others embed, and sw.js may be
// kept for good.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { bundled, contents, DRAWING, minified, minifiedSheet, replaced } from './bundle.js';
import { hashedName, inRoot, report, writeFolder } from './files.js';
import { template } from './one-file.js';

/** @import { OutputAsset, OutputChunk } from 'rollup' */

/** What the page and the frame always need. In chunks of their own the last three would be requests more. */
const ELEMENTS = { name: 'elements', of: ['www/elements/seq-scope.js', ...DRAWING, 'pkg/seqscope.js', 'www/site/link.js'] };

export async function writeSite() {
  const output = await bundled({ page: 'www/site/page.js', embed: 'www/site/embed.js' }, {
    entryNames: (name) => `chunks/${name}.[hash].js`, chunks: [ELEMENTS], template: await template(),
  });
  const files = contents(output);
  const sheet = await minifiedSheet(inRoot('www/site/page.css'));
  const sheetName = hashedName('page.css', sheet);
  files.set(sheetName, sheet);
  const startup = await minified(await readFile(inRoot('www/site/startup.js'), 'utf8'));
  const startupName = hashedName('startup.js', startup);
  files.set(startupName, startup);
  files.set('icon.svg', await readFile(inRoot('www/icon.svg')));
  const names = { 'site/page.css': sheetName, 'site/startup.js': startupName };
  for (const name of ['index', 'embed']) files.set(`${name}.html`, await html(output, name, names));
  files.set('sw.js', await serviceWorker(files));
  await writeFolder(inRoot('dist/site'), files);
  report('dist/site', files);
}

/** What is not kept ahead: what frames and other pages ask for, what is fetched to save a page, and models, which the page keeps. */
const NOT_KEPT = /^(embed\.html|seq-scope\.js|sw\.js|chunks\/embed\.|one-file\/)|\.safetensors$/;

/**
 * The script that keeps one version of the site, with the list of its files.
 *
 * @param {Map<string, string | Uint8Array>} files by their paths
 */
export async function serviceWorker(files) {
  const kept = [...files].filter(([name]) => !NOT_KEPT.test(name)).sort();
  const list = JSON.stringify(Object.fromEntries(kept.map(([name, content]) =>
    [name, createHash('sha256').update(content).digest('hex')])));
  const version = createHash('sha256').update(list).digest('hex').slice(0, 8);
  let script = await readFile(inRoot('www/site/service-worker.js'), 'utf8');
  script = replaced(script, 'FILES = {}', `FILES = ${list}`);
  return minified(replaced(script, "VERSION = ''", `VERSION = '${version}'`));
}

/**
 * A document with the names of the bundle, and with all that its text box needs asked for at once.
 *
 * @param {(OutputChunk | OutputAsset)[]} output
 * @param {string} name
 * @param {Record<string, string>} names of files that are not in the bundle, by those that they have in www/
 */
async function html(output, name, names) {
  const text = await readFile(inRoot(`www/${name}.html`), 'utf8');
  const [, module = ''] = /<script type="module" src="([^"]+)"/.exec(text) ?? [];
  const script = chunkOf(output, `www/${module}`);
  // Not the module of WebAssembly too: it would share the line with the scripts, which ask for it as soon as the text box
  // stands there.
  const ahead = script.imports.map((imported) => `<link rel="modulepreload" href="${imported}">`);
  const written = text.replace(/(href|src)="((?:site|models)\/[^"]+)"/g, (_, attribute, address) => {
    if (address === 'models/manifest.json') return `${attribute}="${nameOf(output, /^models\/manifest\./)}"`;
    const found = address === module ? script.fileName : names[address];
    if (!found) throw new Error(`www/${name}.html: ${address} has no name in the bundle`);
    return `${attribute}="${found}"`;
  });
  return replaced(written, '</head>', `  ${ahead.join('\n  ')}\n</head>`);
}

/** @param {(OutputChunk | OutputAsset)[]} output @param {string} module */
function chunkOf(output, module) {
  const found = output.find((file) => file.type === 'chunk' && file.facadeModuleId === path.join(inRoot(module)));
  if (found?.type !== 'chunk') throw new Error(`${module}: expected a chunk of its own`);
  return found;
}

/** @param {(OutputChunk | OutputAsset)[]} output @param {RegExp} name */
function nameOf(output, name) {
  const found = output.find(({ fileName }) => name.test(fileName));
  if (!found) throw new Error(`expected a file ${name}`);
  return found.fileName;
}
