// The same page in three browsers: Chromium, Firefox and WebKit; and what dist/npm hands out, in a post of another origin.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { ENGINES } from './drivers.js';
import { serve } from '../browser/harness.js';
import { READY } from './ready.js';

/** @typedef {import('./drivers.js').EnginePage} EnginePage */

const page = await serve();
const elsewhere = await serve({ 'access-control-allow-origin': '*' });
after(() => Promise.all([page.close(), elsewhere.close()]));

const MAPS = `${READY}
  return ['dot', 'general', 'concat'].map((attention) => {
    const map = root.querySelector('.map[data-attention=' + attention + ']');
    const labels = (part) => [...map.querySelectorAll(part + ' .token')].map((token) => token.textContent);
    const { x, y, width, height } = map.querySelector('.field').getBoundingClientRect();
    return { columns: labels('.columns'), rows: labels('.rows'), box: { x, y, width, height } };
  });`;

/** @param {EnginePage} browser @param {string} code what must come true @param {string} what */
async function until(browser, code, what) {
  const reached = await browser.evaluate(`
    for (let wait = 0; wait < 1200; wait++) {
      if ((() => { ${code} })()) return true;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return false;`);
  assert.ok(reached, `${what}: did not come true within a minute`);
}

for (const [name, open] of Object.entries(ENGINES)) {
  test(name, async (t) => {
    const browser = await open();
    t.after(() => browser.close());

    await t.test('a date is typed and three maps have its characters', async () => {
      await browser.goto(`${page.origin}/www/#task=dates&lang=en`);
      await browser.evaluate(`${READY}
        const input = root.querySelector('#text');
        input.focus();
        input.select();`);
      await browser.type('5 April 2021');
      await until(browser, `
        const texts = [...document.querySelector('seq-scope').shadowRoot.querySelectorAll('.output-text')];
        return texts.length === 3 && texts.every((text) => text.textContent === '2021-04-05');`, 'the outputs');
      for (const { columns, rows } of await browser.evaluate(MAPS)) {
        assert.deepEqual(columns, [...'5 April 2021']);
        assert.deepEqual(rows.slice(0, 10), [...'2021-04-05']);
      }
    });

    await t.test('a cell under the pointer is shown in all three maps', async () => {
      await browser.evaluate(`${READY} root.querySelector('.map canvas').scrollIntoView({ block: 'center' });`);
      const [{ box, columns, rows }] = await browser.evaluate(MAPS);
      await browser.move(box.x + box.width * 2.5 / columns.length, box.y + box.height * 3.5 / rows.length);
      await until(browser, `
        const root = document.querySelector('seq-scope').shadowRoot;
        return root.querySelectorAll('.map .cursor').length === 3;`, 'a cursor in each map');
      const lit = await browser.evaluate(`${READY}
        return [...root.querySelectorAll('.map')].map((map) =>
          [...map.querySelectorAll('.token.lit')].map((token) => token.textContent).join(' '));`);
      assert.deepEqual(new Set(lit), new Set([`${columns[2]} ${rows[3]}`]));
    });

    await t.test('arrow keys walk a map, and Escape lets go', async () => {
      await browser.move(1, 1);
      await browser.evaluate(`${READY} root.querySelector('.map .plot').focus();`);
      await browser.press('ArrowRight');
      const position = `
        const cursor = document.querySelector('seq-scope').shadowRoot.querySelector('.map .cursor');
        return cursor && JSON.stringify(cursor.getBoundingClientRect());`;
      await until(browser, `return Boolean((() => { ${position} })());`, 'a cursor');
      const before = await browser.evaluate(position);
      await browser.press('ArrowDown');
      await until(browser, `const now = (() => { ${position} })(); return now && now !== ${JSON.stringify(before)};`,
        'the cursor has moved');
      await browser.press('Escape');
      await until(browser, `return !(() => { ${position} })();`, 'no cursor');
    });

    await t.test('one panel of the article shows numbers of this text', async () => {
      await browser.evaluate(`document.querySelector('seq-view[name=memory]').scrollIntoView();`);
      await until(browser, `
        const view = document.querySelector('seq-view[name=memory]').shadowRoot;
        return view.querySelectorAll('[data-number]').length > 0;`, 'numbers in the memory panel');
    });

    await t.test('the package works in a dark post of another origin, light on dark', async () => {
      const script = `${elsewhere.origin}/dist/npm/seq-scope.js`;
      await browser.goto(`${page.origin}/tests/engines/dark-host.html?script=${encodeURIComponent(script)}`);
      await browser.evaluate(READY);
      await until(browser, `
        const texts = [...document.querySelector('seq-scope').shadowRoot.querySelectorAll('.output-text')];
        return texts.length === 3 && texts.every((text) => text.textContent === '2021-04-05');`, 'the outputs');
      await browser.evaluate(`document.querySelector('seq-view').scrollIntoView();`);
      await until(browser, `
        return document.querySelector('seq-view').shadowRoot.querySelectorAll('[data-number]').length > 0;`, 'the panel');
      const luminances = await browser.evaluate(`
        const luminance = (colour) => {
          const context = document.createElement('canvas').getContext('2d');
          context.fillStyle = colour;
          context.fillRect(0, 0, 1, 1);
          const [red, green, blue] = [...context.getImageData(0, 0, 1, 1).data].map((part) => (part / 255) ** 2.2);
          return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
        };
        return ['seq-scope .output-text', 'seq-scope .token', 'seq-view text, seq-view p'].map((place) => {
          const [host, ...within] = place.split(/ (.*)/);
          const each = document.querySelector(host).shadowRoot.querySelector(within[0].replaceAll('seq-view ', ''));
          return luminance(getComputedStyle(each)[each instanceof SVGElement ? 'fill' : 'color']);
        });`);
      for (const ink of luminances) assert.ok(ink > 0.3, `ink of luminance ${ink} on a dark page`);
    });
  });
}
