// Packs dist/npm as npm would publish it, installs it into projects that were empty, and builds them.
import { execFile } from 'node:child_process';
import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** @import { InlineConfig } from 'vite' */

const here = (/** @type {string} */ relative) => fileURLToPath(new URL(relative, import.meta.url));
/** What comes of it, ignored by git; under it the projects find the packages of this folder, as React. */
export const BUILT = here('built');
const run = promisify(execFile);

/** Installs the package from its tarball, without the network: it depends on nothing. */
export async function install() {
  await rm(BUILT, { recursive: true, force: true });
  await mkdir(BUILT);
  await cp(here('projects'), BUILT, { recursive: true });
  await writeFile(`${BUILT}/package.json`, '{ "private": true, "type": "module" }\n');
  const packed = await run('npm', ['pack', here('../../dist/npm'), '--pack-destination', BUILT, '--json']);
  const [{ filename, files }] = JSON.parse(packed.stdout);
  await run('npm', ['install', `./${filename}`, '--offline', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: BUILT });
  return /** @type {{ path: string }[]} */ (files).map(({ path }) => path);
}

/**
 * @param {string} project
 * @returns {Promise<InlineConfig>}
 */
export async function viteConfig(project) {
  const vue = (await import('@vitejs/plugin-vue')).default;
  return {
    root: `${BUILT}/${project}`, configFile: false, base: './', logLevel: 'warn',
    plugins: project === 'vue'
      ? [vue({ template: { compilerOptions: { isCustomElement: (tag) => tag.startsWith('seq-') } } })] : [],
  };
}

/** @param {string} project */
export async function buildWithVite(project) {
  const { build } = await import('vite');
  await build(await viteConfig(project));
}

export async function buildWithWebpack() {
  const { default: webpack } = await import('webpack');
  const context = `${BUILT}/webpack`;
  const compiler = webpack({
    context, mode: 'production', entry: './main.js', output: { path: `${context}/dist`, filename: 'main.js' },
    performance: { hints: false },
  });
  const stats = await new Promise((resolve, reject) =>
    compiler.run((error, result) => (error ? reject(error) : resolve(/** @type {import('webpack').Stats} */ (result)))));
  if (stats.hasErrors() || stats.hasWarnings()) throw new Error(stats.toString({ all: false, errors: true, warnings: true }));
  await cp(`${context}/index.html`, `${context}/dist/index.html`);
}
