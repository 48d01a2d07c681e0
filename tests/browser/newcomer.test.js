// What a newcomer asks of the page: each question is answered within a screen of what raises it, on the sentence that stands
// there first.
import assert from 'node:assert/strict';
import test from 'node:test';
import { openPage } from './harness.js';
import { DESK, ready } from './scope.js';

/** The height of a screen, in CSS pixels. */
const SCREEN = DESK.viewport.height;

/** @typedef {{ asks: string, panel: string, fields?: string, raises: string, answers: string, says?: RegExp }} Question */

/** @type {Question[]} raises, answers: what in the panel does; says: what the answer has in it */
const QUESTIONS = [
  { asks: 'What becomes of the old memory at this token?', panel: 'cell', raises: '.step-tape, [role=slider]', answers: '[data-number="c.kept"]' },
  {
    asks: 'Which token wrote most of what the unit holds?', panel: 'memory', raises: '.memory-scroll', answers: '.memory-readout',
    says: /the parts sum to/,
  },
  { asks: 'Why does the gradient of a plain RNN vanish?', panel: 'gradients', raises: '.gradient-key', answers: '.gradient-fades', says: /RNN.*LSTM/s },
  { asks: 'Why are all rows equal without the tanh?', panel: 'tanh', raises: '.card.map', answers: '[data-number=concat_without_tanh]', says: /^0\.000000$/ },
  { asks: 'Does attention explain the output?', panel: 'explanation', raises: '.card.map', answers: '[data-number="occlusion.pearson"]' },
  { asks: 'What is written if nothing is ever forgotten?', panel: 'whatif', fields: 'whatif.mode=gates', raises: '.panel-tools', answers: '.whatif-preset', says: /forgotten/ },
  { asks: 'What goes wrong without packing?', panel: 'padding', raises: '[data-part=packed]', answers: '.padding-verdict', says: /padding/ },
  { asks: 'Where is dropout, where is none?', panel: 'dropout', raises: '.flow-box', answers: '.flow-absent', says: /no mask/ },
  { asks: 'What is the second-best candidate here?', panel: 'whatif', fields: 'whatif.mode=tokens', raises: '.panel-tools', answers: '.whatif-candidate', says: /%/ },
  { asks: 'Does a beam find something better?', panel: 'whatif', fields: 'whatif.mode=beam', raises: '.panel-tools', answers: '.whatif-greedy', says: /greedy/ },
  { asks: 'Which gate is nearly closed most often?', panel: 'units', raises: '.saturation-plot', answers: '.saturation-table' },
  { asks: 'What differs between the score functions?', panel: 'attention', raises: '.panel-tools', answers: '.formula' },
];

for (const { asks, panel, fields = '', raises, answers, says = /./ } of QUESTIONS) {
  test(asks, async (t) => {
    const page = await openPage(t, `/www/#task=en-fr${fields && '&'}${fields}`, { ...DESK, limit: 120_000 });
    await ready(page);
    const view = page.locator(`seq-view[name=${panel}]`);
    await view.evaluate((node) => node.scrollIntoView());
    const answer = view.locator(answers).filter({ visible: true }).first();
    await view.locator(raises).first().waitFor();
    await answer.waitFor();
    assert.match(await answer.textContent() ?? '', says);
    const [from, to] = [await view.locator(raises).first().boundingBox(), await answer.boundingBox()];
    assert.ok(from && to);
    // The words beside the picture stand as high as its head.
    assert.ok(Math.max(to.y + Math.min(to.height, 40) - from.y, from.y - to.y) <= SCREEN, `${from.y} → ${to.y}`);
  });
}
