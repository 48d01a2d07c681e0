import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import test from 'node:test';
import { columnsOf, gridOfPath, pathTo, textOfPath } from '../../../../www/panels/whatif/beam-tree.js';
import { gridOf } from '../../../../www/trace/grid.js';
import { layerOf } from '../../../../www/trace/layers.js';
import { panel } from '../../../../www/panels/whatif/panel.js';
import { en, zh } from '../../../../www/panels/whatif/words.js';
import { stringsFor } from '../../../../www/words/strings.js';
import { signed } from '../../../../www/panels/whatif/result.js';
import { choicesAt } from '../../../../www/panels/whatif/tokens.js';
import { beamTree } from '../../../../www/panels/whatif/tree.js';
import { smallTree } from './beams.js';
import { markupOf, textOf, withClass, within } from '../../markup.js';
import { matrix, piecesTrace, tokensOf, traceOf } from '../../traces.js';

/** @typedef {import('../../../../www/elements/types.js').Trace} Trace */
/** @typedef {import('../../../../www/kit/dom.js').Description} Description */

const nothing = () => {};

/**
 * @param {Trace} trace
 * @param {Partial<import('../../../../www/panels/types.js').PanelContext>} [changes]
 * @returns {any}
 */
function contextOf(trace, changes = {}) {
  const gatesView = { component: 'encoder', layer: 0, direction: 'forward' };
  const unit = changes.slanted ? 'words' : 'characters';
  return {
    task: 'dates', text: trace.input, attention: 'dot', trace, grid: gridOf(trace, unit), unit, gatesView,
    layer: layerOf(trace, /** @type {any} */ (gatesView)), slanted: false,
    selection: { hover: null, pinned: null, gate: null, unit: null }, width: 900, ratio: 1, language: 'en',
    strings: stringsFor('en'), paint: nothing, actions: {}, ...changes,
  };
}

/**
 * The panel as it is drawn, and what it keeps once a reader has done something.
 *
 * @param {any} context
 * @param {Record<string, any>} [own]
 * @param {Record<string, any>} [answers]
 */
function drawn(context, own = {}, answers = {}) {
  const kept = { ...panel.defaults, ...own };
  /** @type {any} */
  let set = null;
  const children = panel.view(context, kept, answers, (changes) => {
    set = { ...kept, ...changes };
  });
  /** @type {Description} */
  const root = { tag: 'div', attributes: {}, children };
  return {
    root, text: textOf(root),
    /** @param {(each: Description) => boolean} wanted */
    click: (wanted) => {
      const found = within(root).find(wanted);
      assert.ok(found, 'nothing to click');
      found.attributes['onclick']({ currentTarget: { closest: () => null } });
      return set;
    },
    set: () => set,
  };
}

/** @param {any} value */
const answered = (value) => ({ value, stale: false, failure: null });

/** The run of 4/5 that was made to write 4-5. */
function changedTrace() {
  const trace = traceOf('4/5');
  const target = trace.target.map((token, step) => (step === 1 ? { ...token, id: 9, text: '-' } : token));
  const logProbabilities = trace.logProbabilities.map((each, step) => (step === 1 ? Math.log(0.05) : each));
  return {
    ...trace, output: '4-5', target, logProbabilities,
    logProbability: logProbabilities.reduce((sum, each) => sum + each, 0),
  };
}

test('without changes the model is asked nothing, and the run is said to be as it is', () => {
  const context = contextOf(traceOf('4/5'));
  assert.deepEqual(panel.questions?.(context, panel.defaults), {});
  const { root, text } = drawn(context);
  assert.match(text, /Nothing is changed/);
  assert.equal(withClass(root, 'whatif-result').length, 0);
});

test('a candidate that is clicked makes a prefix of what was written before it and itself', () => {
  const trace = traceOf('4/5');
  trace.target.forEach((token, step) => {
    token.id = 10 + step;
    const [first] = trace.candidates[step] ?? [];
    if (first) first.id = token.id;
  });
  const context = contextOf(trace);
  const { click } = drawn(context);
  const at = (/** @type {number} */ row, /** @type {number} */ column) => (/** @type {Description} */ { attributes }) =>
    attributes['data-row'] === row && attributes['data-column'] === column;
  const own = click(at(1, 2));
  assert.deepEqual([own.prefix, own.task], ['10.11.9', 'dates']);
  assert.deepEqual(panel.questions?.(context, own),
    { whatIf: { method: 'run', args: ['4/5', { candidates: 5, prefix: [10, 11, 9] }] } });
  // What is taken already changes nothing.
  assert.equal(drawn(context).click(at(0, 2)), null);
  // The chosen one lets go of itself: what is before it is what the model writes anyway.
  const target = trace.target.map((token, step) => (step === 2 ? { ...token, id: 9, text: '?' } : token));
  const chosen = { ...trace, target };
  assert.equal(drawn(context, own, { whatIf: answered(chosen) }).click(at(1, 2)).prefix, '');
});

test('what was written is among the candidates of its step even if it is not one of the best', () => {
  const trace = changedTrace();
  trace.candidates = trace.candidates.map((best) => best.slice(0, 1));
  assert.deepEqual(choicesAt(trace, 1, '-').map(({ id, text }) => [id, text]), [[4, '/'], [9, '-']]);
  assert.deepEqual(choicesAt(trace, 0, '4').map(({ id }) => id), [4]);
});

test('the new output stands beside the old one, with the difference of log p and with what is not the same', () => {
  const own = { prefix: '4.9', task: 'dates' };
  const { root, text } = drawn(contextOf(traceOf('4/5')), own, { whatIf: answered(changedTrace()) });
  assert.deepEqual(withClass(root, 'output-text').map(textOf), ['4/5', '4-5']);
  // ln 0.05 − ln 0.9.
  assert.equal(textOf(withClass(root, 'whatif-delta')[0]).slice(0, 15), 'Δ log p = −2.89');
  assert.match(text, /These are two outputs/);
  assert.deepEqual(withClass(root, 'changed').map(textOf), ['was /: /-']);
  assert.equal(withClass(root, 'whatif-pair').length, 4);
  assert.match(text, /The output starts with “4-”/);
  assert.equal(withClass(root, 'map-plot').length, 2);
});

test('the same output says how many times as probable it is, and the same run that nothing has changed', () => {
  const trace = traceOf('4/5');
  const words = (/** @type {Trace} */ after) => {
    const { root } = drawn(contextOf(trace), { holds: 'e-f-1' }, { whatIf: answered(after) });
    return textOf(withClass(root, 'whatif-delta-words')[0]);
  };
  assert.equal(words({ ...trace }), 'The output and its probability are the same.');
  assert.match(words({ ...trace, logProbability: trace.logProbability + Math.log(0.5) }), /0\.50 times/);
  assert.match(words({ ...trace, logProbability: trace.logProbability + Math.log(3e-5) }), /0\.000030 times/);
});

test('an answer about another text is not shown', () => {
  const earlier = { value: traceOf('4/6'), stale: true, failure: null };
  const { root } = drawn(contextOf(traceOf('4/5')), { holds: 'e-f-1' }, { whatIf: earlier });
  assert.equal(withClass(root, 'whatif-comparison').length, 0);
});

test('every change is said in words and is taken back by its button; all of them by one', () => {
  const own = { holds: 'e1b-f2-0.25', silenced: 'd', rows: '1-9000.1000.' };
  const context = contextOf(traceOf('4/5'));
  const { root } = drawn(context, own);
  const lines = withClass(root, 'whatif-change');
  assert.deepEqual(lines.map((line) => textOf(line.children[0])), [
    'h = 0 in the decoder', 'At step 2 it looks at “4” 90.0 %, “/” 10.0 %',
    'f = 0.25 in unit 2 of the encoder, layer 1, backward',
  ], 'the unit that the model does not have comes last, set aside');
  assert.equal(withClass(root, 'whatif-aside').length, 1);
  const back = drawn(context, own).click(({ attributes }) =>
    attributes['aria-label'] === 'Take back: h = 0 in the decoder');
  assert.deepEqual([back.holds, back.silenced, back.rows], [own.holds, '', own.rows]);
  const all = drawn(context, own).click(({ tag, children }) => tag === 'button' && children[0] === en.takeAllBack);
  assert.deepEqual([all.prefix, all.holds, all.silenced, all.rows], ['', '', '', '']);
  assert.deepEqual(panel.questions?.(context, all), {});
});

test('a prefix of another task is set aside', () => {
  const own = { ...panel.defaults, prefix: '5.6', task: 'en-fr' };
  assert.deepEqual(panel.questions?.(contextOf(traceOf('4/5')), own), {});
  assert.match(drawn(contextOf(traceOf('4/5')), own).text, /Set aside/);
});

test('a preset is one click, and the same click takes it back', () => {
  const context = contextOf(traceOf('4/5'));
  const preset = (/** @type {string} */ name) => (/** @type {Description} */ { children }) => children[0] === name;
  const own = drawn(context).click(preset('nothing is forgotten (f = 1)'));
  assert.equal(own.holds, 'e-f-1_d-f-1');
  assert.deepEqual(panel.questions?.(context, own)['whatIf']?.args[1], {
    candidates: 5,
    holds: [{ component: 'encoder', gate: 'f', value: 1 }, { component: 'decoder', gate: 'f', value: 1 }],
  });
  assert.equal(drawn(context, own).click(preset('nothing is forgotten (f = 1)')).holds, '');
});

test('a weight that is moved gives a row, and a click on a token gives it everything', () => {
  const context = contextOf(traceOf('4/5'));
  const view = drawn(context, { mode: 'attention', step: 1 });
  const sliders = within(view.root).filter(({ attributes }) => attributes['aria-orientation'] === 'vertical');
  assert.deepEqual(sliders.map(({ attributes }) => attributes['value']), ['0', '100', '0']);
  sliders[0]?.attributes['oninput']({ target: { value: '40' } });
  assert.equal(view.set().rows, '1-4000.6000.');
  assert.equal(view.click(({ attributes }) => attributes['aria-label'] === 'Look only at “5”').rows, '1-..10000');
  assert.equal(view.click(({ children }) => children[0] === en.everyStep).rows, 'all-.10000.');
});

test('gates are held and units silenced where the form says', () => {
  const context = contextOf(traceOf('4/5'), { selection: { hover: null, pinned: null, gate: null, unit: 1 } });
  const form = { mode: 'gates', part: 'encoder', way: 'backward', unit: 1, gate: 'o', value: 0.5 };
  const button = (/** @type {string} */ name) => (/** @type {Description} */ { children }) => children[0] === name;
  assert.equal(drawn(context, form).click(button('Hold o at 0.50')).holds, 'eb-o1-0.5');
  assert.equal(drawn(context, form).click(button('Silence these units')).silenced, 'eb-1');
  const { part, level, way, unit } = drawn(context, { mode: 'gates' }).click(button('Take the selected unit 1'));
  assert.deepEqual([part, level, way, unit], ['encoder', 1, 'forward', 1]);
});

test('a GRU has its own gates and an RNN none, and the panel says so', () => {
  const lstm = traceOf('4/5');
  const only = (/** @type {string[]} */ letters) => {
    const layer = (/** @type {import('../../../../www/elements/types.js').Layer} */ each) => ({
      ...each, signals: letters.map((name) => ({ name, values: matrix(3, 2, () => 0.5) })),
    });
    return { ...lstm, encoder: lstm.encoder.map(layer), decoder: lstm.decoder.map(layer) };
  };
  const gru = drawn(contextOf(only(['r', 'z', 'n', 'h'])), { mode: 'gates' });
  assert.match(gru.text, /z = 1 keeps the state/);
  assert.match(gru.text, /Hold z at 1/);
  const rnn = drawn(contextOf(only(['h'])), { mode: 'gates' });
  assert.match(rnn.text, /it has no gates/);
  assert.doesNotMatch(rnn.text, /Hold/);
  assert.match(rnn.text, /Silence these units/);
});

test('runs with dropout are asked for while they are looked at, each with its own seed, changes included', () => {
  const context = contextOf(traceOf('4/5'));
  const questions = panel.questions?.(context, { ...panel.defaults, mode: 'dropout', holds: 'e-f-1' }) ?? {};
  const runs = Object.entries(questions).filter(([name]) => name.startsWith('run'));
  assert.equal(runs.length, 20);
  assert.equal(new Set(runs.map(([, { args }]) => /** @type {any} */ (args[1]).dropout)).size, 20);
  assert.ok(runs.every(([, { args }]) => /** @type {any} */ (args[1]).holds.length === 1));
  const { root, text } = drawn(context, { mode: 'dropout' }, {
    run0: answered(changedTrace()), run1: answered(traceOf('4/5')), run2: answered(traceOf('4/5')),
    run3: { value: traceOf('4/5'), stale: true, failure: null },
  });
  assert.match(text, /3 of 20 runs/);
  assert.deepEqual(withClass(root, 'whatif-tally-output').map(textOf), ['4/5 as without dropout', '4-5']);
  assert.deepEqual(withClass(root, 'whatif-tally-count').map(textOf), ['2 of 20', '1 of 20']);
});

test('a failure of the engine is said in its own words', () => {
  const failed = { value: null, stale: false, failure: 'token id 99: expected an id below 20' };
  assert.match(drawn(contextOf(traceOf('4/5')), { prefix: '99', task: 'dates' }, { whatIf: failed }).text,
    /cannot run with these changes:token id 99/);
});

test('a leaf of the beam makes its path the start of the output; the path has its attention', () => {
  const trace = { ...traceOf('xy'), source: tokensOf('xy') };
  const context = contextOf(trace);
  const asked = panel.questions?.(context, { ...panel.defaults, mode: 'beam', beam: 99 }) ?? {};
  assert.deepEqual(asked['tree'], { method: 'beamTree', args: ['xy', { beam: 8 }] });
  assert.deepEqual(Object.keys(asked).slice(1), ['beam2', 'beam3', 'beam4', 'beam5', 'beam6', 'beam7', 'beam8']);
  const tree = smallTree();
  const view = drawn(context, { mode: 'beam', node: 8 }, { tree: answered(tree) });
  assert.match(textOf(withClass(view.root, 'whatif-node')[0]),
    /Path “ach”log p of the token −0\.50of the path −2\.50kept/);
  assert.equal(view.click(({ attributes }) => attributes['data-node'] === 6).prefix, '11.14.3');
  const path = gridOfPath(tree, 8, gridOf(trace, 'characters').source, 'characters');
  assert.deepEqual([...path.weights.data], [1, 0, 0.25, 0.75, 1, 0]);
  assert.deepEqual(path.target.map(({ text }) => text), ['a', 'c', 'h']);
  assert.equal(gridOfPath(tree, 8, path.source, 'characters'), path);
});

test('a search says whether any width finds something else than greedy', () => {
  const trace = { ...traceOf('xy'), source: tokensOf('xy') };
  const other = { ...traceOf('xz'), input: trace.input, output: 'xz', target: trace.target.map((token) => ({ ...token, id: token.id + 1 })) };
  const found = (/** @type {Record<number, any>} */ better) => textOf(drawn(contextOf(trace), { mode: 'beam' }, {
    tree: answered(smallTree()),
    ...Object.fromEntries([2, 3, 4, 5, 6, 7, 8].map((width) => [`beam${width}`, answered(better[width] ?? trace)])),
  }).root);
  assert.match(found({}), /the same as greedy at every width up to 8/);
  assert.match(found({ 4: other }), /A beam of 4 finds something else than greedy: “xz”/);
});

test('a preset takes the place of another one, and stands beside it where that is asked for', () => {
  const layer = { layer: 0, direction: 'forward', signals: ['i', 'f', 'g', 'o', 'c', 'h'].map((name) => ({ name, values: matrix(2, 1, () => 0) })) };
  const trace = /** @type {any} */ ({ ...traceOf('xy'), source: tokensOf('xy'), encoder: [layer], decoder: [layer] });
  const click = (/** @type {Record<string, any>} */ own) => drawn(contextOf(trace), { holds: 'e-f-1_d-f-1', ...own }).click((each) =>
    each.attributes['class'] === 'whatif-preset' && textOf(each).includes('nothing is written'));
  assert.equal(click({}).holds, 'e-i-0_d-i-0');
  assert.equal(click({ also: true }).holds, 'e-f-1_d-f-1_e-i-0_d-i-0');
});

test('samples are asked for within what a model can draw, and shown by how often they come', () => {
  const trace = { ...traceOf('xy'), source: tokensOf('xy') };
  const asked = (/** @type {Record<string, any>} */ own) =>
    panel.questions?.(contextOf(trace), { ...panel.defaults, mode: 'sampling', ...own })['samples']?.args;
  assert.deepEqual(asked({}), ['xy', 20, 1, 0, 1, 1]);
  assert.deepEqual(asked({ temperature: 99, topk: -3, topp: 0, seed: 1e12 }), ['xy', 20, 2, 0, 0.05, 2 ** 32 - 1]);
  const samples = [
    { output: 'xy', ids: trace.target.map(({ id }) => id), logProbability: -0.5, times: 15 },
    { output: 'yx', ids: [9], logProbability: -2, times: 5 },
  ];
  const view = drawn(contextOf(trace), { mode: 'sampling', seed: 3 }, { samples: answered(samples) });
  assert.match(view.text, /2 different among 20/);
  assert.match(view.text, /xy as above, without chance15 of 20log p −0\.50yx5 of 20log p −2\.00/);
  assert.equal(view.click(({ tag, attributes }) => tag === 'button' && attributes['class'] === 'whatif-do').seed, 4);
});

test('the beam is drawn as in beam-tree.svg', () => {
  const tree = smallTree();
  const drawing = markupOf(beamTree({
    tree, columns: columnsOf(tree), path: pathTo(tree, tree.best), width: 2, words: en,
    textOf: (path) => textOfPath(tree, path), onPoint: nothing, onChoose: nothing, onKey: nothing,
  }));
  const golden = new URL('./beam-tree.svg', import.meta.url);
  if (process.env['UPDATE_GOLDENS']) writeFileSync(golden, drawing);
  assert.equal(drawing, readFileSync(golden, 'utf8'));
});

test('one node of the beam can be reached by Tab, and each says what it is', () => {
  const tree = smallTree();
  const nodes = withClass(beamTree({
    tree, columns: columnsOf(tree), path: pathTo(tree, 8), width: 2, words: en,
    textOf: (path) => textOfPath(tree, path), onPoint: nothing, onChoose: nothing, onKey: nothing,
  }), 'beam-node');
  assert.equal(nodes.length, tree.nodes.length);
  const reached = nodes.filter(({ attributes }) => attributes['tabindex'] === 0);
  assert.deepEqual(reached.map(({ attributes }) => attributes['data-node']), [8]);
  assert.equal(nodes.find(({ attributes }) => attributes['data-node'] === 5)?.attributes['aria-label'],
    'f, 5.0 %, log p of the path −4.00, dropped. Path bf');
});

test('pieces keep their spaces and words their marks in both languages', () => {
  const trace = piecesTrace(['a', ' b'], ['le', ' chat']);
  for (const [language, words] of /** @type {const} */ ([['en', en], ['zh', zh]])) {
    const context = contextOf(trace, { slanted: true, language, strings: stringsFor(language), task: 'en-fr' });
    for (const mode of Object.keys(words.modes)) {
      const { text } = drawn(context, { mode, silenced: 'd' }, { whatIf: answered(trace) });
      assert.match(text, new RegExp(words.isSilent('').slice(-5).trim()));
      assert.ok(text.includes(words.sameRun), `${language} ${mode}`);
    }
  }
});

test('a piece that is not among the best has its space in front as they have it', () => {
  const trace = piecesTrace(['a'], ['le', ' chat']);
  trace.candidates = trace.candidates.map(() => [{ id: 5, text: ' ou', logProbability: Math.log(0.3) }]);
  const { root } = drawn(contextOf(trace, { slanted: true, task: 'en-fr' }));
  const chosen = withClass(root, 'whatif-candidate').filter(({ attributes }) => attributes['aria-pressed'] === 'true');
  assert.deepEqual(chosen.slice(0, 2).map((each) => withClass(each, 'starts').length), [1, 1]);
});

test('a difference has its sign', () => {
  assert.deepEqual([0.5, -0.5, 0, 1e-9, 123.4].map(signed), ['+0.50', '−0.50', '0', '0', '+123']);
});
