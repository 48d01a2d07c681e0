// What a reader has changed in a run, and its spelling in the address. Plain data in, plain data out.
//
// Every list is short and made of characters that an address leaves as they are. What cannot be read is dropped.
//   prefix    `12.45.3`            ids that the output starts with
//   units     `e1b`, `d`, `e`, `eb` encoder or decoder; a layer, from 1, or all; forward, backward or both
//   silenced  `eb_d-3`             units, and which one of them after a dash
//   holds     `e-f-1_d2-i7-0.25`   units, then the gate and which unit, then the value
//   rows      `3-..9800.200_all-1` a step from 0 or all of them, then ten-thousandths for each source token;
//                                  what is not written is 0, and a single weight is the first token's in any text

/** @typedef {import('../../elements/types.js').Component} Component */
/** @typedef {import('../../elements/types.js').Direction} Direction */
/** @typedef {import('../../elements/types.js').Trace} Trace */

/**
 * What is left out stands for all of them.
 *
 * @typedef {{ component: Component, layer?: number, direction?: Direction, unit?: number }} Units
 * @typedef {Units & { gate: string, value: number }} Hold a gate that has the same value at every step
 * @typedef {{ step: number | null, weights: number[] }} EditedRow where the decoder looks at a step, or at all of them
 * @typedef {{ prefix: number[], holds: Hold[], silenced: Units[], rows: EditedRow[] }} Changes
 * @typedef {{ prefix: string, holds: string, silenced: string, rows: string }} Written
 * @typedef {{ kind: 'prefix' } | { kind: 'holds', of: Hold } | { kind: 'silenced', of: Units }
 *   | { kind: 'rows', of: EditedRow }} Change
 */

/** @type {Readonly<Changes>} */
export const NO_CHANGES = Object.freeze({ prefix: [], holds: [], silenced: [], rows: [] });

/** Weights are written as whole numbers of this share. */
const WEIGHT_PARTS = 10_000;
const UNITS = '([ed])([1-9]\\d?)?([fb])?';
const SILENCED = new RegExp(`^${UNITS}(?:-(\\d{1,5}))?$`);
const HOLD = new RegExp(`^${UNITS}-([ifgorzn])(\\d{1,5})?-(-?\\d{1,3}(?:\\.\\d{1,4})?)$`);
const ROW = /^(all|\d{1,4})-((?:\d{0,5}\.)*\d{0,5})$/;
const ID = /^\d{1,6}$/;

/**
 * @param {Written} written
 * @returns {Changes}
 */
export function parseChanges({ prefix, holds, silenced, rows }) {
  const ids = prefix.split('.');
  return {
    prefix: ids.every((id) => ID.test(id)) ? ids.map(Number) : [],
    holds: listed(holds, HOLD, ([, component, layer, direction, gate = '', unit, value]) =>
      ({ ...unitsOf(component, layer, direction, unit), gate, value: Number(value) })),
    silenced: listed(silenced, SILENCED, ([, component, layer, direction, unit]) =>
      unitsOf(component, layer, direction, unit)),
    rows: listed(rows, ROW, ([, step, parts = '']) => {
      const weights = parts.split('.').map((part) => Number(part) / WEIGHT_PARTS);
      return weights.some((weight) => weight > 0) ? { step: step === 'all' ? null : Number(step), weights } : null;
    }),
  };
}

/**
 * @param {Changes} changes
 * @returns {Written}
 */
export function formatChanges({ prefix, holds, silenced, rows }) {
  const head = (/** @type {Units} */ { component, layer, direction }) =>
    `${component.slice(0, 1)}${layer === undefined ? '' : layer + 1}${direction?.slice(0, 1) ?? ''}`;
  return {
    prefix: prefix.join('.'),
    holds: holds.map((hold) => `${head(hold)}-${hold.gate}${hold.unit ?? ''}-${rounded(hold.value)}`).join('_'),
    silenced: silenced.map((units) => head(units) + (units.unit === undefined ? '' : `-${units.unit}`)).join('_'),
    rows: rows.map(({ step, weights }) => `${step ?? 'all'}-${inParts(weights).map((part) => part || '').join('.')}`)
      .join('_'),
  };
}

/**
 * @template T
 * @param {string} written
 * @param {RegExp} pattern
 * @param {(parts: (string | undefined)[]) => T | null} read
 * @returns {T[]}
 */
function listed(written, pattern, read) {
  return written.split('_').flatMap((each) => {
    const parts = pattern.exec(each);
    return (parts && read(parts)) ?? [];
  });
}

/**
 * @param {string | undefined} component
 * @param {string | undefined} layer from 1
 * @param {string | undefined} direction
 * @param {string | undefined} unit
 * @returns {Units}
 */
function unitsOf(component, layer, direction, unit) {
  /** @type {Units} */
  const units = { component: component === 'e' ? 'encoder' : 'decoder' };
  if (layer !== undefined) units.layer = Number(layer) - 1;
  if (direction !== undefined) units.direction = direction === 'f' ? 'forward' : 'backward';
  if (unit !== undefined) units.unit = Number(unit);
  return units;
}

/** @param {number} value */
function rounded(value) {
  return Math.round(value * WEIGHT_PARTS) / WEIGHT_PARTS;
}

/**
 * Weights as whole parts. A row is never written as all 0: its greatest weight has at least one part.
 *
 * @param {number[]} weights
 */
function inParts(weights) {
  // As many as an address has room for are too many arguments.
  const most = weights.reduce((most, weight) => Math.max(most, weight), 0);
  return weights.map((weight) => Math.max(Math.round(weight * WEIGHT_PARTS), weight === most && most > 0 ? 1 : 0));
}

/** @param {Changes} changes */
export function isUnchanged({ prefix, holds, silenced, rows }) {
  return prefix.length + holds.length + silenced.length + rows.length === 0;
}

/**
 * Every change by itself, in the order in which they are listed.
 *
 * @param {Changes} changes
 * @returns {Change[]}
 */
export function eachChange({ prefix, holds, silenced, rows }) {
  return [
    ...(prefix.length > 0 ? [{ kind: /** @type {const} */ ('prefix') }] : []),
    ...holds.map((of) => ({ kind: /** @type {const} */ ('holds'), of })),
    ...silenced.map((of) => ({ kind: /** @type {const} */ ('silenced'), of })),
    ...rows.map((of) => ({ kind: /** @type {const} */ ('rows'), of })),
  ];
}

/**
 * @param {Changes} changes
 * @param {Change} change one of them
 * @returns {Changes}
 */
export function takenBack(changes, change) {
  if (change.kind === 'prefix') return { ...changes, prefix: [] };
  const others = /** @type {any[]} */ (changes[change.kind]).filter((each) => each !== change.of);
  return { ...changes, [change.kind]: others };
}

/**
 * @param {Units} a
 * @param {Units} b
 */
export function sameUnits(a, b) {
  return a.component === b.component && a.layer === b.layer && a.direction === b.direction && a.unit === b.unit;
}

/**
 * Holds a gate; what the same units held before is let go.
 *
 * @param {Changes} changes
 * @param {Hold} hold
 * @returns {Changes}
 */
export function withHold(changes, hold) {
  const at = changes.holds.findIndex((each) => sameUnits(each, hold) && each.gate === hold.gate);
  return { ...changes, holds: at < 0 ? [...changes.holds, hold] : changes.holds.with(at, hold) };
}

/**
 * @param {Changes} changes
 * @param {Units} units
 * @returns {Changes}
 */
export function withSilence(changes, units) {
  return changes.silenced.some((each) => sameUnits(each, units))
    ? changes : { ...changes, silenced: [...changes.silenced, units] };
}

/**
 * @param {Changes} changes
 * @param {EditedRow} row
 * @returns {Changes}
 */
export function withRow(changes, row) {
  const at = changes.rows.findIndex(({ step }) => step === row.step);
  return { ...changes, rows: at < 0 ? [...changes.rows, row] : changes.rows.with(at, row) };
}

/**
 * The most steps that the engine takes for a source of `tokens` tokens.
 *
 * @param {number} tokens
 */
export function longestOutput(tokens) {
  return 2 * tokens + 20;
}

/** The gates, and the candidate, of a layer: what can be held. @param {import('../../elements/types.js').Layer} layer */
export function gatesOf({ signals }) {
  return signals.map(({ name }) => name).filter((name) => name !== 'c' && name !== 'h');
}

/**
 * The weights of a row for a source of `tokens` tokens: a single one is the first token's, and the others have none.
 *
 * @param {number[]} weights
 * @param {number} tokens
 * @returns {number[] | null} null for a row of another text
 */
export function padded(weights, tokens) {
  if (weights.length === tokens) return weights;
  return weights.length === 1 ? Array.from({ length: tokens }, (_, index) => weights[index] ?? 0) : null;
}

/**
 * What of the changes can be made in the run of a trace, and what cannot and is set aside: it comes back when it fits.
 *
 * @param {Changes} changes
 * @param {Trace} trace
 * @param {boolean} sameTask whether ids mean what they meant when the prefix was chosen
 * @returns {{ fitting: Changes, aside: Change[] }}
 */
export function fit(changes, trace, sameTask) {
  const longest = longestOutput(trace.source.length);
  const fits = (/** @type {Change} */ change) => {
    if (change.kind === 'prefix') return sameTask && changes.prefix.length <= longest;
    if (change.kind === 'rows') {
      return padded(change.of.weights, trace.source.length) !== null && (change.of.step ?? 0) < longest;
    }
    const { of } = change;
    return trace[of.component].some((layer) =>
      (of.layer === undefined || of.layer === layer.layer)
      && (of.direction === undefined || of.direction === layer.direction)
      && (of.unit === undefined || of.unit < (layer.signals[0]?.values.shape[1] ?? 0))
      && (change.kind === 'silenced' || gatesOf(layer).includes(change.of.gate)));
  };
  const aside = eachChange(changes).filter((change) => !fits(change));
  return { fitting: aside.reduce(takenBack, changes), aside };
}

/**
 * What the engine is asked for.
 *
 * @param {Changes} changes those that fit
 * @param {number} tokens of the source
 */
export function optionsOf({ prefix, holds, silenced, rows }, tokens) {
  const given = new Map(rows.map(({ step, weights }) => [step, padded(weights, tokens) ?? []]));
  const everywhere = given.get(null);
  const steps = everywhere ? Array.from({ length: longestOutput(tokens) }, (_, step) => step)
    : [...given.keys()].flatMap((step) => step ?? []);
  return {
    candidates: 5,
    ...(prefix.length > 0 ? { prefix } : {}),
    ...(holds.length > 0 ? { holds } : {}),
    ...(silenced.length > 0 ? { silenced } : {}),
    ...(rows.length > 0
      ? { rows: steps.map((step) => ({ step, weights: given.get(step) ?? everywhere ?? [] })) } : {}),
  };
}
