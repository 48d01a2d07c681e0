// Every picture proves its paragraph: docs/claims.md lists what each section of the article says and the number on the page
// that shows it, and each of its lines is tried here.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { en } from '../../www/site/en.js';
import { openPage } from './harness.js';
import { DESK, ready } from './scope.js';

/** @typedef {{ section: string, claim: string, fields: string, holds: string }} Claim */

/** @type {Claim[]} */
const claims = readFileSync(new URL('../../docs/claims.md', import.meta.url), 'utf8').split('\n')
  .filter((line) => /^\| `/.test(line)).map((line) => {
    const [section = '', claim = '', fields = '', holds = ''] = line.split('|').slice(1).map((cell) => cell.trim().replace(/^`|`$/g, ''));
    return { section, claim, fields, holds };
  });

/** How near two numbers are that are the same. */
const SAME = 1e-4;
/** @type {Record<string, (a: number, b: number) => boolean>} */
const RELATIONS = {
  '<': (a, b) => a < b, '>': (a, b) => a > b, '≤': (a, b) => a <= b, '≥': (a, b) => a >= b, '=': (a, b) => Math.abs(a - b) <= SAME,
};

/**
 * What is read: two sums of numbers on the page, or numbers themselves, and how they relate.
 *
 * @param {string} holds
 */
function parsed(holds) {
  const [, left = '', relation = '', right = ''] = /^(.+) ([<>≤≥=]) (.+)$/.exec(holds) ?? [];
  const terms = (/** @type {string} */ side) => side.split(' + ').map((term) => term.trim());
  assert.ok(left && RELATIONS[relation] && right, `expected a relation of two sums, found ${holds}`);
  return { left: terms(left), relation, right: terms(right) };
}

/** @param {string} term */
const isNumber = (term) => /^[−-]?\d/.test(term);

test('every section of the article has a claim that a number proves, and a line names nothing else', () => {
  const sections = en.sections.map(({ panel }) => panel);
  assert.deepEqual([...new Set(claims.map(({ section }) => section))], sections, 'in the order of the article');
  for (const { holds } of claims) parsed(holds);
});

/** Claims of one address are tried on one page. @type {Map<string, Claim[]>} */
const byAddress = new Map();
for (const claim of claims) byAddress.set(claim.fields, [...byAddress.get(claim.fields) ?? [], claim]);

for (const [fields, here] of byAddress) {
  test(`what the article says holds on the page: ${fields || 'as first shown'}`, async (t) => {
    const page = await openPage(t, `/www/${fields && '#'}${fields}`, { ...DESK, limit: 180_000 });
    await ready(page);
    for (const { section, claim, holds } of here) {
      await t.test(`${section}: ${claim}`, async () => {
        const { left, relation, right } = parsed(holds);
        const view = page.locator(`seq-view[name=${section}]`);
        await view.evaluate((node) => node.scrollIntoView());
        const valueOf = async (/** @type {string} */ term) => {
          const [, factor = '1', name = ''] = /^(?:(\d+) × )?(.+)$/.exec(term) ?? [];
          if (isNumber(name)) return Number(name.replace('−', '-'));
          const number = view.locator(`[data-number="${name}"]`).first();
          await number.waitFor({ state: 'attached', timeout: 60_000 });
          return Number(factor) * Number(await number.evaluate((node) => node.getAttribute(node.localName === 'data' ? 'value' : 'data-value')));
        };
        const sum = async (/** @type {string[]} */ terms) => (await Promise.all(terms.map(valueOf))).reduce((a, b) => a + b, 0);
        const [a, b] = [await sum(left), await sum(right)];
        assert.ok(RELATIONS[relation]?.(a, b), `${holds}: ${a} ${relation} ${b}`);
      });
    }
  });
}
