// The one function that changes the document, against the plainest way to the same end: everything built anew.
import assert from 'node:assert/strict';
import test from 'node:test';
import { openPage } from './harness.js';

/** @typedef {typeof import('../../www/kit/dom.js')} Dom */

const EMPTY = '/tests/browser/fixtures/empty.html';

test('a patched part of the document is the same as one built anew, whatever was there before', async (t) => {
  const page = await openPage(t, EMPTY);
  const result = await page.evaluate(async () => {
    const { h, patch } = /** @type {Dom} */ (await import(`${location.origin}/www/kit/dom.js`));
    let seed = 20261129;
    const random = () => {
      // mulberry32
      seed = (seed + 0x6d2b79f5) | 0;
      let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
      mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
    };
    const below = (/** @type {number} */ count) => Math.floor(random() * count);
    const one = (/** @type {any[]} */ ...choices) => choices[below(choices.length)];
    /** @type {string[]} */
    let calls = [];

    const attributes = (/** @type {string} */ tag) => {
      /** @type {Record<string, any>} */
      const given = {};
      if (below(2)) given['class'] = one('a', 'b', '', null, undefined, false);
      if (below(3) === 0) given['hidden'] = one(true, false);
      if (below(3) === 0) given['data-number'] = one('x', 1, 0, null);
      if (below(3) === 0) {
        given['style'] = one({ color: 'red' }, { color: 'blue', width: '2px' }, { '--ink': 1 }, { color: null }, {}, undefined);
      }
      if (below(3) === 0) {
        const name = one('one', 'two');
        given['onclick'] = one(() => { calls.push(name); }, null, undefined);
      }
      if (tag === 'input') {
        if (below(2)) given['type'] = one('text', 'checkbox');
        if (below(2)) given['value'] = one('typed', '', 'other', undefined);
        if (below(2)) given['checked'] = one(true, false, undefined);
      }
      if (tag === 'progress' && below(2)) Object.assign(given, { max: 10, value: one(1, 5, undefined) });
      if (tag === 'select') given['value'] = one('a', 'b');
      return given;
    };
    /** @returns {any} */
    const child = (/** @type {number} */ depth, /** @type {string} */ parent) => {
      if (parent === 'svg' || parent === 'g') return one(h('g', attributes('g')), h('path', { d: one('M0 0', 'M1 1') }), null);
      const kind = below(8);
      if (kind === 0) return one('text', '', 'other', '<b>no markup</b>');
      if (kind === 1) return one(3, 0, null, undefined, false);
      const tag = one('p', 'div', 'ul', 'input', 'svg', 'progress', 'select');
      if (tag === 'select') {
        return h('select', attributes(tag), h('option', { value: 'a' }, 'a'), h('option', { value: 'b' }, 'b'));
      }
      return h(tag, attributes(tag), ...(depth > 0 && tag !== 'input' ? children(depth - 1, tag) : []));
    };
    /** Some siblings have keys, none twice. @returns {any[]} */
    const children = (/** @type {number} */ depth, /** @type {string} */ parent) => {
      const keys = ['a', 'b', 'c', 1, 0].sort(() => random() - 0.5);
      return Array.from({ length: below(6) }, () => {
        const made = child(depth, parent);
        if (made && typeof made === 'object' && below(2)) made.attributes['key'] = keys.pop();
        return below(6) === 0 ? [made] : made;
      });
    };
    /** What a reader sees and can do: markup, properties, and what a click calls. */
    const seen = (/** @type {Element} */ root) => {
      const nodes = [...root.querySelectorAll('*')];
      calls = [];
      for (const node of nodes) {
        if (!(node instanceof HTMLInputElement)) node.dispatchEvent(new MouseEvent('click'));
        calls.push('|');
      }
      const properties = nodes.map((node) => {
        const { value, checked, namespaceURI } = /** @type {any} */ (node);
        return [namespaceURI, value, checked];
      });
      return JSON.stringify([[...root.childNodes].map(written), properties, calls]);
    };
    /** A node with its attributes by name: in which order they were set cannot be seen. @returns {any} */
    const written = (/** @type {any} */ node) => (node instanceof Element
      ? [node.tagName, [...node.attributes].map(({ name, value }) => `${name}=${value}`).filter((each) => each !== 'style=')
        .sort(), [...node.childNodes].map(written)]
      : node.nodeValue);

    let compared = 0;
    for (let round = 0; round < 400; round++) {
      const kept = document.createElement('div');
      document.body.append(kept);
      for (let step = 0; step < 5; step++) {
        const now = children(2, 'div');
        const before = kept.innerHTML;
        patch(kept, now);
        const anew = document.createElement('div');
        document.body.append(anew);
        patch(anew, structured(now));
        if (seen(kept) !== seen(anew)) return { compared, before, patched: seen(kept), anew: seen(anew) };
        anew.remove();
        compared++;
      }
      kept.remove();
    }
    return { compared };

    /** The same description made of new objects. @param {any} value @returns {any} */
    function structured(value) {
      if (Array.isArray(value)) return value.map(structured);
      if (!value || typeof value !== 'object') return value;
      return h(value.tag, { ...value.attributes }, ...value.children.map(structured));
    }
  });
  assert.deepEqual(result, { compared: 2000 });
});

test('a node with a key stays the same node wherever it moves', async (t) => {
  const page = await openPage(t, EMPTY);
  const same = await page.evaluate(async () => {
    const { h, patch } = /** @type {Dom} */ (await import(`${location.origin}/www/kit/dom.js`));
    const root = document.createElement('div');
    const show = (/** @type {string} */ keys) => patch(root, [...keys].map((key) => h('p', { key }, key)));
    const nodes = () => new Map([...root.children].map((node) => [node.textContent, node]));
    show('abcde');
    const before = nodes();
    return ['edcba', 'bd', 'dxb', 'abcde'].map((keys) => {
      show(keys);
      const now = nodes();
      const kept = [...now].filter(([key, node]) => before.get(key) === node).map(([key]) => key).join('');
      return [root.textContent, kept];
    });
  });
  // What was gone for a while is another node when it comes back.
  assert.deepEqual(same, [['edcba', 'edcba'], ['bd', 'bd'], ['dxb', 'db'], ['abcde', 'bd']]);
});

test('a moved node keeps its focus, its caret and its scrolling where the browser has moveBefore', async (t) => {
  const page = await openPage(t, EMPTY);
  const { moves, states } = await page.evaluate(async () => {
    const { h, patch } = /** @type {Dom} */ (await import(`${location.origin}/www/kit/dom.js`));
    const root = document.createElement('div');
    document.body.append(root);
    const show = (/** @type {string[]} */ keys) => patch(root, keys.map((key) => h('input', { key, 'data-key': key })));
    const states = [];
    for (const [before, after] of [[['a', 'b', 'c'], ['c', 'b', 'a']], [['a', 'b', 'c'], ['b', 'c', 'a']]]) {
      for (const key of /** @type {string[]} */ (before)) {
        show(/** @type {string[]} */ (before));
        const input = /** @type {HTMLInputElement} */ (root.querySelector(`[data-key=${key}]`));
        input.value = 'typed';
        input.focus();
        input.setSelectionRange(2, 4);
        show(/** @type {string[]} */ (after));
        states.push([document.activeElement === input, input.selectionStart, input.selectionEnd].join());
      }
    }
    return { moves: 'moveBefore' in Element.prototype, states };
  });
  assert.ok(moves, 'this Chromium has no moveBefore: nothing was tested');
  assert.deepEqual(new Set(states), new Set(['true,2,4']));
});

test('a key that two siblings have is an error', async (t) => {
  const page = await openPage(t, EMPTY, { expectedProblems: [/console error: .*the key "a" stands at two siblings/] });
  await page.evaluate(async () => {
    const { h, patch } = /** @type {Dom} */ (await import(`${location.origin}/www/kit/dom.js`));
    patch(document.body, [h('p', { key: 'a' }, 'first'), h('p', { key: 'b' }), h('p', { key: 'a' }, 'second')]);
  });
});
