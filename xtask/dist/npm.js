// dist/npm/: the package `seqscope`, complete and ready to publish.
import { readFile } from 'node:fs/promises';
import { bundled, CLASSES, contents, DRAWING } from './bundle.js';
import { customElementsManifest, withTables } from './elements.js';
import { inRoot, report, writeFolder } from './files.js';
import { types } from './types.js';

/** The modules of the repository that the package's entries are made of. */
const ENTRIES = {
  'seq-scope': 'www/elements/seq-scope.js',
  elements: 'www/elements/elements.js',
  engine: 'www/engine/direct.js',
};
/** Files whose names have no hash, by that with it: for those who ask for them by name, as they may for copies. */
const ALIASES = /^(wasm|workers|models)\/(manifest|models|questions|seqscope_bg|seqscope_analysis_bg|seqscope_pictures_bg)\.[0-9a-f]{8}(\.\w+)$/;

export async function writePackage() {
  const files = contents(await bundled(ENTRIES, {
    entryNames: (name) => `${name}.js`, chunks: [{ name: 'drawing', of: DRAWING, without: [CLASSES] }],
  }));
  // The manifest of a folder of models is called so wherever the folder lies.
  files.set('models/manifest.json', await readFile(inRoot('www/models/manifest.json')));
  for (const [name, text] of await types(ENTRIES)) files.set(name, text);
  files.set('react.js', '// Types alone: what <seq-scope> and <seq-view> are in JSX.\nexport {};\n');
  files.set('custom-elements.json', `${JSON.stringify(customElementsManifest(), null, 2)}\n`);
  for (const name of ['LICENSE-APACHE', 'LICENSE-MIT']) files.set(name, await readFile(inRoot(name)));
  files.set('README.md', withTables(await readFile(inRoot('xtask/dist/README.md'), 'utf8'), 'en'));
  files.set('package.json', `${JSON.stringify(await manifest([...files.keys()]), null, 2)}\n`);
  await writeFolder(inRoot('dist/npm'), files);
  report('dist/npm', files);
}

/** @param {string[]} files */
async function manifest(files) {
  const built = JSON.parse(await readFile(inRoot('pkg/package.json'), 'utf8'));
  const entry = (/** @type {string} */ name) => ({ types: `./${name}.d.ts`, default: `./${name}.js` });
  const aliases = files.sort().flatMap((name) => {
    const [, folder, stem, ending] = ALIASES.exec(name) ?? [];
    return folder && stem !== 'manifest' ? [[`./${folder}/${stem}${ending}`, `./${name}`]] : [];
  });
  return {
    name: 'seqscope',
    version: built.version,
    description: built.description,
    license: built.license,
    keywords: [...built.keywords, 'custom-element', 'web-components'].sort(),
    type: 'module',
    main: './seq-scope.js',
    types: './seq-scope.d.ts',
    unpkg: './seq-scope.js',
    jsdelivr: './seq-scope.js',
    customElements: './custom-elements.json',
    exports: {
      '.': entry('seq-scope'),
      './seq-scope.js': entry('seq-scope'),
      './elements': entry('elements'),
      './engine': entry('engine'),
      './react': entry('react'),
      ...Object.fromEntries(aliases),
      './models/*': './models/*',
      './custom-elements.json': './custom-elements.json',
      './package.json': './package.json',
    },
    // Registering is all that this entry is for.
    sideEffects: ['./seq-scope.js'],
  };
}
