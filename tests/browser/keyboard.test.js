// The article by keyboard alone: Tab comes to everything in its panels that can be operated.
import assert from 'node:assert/strict';
import test from 'node:test';
import { PANELS } from '../../www/panels/index.js';
import { open, settled } from './scope.js';

/** More stops than the page has. */
const MOST_STOPS = 1_500;

test('Tab comes to every control and every picture with keys in every panel', async (t) => {
  const page = await open(t);
  const sections = await page.locator('.explorable').all();
  for (const section of sections) {
    await section.scrollIntoViewIfNeeded();
    await section.locator('.panel > *').first().waitFor();
  }
  await page.waitForLoadState('networkidle');
  await settled(page);
  await page.evaluate(() => {
    document.addEventListener('focusin', () => {
      let focused = document.activeElement;
      while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
      focused?.setAttribute('data-reached', '');
    });
    for (const { shadowRoot } of document.querySelectorAll('seq-view')) {
      shadowRoot?.addEventListener('focusin', ({ target }) =>
        /** @type {Element} */ (target).setAttribute('data-reached', ''));
    }
    /** @type {HTMLElement | null} */ (document.querySelector('.explorable .drive'))?.focus();
  });
  for (let stop = 0; stop < MOST_STOPS; stop++) {
    await page.keyboard.press('Tab');
    if (await page.evaluate(() => document.activeElement?.closest('footer') !== null)) break;
  }
  const missed = await page.evaluate(() => [...document.querySelectorAll('.explorable')].flatMap((section) => {
    const root = section.querySelector('seq-view')?.shadowRoot;
    const stops = [...root?.querySelectorAll('button, input, select, a[href], [tabindex="0"]') ?? []];
    if (!stops.some((stop) => stop.hasAttribute('data-reached'))) return [`${section.id}: nothing`];
    return stops.filter((stop) => {
      const { width } = stop.getBoundingClientRect();
      // One of several radio buttons stands for all, and what arrows lead to is no stop of its own.
      const isOne = stop instanceof HTMLInputElement && stop.type === 'radio' && !stop.checked;
      const isLed = stop.getAttribute('tabindex') === '-1' || /** @type {HTMLButtonElement} */ (stop).disabled;
      return width > 0 && !isOne && !isLed && !stop.hasAttribute('data-reached');
    }).map((stop) => `${section.id}: ${stop.outerHTML.slice(0, 90)}`);
  }));
  assert.equal(sections.length, Object.keys(PANELS).length);
  assert.deepEqual(missed, []);
});
