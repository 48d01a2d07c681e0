// Every reader: other colours, larger text, a keyboard, a screen reader, two tabs, and one who takes something back.
import assert from 'node:assert/strict';
import test from 'node:test';
import { openPage } from './harness.js';
import { DESK, map, open, outputs, ready, settled, type } from './scope.js';

/** @typedef {import('playwright-core').Page} Page */

/** What has the focus, within shadow trees. @param {Page} page */
function focused(page) {
  return page.evaluate(() => {
    let node = document.activeElement;
    while (node?.shadowRoot?.activeElement) node = node.shadowRoot.activeElement;
    return node === document.body ? 'body' : `${node?.localName}.${node?.className}`;
  });
}

test('in forced colours what is chosen differs, legends have their colours, and a switch has its track', async (t) => {
  const page = await open(t, '', { forcedColors: 'active' });
  const found = await page.locator('seq-scope').evaluate((scope) => {
    const style = (/** @type {string} */ selector) => {
      const node = scope.shadowRoot?.querySelector(selector);
      if (!node) throw new Error(`expected ${selector}`);
      const { backgroundColor, color, backgroundImage, borderTopWidth } = getComputedStyle(node);
      return { colours: `${backgroundColor} ${color}`, backgroundImage, borderTopWidth };
    };
    return {
      chosen: style('.choice input:checked + span').colours, other: style('.choice input:not(:checked) + span').colours,
      chip: style('.chip[aria-pressed=true]').colours, otherChip: style('.chip[aria-pressed=false]').colours,
      legend: style('.legend-bar').backgroundImage, track: style('.switch-track').borderTopWidth,
      off: style('.switch-track').colours, typed: style('.typed').colours,
    };
  });
  assert.notEqual(found.chosen, found.other);
  assert.notEqual(found.chip, found.otherChip);
  assert.match(found.legend, /gradient/);
  assert.notEqual(found.track, '0px');
  assert.match(found.typed, /rgba\(0, 0, 0, 0\)$/, 'the copy of the text behind the box stays unseen');
  await page.locator('seq-scope .switch input').check();
  await settled(page);
  const on = await page.locator('seq-scope .switch-track').evaluate((track) => {
    const { backgroundColor, color } = getComputedStyle(track);
    return `${backgroundColor} ${color}`;
  });
  assert.notEqual(on, found.off);
});

test('in forced colours what is pressed in a panel can be read', async (t) => {
  const page = await open(t, 'unit=3', { forcedColors: 'active', limit: 120_000 });
  for (const [name, selector] of /** @type {const} */ ([['units', '.unit-button'], ['whatif', '.whatif-candidate']])) {
    const panel = page.locator(`seq-view[name=${name}]`);
    await panel.evaluate((view) => view.scrollIntoView());
    const pressed = panel.locator(`${selector}[aria-pressed=true]`).first();
    await pressed.waitFor();
    const [ground, ...inks] = await pressed.evaluate((button) => [getComputedStyle(button).backgroundColor,
      ...[button, ...button.querySelectorAll('*')].map((node) => getComputedStyle(node).color)]);
    const other = await panel.locator(`${selector}[aria-pressed=false]`).first().evaluate((button) => getComputedStyle(button).backgroundColor);
    assert.notEqual(ground, other, name);
    assert.equal(new Set(inks).size, 1, name);
    assert.ok(!inks.includes(ground ?? ''), `${name}: ${inks} on ${ground}`);
  }
});

for (const width of [1280, 390]) {
  for (const task of ['dates', 'en-fr']) {
    test(`with text at 200 % nothing overflows sideways: ${width} px, ${task}`, async (t) => {
      const page = await openPage(t, `/www/#task=${task}`, {
        ...DESK, viewport: { width, height: 900 }, limit: 120_000,
        prepare: async (opened) => opened.addInitScript(() => addEventListener('DOMContentLoaded', () => {
          document.documentElement.style.fontSize = '200%';
        })),
      });
      await page.locator('seq-scope .output-text').first().waitFor();
      await settled(page);
      assert.equal(await page.locator('seq-scope .output-name').first().evaluate((name) => getComputedStyle(name).fontSize), '30px');
      const wide = await page.locator('seq-scope').evaluate((scope) => {
        const { right } = scope.getBoundingClientRect();
        const parts = [...scope.shadowRoot?.querySelectorAll('.entry, .entry *, .outputs, .outputs *, .notes *, .section-head *') ?? []];
        // The examples scroll in a row of their own.
        return parts.filter((part) => part.checkVisibility({ visibilityProperty: true }) && !part.closest('.typed, .visually-hidden, legend, .chip')
          && part.getBoundingClientRect().right > right + 1).map((part) => `${part.localName}.${part.className}`);
      });
      assert.deepEqual(wide, []);
      // An output begins below its name where there is no room beside it.
      const lefts = await page.locator('seq-scope .output').first().evaluate((output) =>
        ['.output-name', '.output-text'].map((part) => output.querySelector(part)?.getBoundingClientRect().left));
      if (width === 390) assert.equal(lefts[0], lefts[1]);
      if (task === 'dates') {
        await page.evaluate(async () => {
          const scope = /** @type {import('../../www/elements/element.js').SeqScope} */ (document.querySelector('seq-scope'));
          scope.state = { ...scope.state, unit: 3, cell: { target: 2, source: 3 } };
          await scope.views.prepare();
        });
      }
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'the page does not scroll sideways');
    });
  }
}

test('the focus stays near what was closed or tried again', async (t) => {
  const page = await open(t, 'unit=3');
  const close = page.locator('seq-scope').getByRole('button', { name: 'Close' });
  await close.focus();
  await page.keyboard.press('Enter');
  await close.waitFor({ state: 'detached' });
  assert.match(await focused(page), /plot/);

  let broken = true;
  const failing = await openPage(t, '/www/#task=dates', {
    ...DESK, expectedProblems: [/status 404|Failed to load resource|failed: .*dates-dot/],
    prepare: (opened) => opened.route('**/dates-dot-*', (route) => (broken ? route.fulfill({ status: 404 }) : route.continue())),
  });
  await ready(failing);
  broken = false;
  const retry = map(failing, 'dot').getByRole('button', { name: 'Try again' });
  await retry.focus();
  await failing.keyboard.press('Enter');
  await map(failing, 'dot').locator('canvas').waitFor();
  await settled(failing);
  assert.equal(await failing.evaluate(() => document.activeElement?.localName), 'seq-scope');
  assert.match(await focused(failing), /plot/);
});

test('a panel keeps the focus when it lets go of a unit', async (t) => {
  const page = await open(t, 'unit=3');
  const panel = page.locator('seq-view[name=memory]');
  await panel.scrollIntoViewIfNeeded();
  const letGo = panel.getByRole('button', { name: 'let go' });
  await letGo.focus();
  await page.keyboard.press('Enter');
  await letGo.waitFor({ state: 'detached' });
  assert.equal(await page.evaluate(() => document.activeElement?.localName), 'seq-view');
});

test('a screen reader is told once, when typing rests', async (t) => {
  const page = await open(t);
  await page.locator('seq-scope [role=status]', { hasText: '2021-04-05' }).waitFor({ state: 'attached' });
  await page.locator('seq-scope').evaluate((scope) => {
    scope.addEventListener('trace', () => /** @type {any} */ (globalThis).keys?.push(performance.now()));
    const isLive = (/** @type {Node | null} */ node) => {
      for (let each = node instanceof Element ? node : node?.parentElement; each; each = each.parentElement) {
        const live = each.getAttribute('aria-live');
        if (live === 'off') return false;
        if (live || each.matches('output, [role=status], [role=alert], [role=log]')) return true;
      }
      return false;
    };
    new MutationObserver((records) => {
      if (records.some(({ target }) => isLive(target))) /** @type {any} */ (globalThis).told += 1;
    }).observe(/** @type {ShadowRoot} */ (scope.shadowRoot), { subtree: true, childList: true, characterData: true });
  });
  // Typing that the machine holds up for longer than a rest is no typing without a rest: it is done again.
  for (let pause = Infinity; pause > 600;) {
    await page.locator('seq-scope #text').fill('');
    await page.evaluate(() => {
      const page = /** @type {any} */ (globalThis);
      page.told = 0;
      page.keys = [performance.now()];
    });
    await page.locator('seq-scope #text').pressSequentially('31 December 1999', { delay: 30 });
    await page.locator('seq-scope [role=status]', { hasText: '1999-12-31' }).waitFor({ state: 'attached' });
    pause = await page.evaluate(() => {
      const { keys } = /** @type {any} */ (globalThis);
      return Math.max(...keys.slice(1).map((/** @type {number} */ time, /** @type {number} */ index) => time - keys[index]));
    });
  }
  assert.equal(await page.evaluate(() => /** @type {any} */ (globalThis).told), 1);
  await page.getByRole('button', { name: '中文' }).click();
  await page.locator('seq-scope #maps-heading', { hasText: '每个模型在看哪里' }).waitFor();
  assert.equal(await page.locator('seq-scope [role=status]').last().textContent(), '', 'nothing in another language stays');
});

test('Escape that closes the dialog closes the dialog; what is pinned stays', async (t) => {
  const page = await open(t, 'cell=1.2&unit=3');
  await page.getByRole('button', { name: 'Embed' }).click();
  await page.locator('dialog[open]').waitFor();
  await page.keyboard.press('Escape');
  await settled(page);
  assert.equal(await page.locator('dialog').isVisible(), false);
  assert.equal(await page.locator('seq-scope .cursor.pinned').count(), 3);
  assert.equal(await page.locator('seq-scope .unit').count(), 1);
  await page.keyboard.press('Escape');
  await settled(page);
  assert.equal(await page.locator('seq-scope .cursor.pinned').count(), 0);
});

test('what an example has replaced comes back with Control and Z', async (t) => {
  const page = await open(t);
  const box = page.locator('seq-scope #text');
  await box.click();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('31 December 1999');
  await page.locator('seq-scope .chip', { hasText: '05APR2021' }).click();
  assert.equal(await box.inputValue(), '05APR2021');
  await settled(page);
  await box.focus();
  await page.keyboard.press('Control+z');
  assert.equal(await box.inputValue(), '31 December 1999');
  await page.locator('seq-scope .output-text', { hasText: '1999-12-31' }).first().waitFor();
});

for (const [server, delay] of /** @type {const} */ ([['at once', 0], ['so late that the address is written meanwhile', 900]])) {
  test(`what was typed just before the page was loaded again is there again, where the server answers ${server}`, async (t) => {
    const page = await open(t);
    await page.route(/\/www\/$/, async (route) => {
      await new Promise((resolve) => setTimeout(resolve, delay));
      await route.continue();
    });
    await page.locator('seq-scope #text').fill('31 December 1999');
    await page.reload();
    await ready(page);
    assert.equal(await page.locator('seq-scope #text').inputValue(), '31 December 1999');
    assert.deepEqual(await outputs(page), ['1999-12-31', '1999-12-31', '1999-12-31']);
  });
}

test('the language that is chosen in another tab stays there', async (t) => {
  const page = await open(t);
  const other = await page.context().newPage();
  await other.goto('/www/#task=dates');
  await ready(other);
  await other.getByRole('button', { name: '中文' }).click();
  await type(page, '31 December 1999');
  await page.getByRole('button', { name: /Switch to/ }).click();
  await settled(page);
  assert.equal(await page.locator('html').getAttribute('lang'), 'en');
});
