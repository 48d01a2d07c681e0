// Attention, taken apart: scores beside weights, how widely each row looks, two models' maps compared, and the same
// matrix as lines.

import { choice } from '../../kit/controls.js';
import { h } from '../../kit/dom.js';
import { TOLD } from '../shared/walking.js';
import { differenceMode } from './difference.js';
import { entropyMode } from './entropy.js';
import { linesMode } from './lines.js';
import { CONCAT, DOT } from '../../tasks/tasks.js';
import { attends } from '../../trace/matrix.js';
import { scoresMode } from './scores.js';
import * as words from './words.js';

/** @typedef {import('../types.js').PanelContext} PanelContext */
/** @typedef {{ mode: string, mass: number, first: string, second: string }} Own */

const MODES = /** @type {const} */ ({
  scores: scoresMode, entropy: entropyMode, difference: differenceMode, lines: linesMode,
});

/** @type {import('../types.js').Panel<Own>} */
export const panel = {
  name: 'attention',
  defaults: { mode: 'scores', mass: 80, first: DOT, second: CONCAT },
  options: { mode: /** @type {(keyof typeof MODES)[]} */ (Object.keys(MODES)) },
  styles: [new URL('../shared/attention.css', import.meta.url)],
  view: (shown, own, _, set) => {
    const { strings, actions, unit } = shown;
    if (!attends(shown.trace)) return [h('p', { class: 'absent' }, strings.withoutAttention)];
    const context = { ...shown, traces: new Map([...shown.traces].filter(([, trace]) => attends(trace))) };
    const { [context.language]: said } = words;
    const mode = /** @type {keyof typeof MODES} */ (own.mode);
    // Scores are of one model and of pieces; a difference has its own two models.
    return [h('section', { 'aria-label': said.title },
      TOLD,
      h('div', { key: 'tools', class: 'panel-tools' },
        choice('attention-mode', said.mode, Object.entries(said.modes), mode, (chosen) => set({ mode: chosen })),
        mode === 'difference' ? null : choice('attention-model', strings.ofModel,
          [...context.traces.keys()].map((name) => [name, strings.attentionName(name)]), context.attention,
          actions.chooseAttention),
        mode === 'scores' || unit === 'characters' ? null : choice('attention-unit', strings.grid,
          Object.entries(strings.gridUnits), unit, actions.chooseUnit)),
      h('div', { key: mode, class: 'attention-mode' }, MODES[mode](context, own, said, set)))];
  },
};
