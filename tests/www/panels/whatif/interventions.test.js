import assert from 'node:assert/strict';
import test from 'node:test';
import {
  eachChange, fit, formatChanges, isUnchanged, longestOutput, NO_CHANGES, optionsOf, parseChanges, takenBack, withHold,
  withRow, withSilence,
} from '../../../../www/panels/whatif/interventions.js';
import { isOn, presetsOf, toggled } from '../../../../www/panels/whatif/presets.js';
import { traceOf } from '../../traces.js';

/** @typedef {import('../../../../www/panels/whatif/interventions.js').Changes} Changes */

const NOTHING = { prefix: '', holds: '', silenced: '', rows: '' };

/** @type {Changes} */
const changes = {
  prefix: [12, 45, 3],
  holds: [
    { component: 'encoder', gate: 'f', value: 1 },
    { component: 'decoder', layer: 1, gate: 'i', unit: 7, value: 0.25 },
    { component: 'encoder', layer: 0, direction: 'backward', gate: 'g', value: -0.5 },
  ],
  silenced: [{ component: 'encoder', direction: 'backward' }, { component: 'decoder', unit: 3 }],
  rows: [{ step: 3, weights: [0, 0, 0.98, 0.02] }, { step: null, weights: [1, 0, 0] }],
};

test('changes are spelled as documented, in characters that an address leaves as they are', () => {
  const written = formatChanges(changes);
  assert.deepEqual(written, {
    prefix: '12.45.3', holds: 'e-f-1_d2-i7-0.25_e1b-g--0.5', silenced: 'eb_d-3', rows: '3-..9800.200_all-10000..',
  });
  for (const value of Object.values(written)) {
    assert.equal(new URLSearchParams({ value }).toString(), `value=${value}`);
  }
});

test('what was written is read back', () => {
  assert.deepEqual(parseChanges(formatChanges(changes)), changes);
  assert.deepEqual(parseChanges(formatChanges(NO_CHANGES)), NO_CHANGES);
  assert.ok(isUnchanged(parseChanges(NOTHING)));
});

test('what cannot be read is dropped, and the rest stays', () => {
  assert.deepEqual(parseChanges({
    prefix: '1.x', holds: 'e-q-1_e-f-1_x-f-1_e-f-_e-f-1e9', silenced: 'e1b-3_encoder_e1b-_e0',
    rows: '0-..0_1-a.b_2-1_x-1.2',
  }), {
    prefix: [], holds: [{ component: 'encoder', gate: 'f', value: 1 }],
    silenced: [{ component: 'encoder', layer: 0, direction: 'backward', unit: 3 }],
    rows: [{ step: 2, weights: [0.0001] }],
  });
});

test('a row of weights too small to be written keeps its greatest', () => {
  const { rows } = parseChanges(formatChanges({ ...changes, rows: [{ step: 0, weights: [1e-9, 2e-9] }] }));
  assert.deepEqual(rows, [{ step: 0, weights: [0, 0.0001] }]);
});

test('each change can be taken back by itself, and all of them leave nothing', () => {
  const each = eachChange(changes);
  assert.deepEqual(each.map(({ kind }) => kind),
    ['prefix', 'holds', 'holds', 'holds', 'silenced', 'silenced', 'rows', 'rows']);
  const second = each[2];
  assert.ok(second);
  assert.deepEqual(takenBack(changes, second), { ...changes, holds: [changes.holds[0], changes.holds[2]] });
  assert.ok(isUnchanged(each.reduce(takenBack, changes)));
});

test('holding the same gate of the same units again changes its value; other units have their own', () => {
  const held = withHold(changes, { component: 'encoder', gate: 'f', value: 0.5 });
  assert.equal(held.holds.length, 3);
  assert.equal(held.holds[0]?.value, 0.5);
  assert.equal(withHold(changes, { component: 'encoder', layer: 0, gate: 'f', value: 0.5 }).holds.length, 4);
  assert.equal(withSilence(changes, { component: 'decoder', unit: 3 }), changes);
  assert.equal(withRow(changes, { step: 3, weights: [1] }).rows.length, 2);
});

test('what does not fit the model or the text is set aside', () => {
  const trace = traceOf('4/5');
  const { fitting, aside } = fit(changes, trace, true);
  assert.deepEqual(aside.map((change) => change.kind), ['holds', 'silenced', 'rows']);
  assert.deepEqual(fitting.holds, [changes.holds[0], changes.holds[2]]);
  assert.deepEqual(fitting.silenced, [changes.silenced[0]]);
  assert.deepEqual(fitting.rows, [changes.rows[1]]);
  assert.deepEqual(fitting.prefix, [12, 45, 3]);
  assert.deepEqual(fit(changes, trace, false).fitting.prefix, []);
  const long = { ...NO_CHANGES, prefix: Array(longestOutput(3) + 1).fill(5) };
  assert.ok(isUnchanged(fit(long, trace, true).fitting));
  const late = { ...NO_CHANGES, rows: [{ step: longestOutput(3), weights: [1, 0, 0] }] };
  assert.ok(isUnchanged(fit(late, trace, true).fitting));
});

test('the engine is asked only for what is changed, and a row of every step is given for each step', () => {
  assert.deepEqual(optionsOf(NO_CHANGES, 3), { candidates: 5 });
  const { rows = [], ...others } = optionsOf({
    ...NO_CHANGES, prefix: [5], rows: [{ step: 2, weights: [0, 1, 0] }, { step: null, weights: [1, 0, 0] }],
  }, 3);
  assert.deepEqual(others, { candidates: 5, prefix: [5] });
  assert.equal(rows.length, longestOutput(3));
  assert.deepEqual(rows.slice(1, 3), [{ step: 1, weights: [1, 0, 0] }, { step: 2, weights: [0, 1, 0] }]);
});

test('a single weight is the first token\'s, whatever the text', () => {
  const first = { ...NO_CHANGES, rows: [{ step: 1, weights: [1] }] };
  for (const text of ['4/5', '2021']) assert.equal(fit(first, traceOf(text), true).aside.length, 0);
  assert.deepEqual(optionsOf(first, 4).rows, [{ step: 1, weights: [1, 0, 0, 0] }]);
});

test('presets are those of the cell and of the directions that the model has', () => {
  const lstm = traceOf('4/5');
  const names = (/** @type {import('../../../../www/elements/types.js').Trace} */ trace) => presetsOf(trace).map(({ name }) => name);
  assert.deepEqual(names(lstm), ['forgetNothing', 'writeNothing', 'forgetEverything', 'withoutBackward', 'onlyFirst']);
  const only = (/** @type {string[]} */ letters) => ({
    ...lstm, encoder: lstm.encoder.slice(0, 1).map((layer) =>
      ({ ...layer, signals: letters.map((name) => ({ ...layer.signals[0], name })) })),
  });
  assert.deepEqual(names(/** @type {any} */ (only(['r', 'z', 'n', 'h']))), ['keepState', 'replaceState', 'onlyFirst']);
  assert.deepEqual(names(/** @type {any} */ (only(['h']))), ['onlyFirst']);
});

test('a preset is on once it is made, excludes its opposite, and is taken back by the same click', () => {
  const [forgetNothing, , forgetEverything, withoutBackward, onlyFirst] = presetsOf(traceOf('4/5'));
  assert.ok(forgetNothing && forgetEverything && withoutBackward && onlyFirst);
  const on = toggled(forgetNothing, NO_CHANGES);
  assert.ok(isOn(forgetNothing, on) && !isOn(forgetEverything, on));
  const other = toggled(forgetEverything, on);
  assert.ok(isOn(forgetEverything, other) && !isOn(forgetNothing, other));
  for (const preset of [forgetNothing, withoutBackward, onlyFirst]) {
    assert.ok(isUnchanged(toggled(preset, toggled(preset, NO_CHANGES))), preset.name);
  }
  // What is read from the address is the same preset.
  const both = toggled(onlyFirst, toggled(withoutBackward, on));
  const read = parseChanges(formatChanges(both));
  assert.ok([forgetNothing, withoutBackward, onlyFirst].every((preset) => isOn(preset, read)));
});
