import assert from 'node:assert/strict';
import test from 'node:test';
import { chosenText, companionsOf, writtenIn } from '../../../../www/panels/padding/batch-texts.js';
import { h } from '../../../../www/kit/dom.js';
import { gridOf } from '../../../../www/trace/grid.js';
import { packedOrder, packedRows, paddingShare } from '../../../../www/panels/padding/packing.js';
import { panel } from '../../../../www/panels/padding/panel.js';
import { en, zh } from '../../../../www/panels/padding/words.js';
import { NOTHING } from '../../../../www/trace/selection.js';
import { stringsFor } from '../../../../www/words/strings.js';
import { tiny } from '../../../../www/kit/tiny.js';
import { packedSteps } from '../../../../www/panels/padding/packed.js';
import { paddingShift } from '../../../../www/panels/padding/shift.js';
import { paddedTensor } from '../../../../www/panels/padding/tensor.js';
import { paddingWays } from '../../../../www/panels/padding/ways.js';
import { textOf, withClass, within } from '../../markup.js';
import { matrix, traceOf } from '../../traces.js';

/** @typedef {import('../../../../www/panels/padding/packing.js').PaddedBatch} PaddedBatch */
/** @typedef {import('../../../../www/panels/padding/packing.js').Reading} Reading */

/**
 * @param {number} length
 * @param {Partial<Reading>} [changes]
 * @returns {Reading}
 */
function readingOf(length, changes = {}) {
  return {
    output: 'x', weights: matrix(2, 3, (_, column) => (column < length ? 1 / length : 0)), logProbability: -0.5,
    logProbabilityDifference: 0, memoryDifference: 0, memoryDifferences: new Float32Array(length), ...changes,
  };
}

/**
 * Texts of 2, 3 and 1 tokens, sorted 1, 0, 2.
 *
 * @returns {PaddedBatch}
 */
function batchOf() {
  const sentences = ['ab', 'cde', 'f'].map((text) => {
    const { length } = text;
    return {
      tokens: [...text], alone: readingOf(length), batched: readingOf(length, { memoryDifference: 2.4e-7 }),
      unpacked: readingOf(length, {
        output: 'y', memoryDifference: 0.25, memoryDifferences: Float32Array.from({ length }, (_, token) => (token + 1) / 8),
      }),
      unmasked: readingOf(length, { weights: matrix(2, 3, (row) => (row === 0 ? 1 / 3 : 0.25)) }),
    };
  });
  return {
    ids: [[5, 6, 0], [7, 8, 9], [10, 0, 0]], lengths: [2, 3, 1], batchSizes: [3, 2, 1],
    packed: [[1, 0], [0, 0], [2, 0], [1, 1], [0, 1], [1, 2]], sentences,
  };
}

test('each token has the row of the packed data that holds it', () => {
  const { packed } = batchOf();
  assert.deepEqual(packedRows(packed, 3), [[1, 4], [0, 3, 5], [2]]);
  assert.deepEqual(packedOrder(packed), [1, 0, 2]);
});

test('the attention on padding is the mean over the rows of what lies behind the text', () => {
  const weights = matrix(2, 3, (row, column) => [[0.5, 0.25, 0.25], [0.25, 0.25, 0.5]][row]?.[column] ?? NaN);
  assert.equal(paddingShare(weights, 2), 0.375);
  assert.equal(paddingShare(weights, 1), 0.625);
  assert.equal(paddingShare(weights, 3), 0);
});

test('small numbers are powers of ten', () => {
  assert.deepEqual([0, 2.384e-7, 9.99e-4, 0.001, 0.02144, 0.5, 12.34, -3e-12, 123].map(tiny),
    ['0', '2.38 × 10⁻⁷', '9.99 × 10⁻⁴', '0.00100', '0.0214', '0.500', '12.3', '−3.00 × 10⁻¹²', '123']);
});

test('a field has the example of the task until something is written in it, and can be emptied', () => {
  const examples = companionsOf('dates', ['', '', '']);
  assert.equal(new Set(examples).size, 3);
  assert.notDeepEqual(companionsOf('en-fr', ['', '', '']), examples);
  assert.deepEqual(companionsOf('dates', ['1/2/03', writtenIn(''), '']), ['1/2/03', '', examples[2]]);
  assert.equal(writtenIn('a '), 'a ');
});

test('the text that is looked at has padding', () => {
  assert.equal(chosenText(['abc', 'abcd', 'a'], -1), 0);
  assert.equal(chosenText(['abcde', 'abcd', 'a'], -1), 2);
  assert.equal(chosenText(['abc', 'abcd', 'a'], 1), 1);
  assert.equal(chosenText(['abc', 'abcd'], 3), 1);
});

test('the padded tensor hatches padding and shows every id', () => {
  const view = paddedTensor({
    batch: batchOf(), chosen: 0, shown: [1, 2], pinned: false, startsWord: '', words: { ...en.tensor, text: en.text },
  });
  const numbers = withClass(view, 'cell-number').map(({ attributes }) => attributes['value']);
  assert.deepEqual(numbers, ['5', '6', '0', '7', '8', '9', '10', '0', '0']);
  assert.deepEqual(withClass(view, 'pad').map(({ attributes }) => [attributes['data-text'], attributes['data-token']]),
    [[0, 2], [2, 1], [2, 2]]);
  assert.deepEqual(withClass(view, 'lit').map(textOf), ['e9']);
});

test('what is packed is a staircase whose columns are the batches', () => {
  const view = packedSteps({
    batch: batchOf(), chosen: 0, shown: [0, 1], pinned: true, startsWord: '', words: { ...en.packed, text: en.text },
  });
  const rows = within(view).filter(({ tag }) => tag === 'tr').map((row) => textOf(row));
  assert.deepEqual(rows, ['2c1d4e6', '1a2b5ended', '3f3endedended', 'n321']);
  assert.deepEqual(withClass(view, 'pinned').map(textOf), ['b5']);
  assert.equal(withClass(view, 'same-step').length, 3);
});

test('the table has the engine’s numbers in full and says which output has changed', () => {
  const text = batchOf().sentences[0];
  assert.ok(text);
  const view = paddingWays({ text, way: 'unpacked', lang: 'fr', words: en.moves });
  const cells = (/** @type {string} */ measure) => within(view)
    .filter(({ tag, attributes }) => tag === 'tr' && attributes['data-measure'] === measure)
    .flatMap((row) => within(row).filter(({ attributes }) => 'data-way' in attributes));
  const values = (/** @type {string} */ measure) => cells(measure).map((cell) =>
    [cell.attributes['data-way'], within(cell).find(({ tag }) => tag === 'data')?.attributes['value']]);
  assert.deepEqual(values('memory'), [['batched', '2.4e-7'], ['unmasked', '0'], ['unpacked', '0.25']]);
  assert.deepEqual(values('padding').map(([, value]) => Number(value).toFixed(4)), ['0.0000', '0.2917', '0.0000']);
  assert.deepEqual(cells('output').map(textOf), ['the same', 'the same', 'changed: y']);
});

test('a bar is as high as its token has moved', () => {
  const view = paddingShift({
    differences: Float32Array.of(0.125, 0.25), most: 0.5, tokens: ['a', 'b'], slanted: false, width: 300, label: '',
    shown: 1, text: 0,
  });
  assert.deepEqual(withClass(view, 'shift-bar').map(({ attributes }) => attributes['height']), ['18.00', '36.00']);
  assert.deepEqual(withClass(view, 'shift-value').map(textOf), ['0.250']);
  const none = paddingShift({
    differences: new Float32Array(1), most: 0, tokens: ['a'], slanted: false, width: 300, label: '', shown: null, text: 0,
  });
  assert.deepEqual(withClass(none, 'shift-bar').map(({ attributes }) => attributes['height']), ['0.00']);
});

test('the panel asks for a batch of what is typed and what stands beside it', () => {
  const context = /** @type {any} */ ({ task: 'dates', unit: 'characters', trace: traceOf('5 April 2021') });
  const own = panel.defaults;
  const asked = panel.questions?.(context, { ...own, second: '1/2/03', third: ' ' });
  const texts = ['5 April 2021', '1/2/03', companionsOf('dates', ['', '', ''])[2]];
  assert.deepEqual(asked?.['batch'], { method: 'padding', args: [texts], rests: false });
  // The models of pieces take long enough for the next text to wait.
  assert.equal(panel.questions?.({ ...context, unit: 'words' }, own)?.['batch']?.rests, true);
  // Alone in the batch there is nothing to ask; the runs of the other texts are asked for the names of their rows.
  assert.deepEqual(panel.questions?.(context, { ...own, second: ' ', third: ' ', fourth: ' ' }), {});
  assert.deepEqual(Object.keys(panel.questions?.(context, own) ?? {}), ['batch', 'run1', 'run2', 'run3']);
});

test('it opens on the sentence that is hurt most, first of all where another output comes of it', () => {
  const reading = (/** @type {string} */ output, /** @type {number} */ logProbability) => ({ output, logProbability });
  const batch = (/** @type {[string, number][]} */ ...unpacked) => /** @type {any} */ ({
    sentences: unpacked.map(([output, logProbability]) => ({ alone: reading('x', -1), unpacked: reading(output, logProbability) })),
  });
  const texts = ['long text', 'short', 'other'];
  assert.equal(chosenText(texts, -1, batch(['x', -1], ['x', -9], ['y', -2])), 2);
  assert.equal(chosenText(texts, -1, batch(['x', -1], ['x', -9], ['x', -2])), 1);
  assert.equal(chosenText(texts, 0, batch(['x', -1], ['x', -9], ['y', -2])), 0, 'what was chosen');
  assert.equal(chosenText(texts, -1, batch(['x', -1], ['x', -1], ['x', -1])), chosenText(texts, -1));
});

test('both languages have the same words', () => {
  const shape = (/** @type {object} */ words) => JSON.stringify(words, (_, value) => (typeof value === 'object' ? value : ''));
  assert.equal(shape(zh), shape(en));
});

/**
 * The panel on a made-up batch of three texts.
 *
 * @param {Partial<typeof panel.defaults>} own
 * @param {(trace: ReturnType<typeof traceOf>) => ReturnType<typeof traceOf>} [change]
 */
function shownPanel(own, change = (trace) => trace) {
  const trace = change(traceOf('ab'));
  const context = /** @type {any} */ ({
    task: 'dates', trace, grid: gridOf(trace, 'characters'), slanted: false, selection: NOTHING, language: 'en',
    strings: stringsFor('en'), width: 700, ratio: 1, paint: () => {}, actions: {},
  });
  const answers = { batch: { value: batchOf(), stale: false, failure: null } };
  return h('div', null, panel.view(context, { ...panel.defaults, sentence: 0, ...own }, answers, () => {}));
}

test('a model that reads forward only is said not to move without packing', () => {
  const verdict = (/** @type {import('../../../../www/kit/dom.js').Description} */ view) => withClass(view, 'padding-verdict').map(textOf);
  const forward = (/** @type {ReturnType<typeof traceOf>} */ trace) => ({
    ...trace, encoder: trace.encoder.filter(({ direction }) => direction === 'forward'),
  });
  assert.deepEqual(verdict(shownPanel({ way: 'unpacked' }, forward)), [en.verdict.unpackedForward]);
  assert.deepEqual(verdict(shownPanel({ way: 'unpacked' })), [en.verdict.unpacked]);
  assert.deepEqual(verdict(shownPanel({ way: 'batched' })), [en.verdict.still]);
  assert.deepEqual(verdict(shownPanel({ way: 'unmasked' })), [en.verdict.unmasked('29.2 %')]);
  assert.deepEqual(verdict(shownPanel({ sentence: 1 })), [en.moves.noPadding]);
});

test('the panel names the sentences whose outputs change', () => {
  const [changes] = withClass(shownPanel({}), 'padding-changes');
  assert.ok(changes);
  assert.deepEqual(changes.children.map(textOf), [
    'packed, with mask: every output stays what it is.', 'without the mask: every output stays what it is.',
    'without packing: the output of sentences 1, 2, 3 changes.',
  ]);
});

test('what the reader points at elsewhere is found in the batch, and padding in no row of it', () => {
  const readout = (/** @type {string} */ at) => withClass(shownPanel({ at }), 'padding-readout').map(textOf)[0];
  assert.equal(readout('1.2'), '“e” of sentence 2 is read at step 3, as number 1 of 1: row 6 of the packed data.');
  assert.equal(readout('2.1'), 'Padding, in column 2 of sentence 3. It is not in the packed data: nothing ever reads it.');
  assert.equal(readout('7.0'), en.pointing.replaceAll('|', ''));
});
