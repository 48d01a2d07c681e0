import assert from 'node:assert/strict';
import test from 'node:test';
import { likenessOrder } from '../../../../www/panels/units/likeness.js';
import { arranged, greatestFirst, rangesOf, rankingOf, responsesOf } from '../../../../www/panels/units/unit-orders.js';
import { matrix } from '../../traces.js';

const ORDERS = /** @type {const} */ (['index', 'alike', 'range', 'step', 'brush']);

/** Numbers in [−1, 1) that are the same at every run. @param {number} seed */
function random(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}

/**
 * @param {number} steps
 * @param {number} units
 * @param {number} seed
 */
function noise(steps, units, seed) {
  const next = random(seed);
  return matrix(steps, units, () => next());
}

/**
 * Units by columns of steps: `courses[unit][step]`.
 *
 * @param {number[][]} courses
 */
function ofCourses(courses) {
  return matrix(courses[0]?.length ?? 0, courses.length, (step, unit) => courses[unit]?.[step] ?? NaN);
}

/**
 * @param {import('../../../../www/elements/types.js').Tensor} values
 * @param {string} name
 */
function rank(values, name) {
  return (/** @type {typeof ORDERS[number]} */ order) => rankingOf(order, { name, values },
    { direction: 'forward', token: { first: 2, last: 3 }, stretch: { first: 1, last: 2 } });
}

test('every order has every unit once, and is the same at every call', () => {
  for (const [steps, units] of /** @type {[number, number][]} */ ([[1, 7], [20, 64], [5, 2], [4, 1]])) {
    const values = noise(steps, units, 3);
    for (const order of ORDERS) {
      const ranking = rank(values, 'h')(order);
      const sorted = ranking.order.toSorted((a, b) => a - b);
      assert.deepEqual(sorted, Array.from({ length: units }, (_, unit) => unit), order);
      assert.equal(rank(values, 'h')(order), ranking, order);
      assert.deepEqual(rank({ ...values, data: values.data.slice() }, 'h')(order), ranking, order);
    }
  }
});

test('units that are measured the same stand by number', () => {
  assert.deepEqual(greatestFirst([1, 3, 1, 3, 2]), [1, 3, 4, 0, 2]);
  const same = matrix(6, 5, (step) => step / 6);
  for (const order of ORDERS) assert.deepEqual(rank(same, 'h')(order).order, [0, 1, 2, 3, 4], order);
});

test('units that never move stand by number, and together', () => {
  assert.deepEqual(likenessOrder(matrix(4, 5, () => 0.5)), [0, 1, 2, 3, 4]);
  const order = likenessOrder(ofCourses([[0, 0, 0, 0], [1, 2, 3, 5], [1, 1, 1, 1], [3, 2, 1, 0], [-1, -1, -1, -1]]));
  const places = [0, 2, 4].map((unit) => order.indexOf(unit));
  assert.equal(Math.max(...places) - Math.min(...places), 2);
});

test('units with the same time course stand side by side among alike ones, up to size and offset', () => {
  const next = random(11);
  const courses = Array.from({ length: 12 }, () => Array.from({ length: 15 }, next));
  // Units 0 to 11, then each a second time, twice as large and in another order, and a third time, raised.
  const second = courses.toReversed().map((course) => course.map((value) => value * 2));
  const third = courses.map((course) => course.map((value) => value + 0.25));
  const order = likenessOrder(ofCourses([...courses, ...second, ...third]));
  const kindOf = (/** @type {number} */ unit) => (unit < 12 ? unit : unit < 24 ? 23 - unit : unit - 24);
  const kinds = order.map(kindOf);
  const changes = kinds.filter((kind, row) => kind !== kinds[row - 1]).length;
  assert.equal(changes, 12);
});

test('two families with few exceptions to their course are told apart', () => {
  const next = random(5);
  const rise = (/** @type {number} */ step) => step / 10;
  const wave = (/** @type {number} */ step) => Math.sin(step * 1.7);
  const values = matrix(20, 40, (step, unit) => (unit % 2 === 0 ? rise(step) : wave(step)) + next() * 0.1);
  const parities = likenessOrder(values).map((unit) => unit % 2);
  assert.equal(parities.filter((parity, row) => row > 0 && parity !== parities[row - 1]).length, 1);
});

test('neighbours among alike units are more alike than neighbours by number', () => {
  const values = noise(20, 64, 9);
  const r = (/** @type {number} */ a, /** @type {number} */ b) => {
    const [x, y] = [a, b].map((unit) => Array.from({ length: 20 }, (_, step) => values.data[step * 64 + unit] ?? NaN));
    const [mx, my] = [x, y].map((course) => (course ?? []).reduce((sum, value) => sum + value, 0) / 20);
    const product = (/** @type {any} */ p, /** @type {number} */ mp, /** @type {any} */ q, /** @type {number} */ mq) =>
      p.reduce((/** @type {number} */ sum, /** @type {number} */ value, /** @type {number} */ t) =>
        sum + (value - mp) * (q[t] - mq), 0);
    return product(x, mx ?? 0, y, my ?? 0)
      / Math.sqrt(product(x, mx ?? 0, x, mx ?? 0) * product(y, my ?? 0, y, my ?? 0));
  };
  const mean = (/** @type {number[]} */ order) =>
    order.slice(1).reduce((sum, unit, row) => sum + r(order[row] ?? 0, unit), 0) / 63;
  const byNumber = Array.from({ length: 64 }, (_, unit) => unit);
  assert.ok(mean(likenessOrder(values)) > mean(byNumber) + 0.3);
});

test('clusters join as a search of all pairs for the nearest joins them', () => {
  // The oracle: average linkage by its definition, on sets of leaves; what it joins must stand together in the order.
  const [steps, units] = [9, 24];
  const values = noise(steps, units, 21);
  const course = (/** @type {number} */ unit) => {
    const raw = Array.from({ length: steps }, (_, step) => values.data[step * units + unit] ?? NaN);
    const mean = raw.reduce((sum, value) => sum + value, 0) / steps;
    const length = Math.hypot(...raw.map((value) => value - mean));
    return raw.map((value) => (value - mean) / length);
  };
  const courses = Array.from({ length: units }, (_, unit) => course(unit));
  const distance = (/** @type {number} */ a, /** @type {number} */ b) =>
    1 - (courses[a] ?? []).reduce((sum, value, step) => sum + value * (courses[b]?.[step] ?? NaN), 0);
  const order = likenessOrder(values);
  let clusters = courses.map((_, unit) => [unit]);
  while (clusters.length > 1) {
    const pairs = clusters.flatMap((a, i) => clusters.slice(i + 1).map((b) => {
      const sum = a.reduce((total, one) => total + b.reduce((part, other) => part + distance(one, other), 0), 0);
      return { a, b, mean: sum / (a.length * b.length) };
    }));
    const { a, b } = pairs.reduce((best, pair) => (pair.mean < best.mean ? pair : best));
    clusters = [...clusters.filter((cluster) => cluster !== a && cluster !== b), [...a, ...b]];
    const rows = [...a, ...b].map((unit) => order.indexOf(unit));
    assert.equal(Math.max(...rows) - Math.min(...rows), rows.length - 1);
  }
});

test('a range is the greatest value minus the least', () => {
  assert.deepEqual(rangesOf(ofCourses([[0, 0.5, -0.25], [1, 1, 1], [-1, 0, 1]])), [0.75, 0, 2]);
  assert.deepEqual(rank(ofCourses([[0, 0.5, -0.25, 0], [1, 1, 1, 1], [-1, 0, 1, 0]]), 'h')('range').order, [2, 0, 1]);
});

test('a state answers to a token by what changed in it, from what was read before', () => {
  const values = ofCourses([[0.5, 0.25, 1, 1], [-0.5, -0.5, -0.5, 0.5]]);
  const h = { name: 'h', values };
  assert.deepEqual(responsesOf(h, { first: 1, last: 2 }, 'forward'), [0.5, 0]);
  assert.deepEqual(responsesOf(h, { first: 0, last: 0 }, 'forward'), [0.5, -0.5]);
  assert.deepEqual(responsesOf(h, { first: 1, last: 2 }, 'backward'), [-0.75, -1]);
  assert.deepEqual(responsesOf(h, { first: 3, last: 3 }, 'backward'), [1, 0.5]);
  const ranking = rankingOf('step', h, { direction: 'backward', token: { first: 1, last: 2 }, stretch: null });
  assert.deepEqual(ranking, { order: [1, 0], measures: [-0.75, -1] });
});

test('a gate answers to a token by how far it is from its mean', () => {
  const values = ofCourses([[0, 0.5, 0.5, 1], [1, 1, 0, 0]]);
  assert.deepEqual(responsesOf({ name: 'f', values }, { first: 3, last: 3 }, 'forward'), [0.5, -0.5]);
  assert.deepEqual(responsesOf({ name: 'f', values }, { first: 2, last: 3 }, 'backward'), [0, -0.5]);
});

test('without a stretch, units go by how much they vary', () => {
  const values = noise(5, 9, 2);
  const selected = { direction: /** @type {const} */ ('forward'), token: { first: 0, last: 0 }, stretch: null };
  const by = (/** @type {'brush' | 'range'} */ name) => rankingOf(name, { name: 'h', values }, selected);
  assert.deepEqual(by('brush'), by('range'));
});

test('rows are those of the units in their order, made once', () => {
  const values = matrix(2, 3, (step, unit) => step * 10 + unit);
  const ranking = { order: [2, 0, 1], measures: null };
  const rows = arranged(values, ranking);
  assert.deepEqual([...rows], [2, 12, 0, 10, 1, 11]);
  assert.equal(arranged(values, ranking), rows);
  assert.deepEqual([...arranged(matrix(2, 3, () => 1), ranking)], [1, 1, 1, 1, 1, 1]);
});
