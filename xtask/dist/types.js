// Types of the package: TypeScript's declarations of what the entries reach, and those of the elements' tags.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { attributeTypes } from './elements.js';
import { inRoot, ROOT } from './files.js';

/** Where a declaration names another file. */
const IMPORTED = /(?:from|import)\s*\(?\s*['"](\.[^'"]+)['"]/g;

/**
 * @param {Record<string, string>} entries modules of the repository by the names of the entries
 * @returns {Promise<Map<string, string>>} declarations by their paths in the package
 */
export async function types(entries) {
  const scratch = await mkdtemp(path.join(tmpdir(), 'seqscope-types-'));
  try {
    await emit(Object.values(entries), scratch);
    /** @type {Map<string, string>} */
    const files = new Map();
    for (const file of Object.values(entries)) await collect(declarationOf(file), scratch, files);
    for (const [name, file] of Object.entries(entries)) {
      files.set(`${name}.d.ts`, `export * from './types/${file}';\n`);
    }
    for (const [name, text] of tags(attributeTypes())) files.set(name, text + (files.get(name) ?? ''));
    // Generators of sites that run their templates over every file take two opening braces for one of theirs.
    for (const [name, text] of files) files.set(name, text.replaceAll('{{', '{ {'));
    return files;
  } finally {
    await rm(scratch, { recursive: true });
  }
}

/** @param {string[]} files @param {string} folder */
async function emit(files, folder) {
  const config = path.join(folder, 'tsconfig.json');
  await writeFile(config, JSON.stringify({
    extends: inRoot('tsconfig.json'),
    compilerOptions: {
      noEmit: false, declaration: true, emitDeclarationOnly: true, outDir: folder, rootDir: ROOT, stripInternal: true,
    },
    include: [], files: files.map(inRoot),
  }));
  await promisify(execFile)(process.execPath, [inRoot('node_modules/typescript/bin/tsc'), '--project', config]);
}

/** @param {string} module */
function declarationOf(module) {
  return module.replace(/\.js$/, '.d.ts');
}

/**
 * Takes a declaration and those that it names.
 *
 * @param {string} file path from the root of the repository
 * @param {string} emitted where TypeScript has written those that it makes; others are written by hand or by wasm-bindgen
 * @param {Map<string, string>} into
 */
async function collect(file, emitted, into) {
  const name = `types/${file}`;
  if (into.has(name)) return;
  const text = await readFile(path.join(emitted, file), 'utf8').catch(() => readFile(inRoot(file), 'utf8'));
  // wasm-bindgen's classes can be disposed of; not every project names the library that says what that is.
  into.set(name, text.includes('Symbol.dispose') ? `/// <reference lib="esnext.disposable" />\n${text}` : text);
  for (const [, specifier] of text.matchAll(IMPORTED)) {
    const target = path.posix.join(path.posix.dirname(file), /** @type {string} */ (specifier));
    await collect(declarationOf(target), emitted, into);
  }
}

/**
 * What the tags are to TypeScript and to React. Other frameworks take the attributes from the entry.
 *
 * @param {string} attributes
 * @returns {[string, string][]}
 */
function tags(attributes) {
  return [
    ['attributes.d.ts', attributes],
    ['seq-scope.d.ts', `import type { SeqScope, SeqView } from './elements.js';
export type { SeqScopeAttributes, SeqViewAttributes } from './attributes.js';

declare global {
  interface HTMLElementTagNameMap {
    'seq-scope': SeqScope;
    'seq-view': SeqView;
  }
}

`],
    ['react.d.ts', `import type { DetailedHTMLProps, HTMLAttributes } from 'react';
import type { SeqScopeAttributes, SeqViewAttributes } from './attributes.js';
import type { SeqScope, SeqView } from './elements.js';

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'seq-scope': DetailedHTMLProps<HTMLAttributes<SeqScope>, SeqScope> & SeqScopeAttributes;
      'seq-view': DetailedHTMLProps<HTMLAttributes<SeqView>, SeqView> & SeqViewAttributes;
    }
  }
}
`],
  ];
}
