// What stands in the panels is what the native library computes: tests/shown writes the numbers, and checks them, that
// are read here from the page.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { ATTENTIONS, DESK, hover, ready } from './scope.js';
import { openPage } from './harness.js';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {{ name: string, value: number, text: string }} Shown */
/** @typedef {Record<string, number>} Numbers */
/**
 * @typedef {{
 *   task: string, text: string, unit: number, cell: { target: number, source: number }, views: Record<string, Numbers>,
 * }} Expected
 */

/** @type {Expected[]} */
const pages = JSON.parse(readFileSync(new URL('../fixtures/shown.json', import.meta.url), 'utf8'));

/** How far a number on the page may be from the native one; norms of gradients can be tiny: relative to them. */
const LIMIT = 1e-4;
/** @param {string} view @param {string} name */
const isNorm = (view, name) => view.startsWith('gradients') || /^norms\.\d/.test(name);

const COMPANIONS = 'padding.second=4/5/21&padding.third=Wednesday,+30+September+1998&padding.fourth=+'
  + '&padding.sentence=0&padding.at=0.{source}&padding.target={target}';
/** How long all views of an address may take, in milliseconds. */
const LONGEST = 120_000;
const NOTHING_REMEMBERED = 'whatif.holds=e-f-0';
/** @param {string[]} heads @param {string[]} tails */
const each = (heads, tails) => heads.flatMap((head) => tails.map((tail) => `${head}.${tail}`));
const TERMS = each(['i', 'f', 'g', 'o'], ['input', 'state', 'bias', 'sum']);

/**
 * For each view its panel or another part of the page, the fields of the address that it takes, and what at least has
 * to be shown. `{source}` and `{target}` are of the pinned cell, `*` is anything.
 *
 * @typedef {{
 *   panel?: string, part?: string, fields?: string, shown: string[],
 *   point?: (page: Page, expected: Expected) => Promise<void>,
 * }} View
 * @type {Record<string, View>}
 */
const VIEWS = {
  'output': { part: 'seq-scope .output[data-attention=general]', shown: ['p', 'log'] },
  'map': {
    part: 'seq-scope .map[data-attention=general]', shown: ['weight', 'score', 'candidate.{target}.*'],
  },
  'gates': {
    part: 'seq-scope .gate-readout', shown: ['i', 'f', 'g', 'o', 'c', 'h'],
    point: (page, { unit, cell }) => hover(page.locator('seq-scope .raster[data-signal=c]'), unit, cell.source),
  },
  'cell': {
    panel: 'cell',
    shown: ['i', 'f', 'g', 'o', ...TERMS, 'c', 'c.before', 'c.kept', 'c.written', 'c.tanh', 'h', 'h.before'],
  },
  'memory': { panel: 'memory', fields: 'memory.step=999', shown: ['part.0', 'part.{source}', 'sum', 'total', 'wrote', 'wrote.share'] },
  'memory, layer': { panel: 'memory', fields: 'memory.view=layer', shown: ['share.{source}'] },
  'units': {
    panel: 'units',
    shown: ['range.*',
      ...each(['i', 'f', 'o'], ['closed', 'open', 'closedUnits', 'openUnits', 'closedOfUnit', 'openOfUnit'])],
  },
  'gradients': {
    panel: 'gradients', fields: 'gradients.models=dates', shown: each(['rnn', 'gru', 'lstm', 'carry'], ['0', '9', 'left']),
  },
  'gradients, input': {
    panel: 'gradients', fields: 'gradients.models=dates&gradients.measure=input&gradients.scale=absolute',
    shown: each(['rnn', 'gru', 'lstm'], ['0', '19']),
  },
  'padding': {
    panel: 'padding', fields: COMPANIONS,
    shown: ['alone.total', 'alone.weight', 'unpacked.weight', 'id.0.3', 'size.0', 'row.0.3',
      ...each(['batched', 'unpacked', 'unmasked'], ['memory', 'log-probability', 'padding', 'total'])],
  },
  'dropout': { panel: 'dropout', shown: ['p', 'share', 'scale', 'survival', 'encoder.embedding', 'decoder.output'] },
  'attention, scores': {
    panel: 'attention', shown: each(['score', 'mean', 'above', 'weight'], ['{target}.{source}']),
  },
  'attention, entropy': {
    panel: 'attention', fields: 'attention.mode=entropy',
    shown: ['bits.0', 'places.0', 'most', ...each(ATTENTIONS, ['mean', 'places', 'sharpest', 'widest'])],
  },
  'attention, difference': {
    panel: 'attention', fields: 'attention.mode=difference',
    shown: ['first', 'second', 'difference', 'moved', 'moved.0'],
  },
  'attention, lines': {
    panel: 'attention', fields: 'attention.mode=lines',
    shown: each(ATTENTIONS, ['{target}.{source}', '0.*']),
  },
  'tanh': { panel: 'tanh', shown: ['concat', 'concat_without_tanh'] },
  'explanation': {
    panel: 'explanation',
    shown: ['weight.{target}.{source}', 'occlusion.{target}.{source}', 'norms.{target}.{source}', 'norms.kendall',
      'norms.pearson', 'norms.pearson.0'],
  },
  'whatif': {
    panel: 'whatif', fields: NOTHING_REMEMBERED,
    shown: ['before.p', 'before.log', 'before.weight', 'after.p', 'after.log', 'after.weight', 'delta', 'moved.*',
      'candidate.0.*', 'candidate.3.*'],
  },
  'whatif, beam': { panel: 'whatif', fields: 'whatif.mode=beam', shown: ['node', 'path'] },
  'whatif, dropout': {
    panel: 'whatif', fields: 'whatif.mode=dropout', shown: ['mean.*'],
    // Means are of the runs that are there.
    point: (page) => page.locator('seq-view[name=whatif]').getByText('20 of 20 runs').waitFor(),
  },
  'whatif, attention': { panel: 'whatif', fields: 'whatif.mode=attention', shown: ['weight.0', 'weight.{source}'] },
};

/**
 * Numbers of views that are not computed natively: of a model that is sure, what leaving a token out costs is often
 * no more than rounding, and so is its order.
 *
 * @param {Expected} page
 * @param {string} view
 * @param {string} name
 */
function isLeftOut({ task }, view, name) {
  return task === 'dates' && view === 'explanation' && /^occlusion\.(kendall|pearson)/.test(name);
}

/** @param {string} written @param {Expected} page */
function filled(written, { cell }) {
  return written.replace('{target}', String(cell.target)).replace('{source}', String(cell.source));
}

/** @param {string} name @param {Expected} page */
function patternOf(name, page) {
  return new RegExp(`^${filled(name, page).replaceAll('.', '\\.').replaceAll('*', '.+')}$`);
}

/**
 * The views of a page, at as few addresses as there are: one address shows each panel in one way.
 *
 * @param {Expected} page
 */
function addressesOf(page) {
  /** @type {string[][]} */
  const addresses = [];
  for (const name of Object.keys(page.views)) {
    const { panel } = VIEWS[name] ?? assert.fail(`${name}: no such view`);
    const free = addresses.find((names) => !panel || names.every((other) => VIEWS[other]?.panel !== panel));
    if (free) free.push(name);
    else addresses.push([name]);
  }
  return addresses.map((names) => ({
    names,
    fields: filled(names.flatMap((name) => VIEWS[name]?.fields ?? []).join('&'), page),
  }));
}

/**
 * Every number of a part of the page, once it shows those that are waited for.
 *
 * @param {import('playwright-core').Locator} part
 * @param {RegExp[]} wanted
 * @returns {Promise<Shown[]>}
 */
async function numbersOf(part, wanted) {
  const numbers = part.locator('[data-number]');
  const read = () => numbers.evaluateAll((nodes) => nodes.map((node) => ({
    name: node.getAttribute('data-number') ?? '',
    value: Number(node.getAttribute(node.localName === 'data' ? 'value' : 'data-value') ?? NaN),
    // In a sum the sign of a term is the operator in front of it.
    text: (node.previousElementSibling?.matches('mo') && node.previousElementSibling.textContent === '−' ? '−' : '')
      + node.textContent,
  })));
  const isMissing = (/** @type {Shown[]} */ found) =>
    wanted.filter((name) => !found.some((shown) => name.test(shown.name)));
  for (let waited = 0; waited < 15_000; waited += 50) {
    const found = await read();
    if (isMissing(found).length === 0) return found;
    await part.page().waitForTimeout(50);
  }
  const found = await read();
  return assert.fail(`expected ${isMissing(found).join(' ')} among ${found.map(({ name }) => name).join(', ')}`);
}

/**
 * A number with its power of ten as programs write it.
 *
 * @param {string} text
 */
function plain(text) {
  return text.replaceAll('-', '−').replace(/ × 10(⁻?)([⁰¹²³⁴⁵⁶⁷⁸⁹]+)$/, (_, minus, raised) =>
    `e${minus ? '−' : ''}${[...raised].map((digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'.indexOf(digit)).join('')}`);
}

/**
 * Whether a text is a number rounded to the digits that it shows.
 *
 * @param {string} text
 * @param {number} value
 */
function isRounded(text, value) {
  if (text === '> 99.99 %') return value > 0.9999;
  if (text === '< 0.01 %') return value < 0.0001;
  const [, sign, digits = '', decimals = '', exponent = '0', percent] =
    /^(?:[=+] ?)?(−?)(\d+)(?:\.(\d+))?(?:e([−+]?\d+))?( %)?$/.exec(plain(text)) ?? [];
  if (digits === '') return false;
  const unit = 10 ** Number(exponent.replace('−', '-')) / (percent ? 100 : 1);
  const read = Number(`${digits}.${decimals}0`) * unit * (sign ? -1 : 1);
  const half = 0.5 * 10 ** -decimals.length * unit;
  // What is next to nothing is written as 0, whatever follows.
  const furthest = text === '0' && !Number.isInteger(value) ? 1e-6 : half;
  return Math.abs(read - value) <= furthest * (1 + 1e-9);
}

test('a rounded number is told from another one', () => {
  for (const [text, value] of /** @type {[string, number][]} */ ([
    ['0.12', 0.1249], ['−0.12', -0.1249], ['+3.5', 3.46], ['= 99.85 %', 0.99852], ['1.2e−5', 1.24e-5], ['0', 3e-8],
    ['1.20e+0', 1.2], ['2.38 × 10⁻⁷', 2.376e-7], ['7', 7], ['22 %', 0.225], ['> 99.99 %', 0.99999], ['< 0.01 %', 1e-9],
  ])) assert.ok(isRounded(text, value), `${text} is ${value}`);
  for (const [text, value] of /** @type {[string, number][]} */ ([
    ['0.12', 0.126], ['0.12', -0.12], ['−0.12', 0.12], ['= 99.85 %', 0.9986], ['1.2e−5', 1.26e-5], ['0', 3e-5], ['', 0],
    ['2.38 × 10⁻⁷', 2.37e-7], ['7', 8], ['–', NaN], ['> 99.99 %', 0.9998], ['< 0.01 %', 0.001],
  ])) assert.ok(!isRounded(text, value), `${text} is not ${value}`);
});

for (const expected of pages) {
  const { task, text, unit, cell, views } = expected;
  for (const { names, fields } of addressesOf(expected)) {
    test(`${task}: what stands on the page is what the native library computes: ${names.join('; ')}`, async (t) => {
      const page = await openPage(t, `/www/#task=${task}&text=${encodeURIComponent(text)}&attention=general&grid=pieces`
        + `&unit=${unit}&cell=${cell.target}.${cell.source}&${fields}`, { ...DESK, limit: LONGEST });
      await ready(page);
      for (const name of names) {
        await t.test(name, () => agrees(page, expected, name, views[name] ?? {}));
      }
    });
  }
}

/**
 * @param {Page} page
 * @param {Expected} expected
 * @param {string} view
 * @param {Numbers} numbers those of the view
 */
async function agrees(page, expected, view, numbers) {
  const { panel, part = `seq-view[name=${panel}]`, shown, point } = VIEWS[view] ?? assert.fail(`${view}: no such view`);
  await page.locator(part).scrollIntoViewIfNeeded();
  await point?.(page, expected);
  const found = await numbersOf(page.locator(part), shown.map((name) => patternOf(name, expected)));
  for (const { name, value, text } of found) {
    assert.ok(isRounded(text, value), `${name}: “${text}” is not ${value} rounded`);
    if (isLeftOut(expected, view, name)) continue;
    const native = numbers[name] ?? assert.fail(`${name}: not computed natively`);
    const limit = isNorm(view, name) ? LIMIT * native : LIMIT;
    assert.ok(Math.abs(value - native) <= limit, `${name}: ${value}, natively ${native}`);
  }
}
