// dist/seqscope.html: the page in one file, which opens from a disk with the network off. Its files stand in it as text, each
// in a script element that no browser runs; the script at its end unpacks them.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { deflateRawSync } from 'node:zlib';
import { heldFile, withModels } from '../../www/site/one-file.js';
import { heldScript, minified, minifiedSheet, replaced } from './bundle.js';
import { inRoot } from './files.js';

/** The models of the file that is handed out, as many as there is room for; a page that a reader saves has those of the reader. */
const TASK = 'dates';
const ATTENTIONS = ['general', 'dot', 'concat'];
/** What the file that is handed out may be, in bytes. */
const LARGEST = 900_000;

/**
 * Unpacks a file of the page, and then starts the program. Whatever goes wrong is said where the page would begin.
 * FROM_LETTERS is the function of www/kit/seven-bits.js.
 */
const LOADER = `
(() => {
  const APART = [0x00, 0x0a, 0x0d, 0x3c, 0x7b];
  FROM_LETTERS
  const inflated = (bytes) => new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'))).arrayBuffer();
  globalThis.seqscopeFile = async (name) => {
    const held = [...document.querySelectorAll('script[data-file]')].find((each) => each.dataset.file === name);
    return held ? new Uint8Array(await inflated(fromLetters(held.textContent, Number(held.dataset.bytes)))) : null;
  };
  const tell = (error) => {
    const said = document.createElement('p');
    said.setAttribute('role', 'alert');
    said.textContent = (/^zh/i.test(navigator.language)
      ? '本页在这个浏览器里无法启动。需要 Chrome 或 Edge 123、Firefox 120、Safari 17.5 及以上。'
      : 'This page does not start in this browser. It takes Chrome or Edge 123, Firefox 120, Safari 17.5 or later.') + ' (' + error + ')';
    document.getElementById('lead').append(said);
  };
  if (typeof DecompressionStream === 'undefined') tell('no DecompressionStream');
  else {
    globalThis.seqscopeFile('seqscope.js').then((bytes) => {
      const script = document.createElement('script');
      script.textContent = new TextDecoder().decode(bytes);
      document.head.append(script);
      script.remove();
    }).catch(tell);
  }
})();`;

/** @type {import('../../www/site/one-file.js').Deflate} */
const deflate = async (bytes) => deflateRawSync(bytes, { level: 9 });

/** The page without any model. @returns {Promise<string>} */
export async function template() {
  const program = await heldScript(inRoot('www/site/page.js'));
  const sheet = await minifiedSheet(inRoot('www/site/page.css'));
  const icon = await readFile(inRoot('www/icon.svg'), 'utf8');
  const [, fromLetters = ''] = /export (function fromLetters[^]*?\n})/.exec(await readFile(inRoot('www/kit/seven-bits.js'), 'utf8')) ?? [];
  const decoder = `const FIRST = 0xa0;\n${fromLetters}`;
  let text = await readFile(inRoot('www/index.html'), 'utf8');
  text = replaced(text, '<link rel="icon" href="icon.svg" type="image/svg+xml">',
    `<link rel="icon" href="data:image/svg+xml,${encodeURIComponent(icon)}">`);
  // A generator of sites may take the document for a template, and `{#` for the beginning of a comment.
  text = replaced(text, '<link rel="stylesheet" href="site/page.css">',
    `<meta name="seqscope-link" content="">\n  <style>${sheet.replaceAll('{#', '{ #')}</style>`);
  text = text.replace(/ {2}<link rel="preload"[^]*?<\/script>\n {2}<script type="module"[^]*?<\/script>\n/, '');
  const files = [await heldFile('seqscope.js', program, deflate)];
  for (const name of ['seqscope_bg.wasm', 'seqscope_analysis_bg.wasm']) {
    files.push(await heldFile(name, await readFile(inRoot(`pkg/${name}`)), deflate));
  }
  const loader = await minified(LOADER.replace('FROM_LETTERS', () => decoder));
  return replaced(text, '</body>', `${files.join('')}<script>${loader.trim()}</script>\n</body>`);
}

export async function writeOneFile() {
  const manifest = JSON.parse(await readFile(inRoot('www/models/manifest.json'), 'utf8'));
  const ofTask = manifest.models.filter((/** @type {any} */ model) => model.task === TASK && model.rnn === 'lstm');
  const without = await template();
  let page = '';
  for (let count = 1; count <= ATTENTIONS.length; count++) {
    const attentions = ATTENTIONS.slice(0, count);
    const chosen = ofTask.filter((/** @type {any} */ { attention }) => attentions.includes(attention));
    const names = new Set(chosen.flatMap((/** @type {any} */ { file, files }) => file ?? files.map((/** @type {any} */ each) => each.file)));
    const models = await Promise.all([...names].map(async (file) => ({ file, bytes: await readFile(inRoot(`www/models/${file}`)) })));
    const next = await withModels(without, { manifest: { ...manifest, models: chosen }, models, attentions, link: '' }, deflate);
    if (page !== '' && Buffer.byteLength(next) > LARGEST) {
      console.log(`dist/seqscope.html: ${attentions.at(-1)} would make it larger than ${LARGEST} bytes`);
      break;
    }
    page = next;
  }
  await mkdir(inRoot('dist'), { recursive: true });
  await writeFile(inRoot('dist/seqscope.html'), page);
  console.log(`dist/seqscope.html\n  ${Buffer.byteLength(page)} bytes`);
}
