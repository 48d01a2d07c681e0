// What ES modules import: `import … from 'x'`, `export … from 'x'`, `import 'x'`, `import('x')` and `new URL('x', …)`.
// Comments, and with them JSDoc types, do not count.
//
// Reads a JSON list of files from standard input and writes for each a list of lines, from 1, and specifiers. Acorn
// parses them: the compiler of TypeScript 7 is a program of its own, without functions for that.
import { readFileSync } from 'node:fs';
import { parse } from 'acorn';

/** @typedef {{ type: string, loc: { start: { line: number } }, [name: string]: unknown }} Node */

/** @type {string[]} */
const files = JSON.parse(readFileSync(0, 'utf8'));
process.stdout.write(JSON.stringify(files.map(imports)));

/** @param {string} file @returns {[number, string][]} */
function imports(file) {
  /** @type {[number, string][]} */
  const found = [];
  const visit = (/** @type {unknown} */ value) => {
    if (Array.isArray(value)) value.forEach(visit);
    if (!isNode(value)) return;
    const specifier = specifierOf(value);
    if (isNode(specifier) && typeof specifier['value'] === 'string') found.push([specifier.loc.start.line, specifier['value']]);
    Object.values(value).forEach(visit);
  };
  try {
    visit(parse(readFileSync(file, 'utf8'), { ecmaVersion: 'latest', sourceType: 'module', locations: true }));
  } catch (error) {
    console.error(`${file}: ${/** @type {Error} */ (error).message}`);
    process.exit(1);
  }
  return found;
}

/** @param {Node} node */
function specifierOf(node) {
  if (/^(Import|Export(Named|All))Declaration$|^ImportExpression$/.test(node.type)) return node['source'];
  const isUrl = node.type === 'NewExpression' && isNode(node['callee']) && node['callee']['name'] === 'URL';
  return isUrl ? /** @type {unknown[]} */ (node['arguments'])[0] : undefined;
}

/** @param {unknown} value @returns {value is Node} */
function isNode(value) {
  return typeof value === 'object' && value !== null && 'type' in value && 'loc' in value;
}
