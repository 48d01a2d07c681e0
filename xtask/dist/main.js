// Writes what is handed out: dist/npm/, the package, dist/site/, the page, and dist/seqscope.html, the page in one file.
// `cargo xtask dist` starts it:
//
//     node xtask/dist/main.js [--only npm|site|page]
import { parseArgs } from 'node:util';
import { writePackage } from './npm.js';
import { writeOneFile } from './one-file.js';
import { writeSite } from './site.js';

const PARTS = { npm: writePackage, site: writeSite, page: writeOneFile };

const { values } = parseArgs({ options: { only: { type: 'string' } } });
const chosen = values.only?.split(',') ?? Object.keys(PARTS);
for (const name of chosen) {
  if (!Object.hasOwn(PARTS, name)) {
    console.error(`--only: no part ${JSON.stringify(name)}: expected one of ${Object.keys(PARTS).join(', ')}`);
    process.exit(2);
  }
}
for (const name of chosen) await PARTS[/** @type {keyof typeof PARTS} */ (name)]();
