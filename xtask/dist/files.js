// Where things are, and how files are written.
import { createHash } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** @param {string} relative written with `/` */
export function inRoot(relative) {
  return path.join(ROOT, relative);
}

/** The name of a file with a hash of its content in it. @param {string} name @param {string | Uint8Array} content */
export function hashedName(name, content) {
  const { dir, name: stem, ext } = path.posix.parse(name);
  // Models are named so already.
  if (/\.[0-9a-f]{8}$/.test(stem)) return name;
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 8);
  return path.posix.join(dir, `${stem}.${hash}${ext}`);
}

/**
 * Writes files into a folder that holds nothing else.
 *
 * @param {string} folder
 * @param {Map<string, string | Uint8Array>} files by their paths in it
 */
export async function writeFolder(folder, files) {
  await rm(folder, { recursive: true, force: true });
  for (const [name, content] of [...files].sort()) {
    const file = path.join(folder, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, content);
  }
}

/** Says how large the scripts are. @param {string} title @param {Map<string, string | Uint8Array>} files */
export function report(title, files) {
  console.log(title);
  for (const [name, content] of [...files].sort()) {
    if (!name.endsWith('.js') && !name.endsWith('.wasm') && !name.endsWith('.css')) continue;
    const [bytes, gzipped] = [Buffer.byteLength(content), gzipSync(content, { level: 9 }).length];
    console.log(`  ${name.padEnd(44)} ${String(bytes).padStart(8)} bytes, ${String(gzipped).padStart(7)} gzipped`);
  }
}
