// What the tools of the panel share: what they are given, and how a map is drawn in them.

import { h } from '../../kit/dom.js';
import { roomFor } from '../../kit/geometry.js';
import { heatmap } from '../../pictures/heatmap.js';

/** @typedef {import('../types.js').PanelContext} PanelContext */
/** @typedef {import('../../elements/types.js').Answer} Answer */
/** @typedef {import('../../elements/types.js').Trace} Trace */
/** @typedef {import('./interventions.js').Changes} Changes */

/** The changes, spelled as in interventions.js; the task that the prefix was chosen in; and what each tool shows. */
export const defaults = {
  prefix: '', holds: '', silenced: '', rows: '', task: '',
  mode: 'tokens', beam: 3, node: -1, step: -1, part: 'encoder', level: 0, way: '', unit: -1, gate: 'f', value: 1,
  also: false, temperature: 1, topk: 0, topp: 1, seed: 1,
};

/** @typedef {typeof defaults} Own */

/**
 * @typedef {{
 *   context: PanelContext, own: Own, words: import('./words.js').Words, set: (changes: Partial<Own>) => void,
 *   changes: Changes, fitting: Changes, shown: Trace, change: (changes: Changes) => void,
 * }} Around changes: all of them; fitting: those that are made; shown: the newest run
 */

/** What a label of a candidate is given: see pieceLabel. @param {PanelContext} context */
export function startsWordIn({ slanted, strings }) {
  return slanted ? strings.startsWord : '';
}

/**
 * @param {PanelContext} context
 * @param {import('../../elements/types.js').Grid} grid
 * @param {string} label
 * @param {string} name
 * @param {import('../../elements/types.js').Cell | null} cell
 */
export function map({ width, ratio, paint, scheme, strings, selection, actions, attention }, grid, label, name, cell) {
  return heatmap({
    grid, name, label, cell, pinned: selection.pinned !== null, room: roomFor(width, ratio, 2), paint, scheme, strings,
    onHover: actions.hoverCell, onPin: actions.pinCell, onKey: (event) => actions.walkMap(event, attention),
    onFocus: actions.focusMap, onScroll: actions.scroll,
  });
}

/**
 * What stands in the place of an answer that is not there.
 *
 * @param {Answer | undefined} answer
 * @param {string} failed what is said if there will be none
 * @param {import('./words.js').Words} words
 */
export function waiting(answer, failed, words) {
  return answer?.failure
    ? h('p', { key: 'failure', class: 'failure', role: 'alert' }, failed, h('code', null, answer.failure))
    : h('p', { key: 'running', class: 'panel-note' }, words.running);
}
