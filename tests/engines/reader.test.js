// What readers of any browser do to the page: they follow odd addresses, load it again in the middle of a word, and print it.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { ENGINES } from './drivers.js';
import { PANELS } from '../../www/panels/index.js';
import { serve } from '../browser/harness.js';
import { READY } from './ready.js';

/** @typedef {import('./drivers.js').EnginePage} EnginePage */

const server = await serve();
after(() => server.close());

/** @param {string} date that all three models have written */
const WRITTEN = (date) => `
  const texts = [...document.querySelector('seq-scope')?.shadowRoot?.querySelectorAll('.output-text') ?? []];
  return texts.length === 3 && texts.every((text) => text.textContent === '${date}');`;

/** @param {EnginePage} browser @param {string} code what must come true @param {string} what */
async function until(browser, code, what) {
  for (let wait = 0; wait < 600; wait++) {
    // A page that is just left answers nothing.
    if (await browser.evaluate(code).catch(() => false)) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.fail(`${what}: did not come true within a minute`);
}

const ODD = ['__proto__', 'constructor', 'toString', '0.5', '-3', '999999', '', 'NaN', '%F0%9F%8E%88', '<b>'];
const FIELDS = [
  'attention.mode', 'memory.step', 'memory.view', 'cell.step', 'units.order', 'units.signal', 'gradients.measure', 'padding.at',
  'dropout.seed', 'explanation.measure', 'whatif.mode', 'whatif.holds', 'attention', 'gates', 'layer', 'unit', 'cell',
  '__proto__.mode', 'constructor.name', 'toString.x',
];

for (const [name, open] of Object.entries(ENGINES)) {
  test(name, async (t) => {
    const browser = await open();
    t.after(() => browser.close());

    await t.test('what no page ever wrote into an address does no harm', async () => {
      await browser.goto(`${server.origin}/www/#task=dates&lang=en`);
      await browser.evaluate(`${READY}
        globalThis.wrong = [];
        addEventListener('error', ({ message }) => globalThis.wrong.push(message));
        addEventListener('unhandledrejection', ({ reason }) => globalThis.wrong.push(String(reason)));`);
      for (let shift = 0; shift < ODD.length; shift++) {
        const fields = FIELDS.map((field, index) => `${field}=${ODD[(index + shift) % ODD.length]}`).join('&');
        await browser.evaluate(`location.hash = ${JSON.stringify(`#task=dates&lang=en&${fields}`)};`);
        const said = await browser.evaluate(`${READY}
          const said = [];
          for (const view of document.querySelectorAll('seq-view')) {
            view.scrollIntoView();
            await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
            said.push(view.shadowRoot.querySelector('.panel').innerText);
          }
          return [scope.shadowRoot.querySelector('.stage').innerText, ...said];`);
        assert.equal(said.length, 1 + Object.keys(PANELS).length);
        for (const words of said) assert.doesNotMatch(words, /\[object|NaN|undefined/, fields);
      }
      await until(browser, WRITTEN('2021-04-05'), 'the outputs');
      assert.deepEqual(await browser.evaluate('return globalThis.wrong;'), []);
      for (const task of ['__proto__', 'constructor']) {
        await browser.evaluate(`location.hash = '#task=${task}&lang=en';`);
        await until(browser, `return document.querySelector('seq-scope').shadowRoot.querySelectorAll('.map .failure').length === 3;`, task);
      }
    });

    await t.test('what was typed just before the page was loaded again is there again', async () => {
      await browser.goto('about:blank');
      await browser.goto(`${server.origin}/www/#task=dates&lang=en&text=4/5/21`);
      await until(browser, WRITTEN('2021-04-05'), 'the outputs');
      await browser.evaluate(`
        globalThis.isLeft = true;
        const box = document.querySelector('seq-scope').shadowRoot.querySelector('#text');
        box.value = '31 December 1999';
        box.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
        // What is typed has not even been answered.
        location.reload();`).catch(() => {});
      await until(browser, `return !globalThis.isLeft && (() => { ${WRITTEN('1999-12-31')} })();`, 'the outputs of what was typed');
      assert.equal(await browser.evaluate(`return document.querySelector('seq-scope').shadowRoot.querySelector('#text').value;`), '31 December 1999');
    });

    await t.test('every panel is on paper, of the text in the box', async () => {
      await browser.goto('about:blank');
      await browser.goto(`${server.origin}/www/#task=dates&lang=en&text=31+December+1999`);
      await until(browser, WRITTEN('1999-12-31'), 'the outputs');
      const look = `[...document.querySelectorAll('seq-view')].map((view) => view.shadowRoot.querySelector('.panel').textContent)`;
      await browser.evaluate(`${READY}
        await scope.views.prepare();
        globalThis.onPaper = null;
        addEventListener('beforeprint', () => { globalThis.onPaper = ${look}; });`);
      if (browser.print) {
        const pdf = await browser.print();
        assert.ok(pdf.length > 100_000, `${pdf.length} bytes`);
        assert.notEqual(await browser.evaluate('return globalThis.onPaper;'), null);
      }
      await browser.evaluate(`globalThis.onPaper ??= (dispatchEvent(new Event('beforeprint')), ${look});`);
      const panels = await browser.evaluate('return globalThis.onPaper;');
      assert.equal(panels.length, Object.keys(PANELS).length);
      assert.match(panels.join('\n'), /1999/);
      for (const words of panels) {
        assert.ok(words.trim().length > 20, words);
        assert.doesNotMatch(words, /was not ready when the page was printed/);
      }
    });
  });
}
