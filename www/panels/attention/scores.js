// Scores before the softmax, beside the weights that it makes of them.

import { centred } from './centred.js';
import { h } from '../../kit/dom.js';
import { POINTED } from '../../pictures/at-pointer.js';
import { scoreFormula } from '../../pictures/formulas.js';
import { roomFor } from '../../kit/geometry.js';
import { limitFor } from '../../trace/limits.js';
import { valueAt } from '../../trace/matrix.js';
import { fixed } from '../../kit/numbers.js';
import { inWords, withNumbers } from '../../kit/shown-number.js';
import { quoted } from '../../trace/tokens.js';
import { pairMap, piecesOf, selectedPairs } from '../shared/pair-map.js';

/** The most pairs of pieces whose numbers are written out. */
const MOST_PAIRS = 4;

/**
 * @param {import('../types.js').PanelContext} context
 * @param {import('./panel.js').Own} _
 * @param {typeof import('./words.js').en} said
 */
export function scoresMode(context, _, said) {
  const { trace, attention, strings } = context;
  const grid = piecesOf(context);
  const { values, means } = centred(trace.scores);
  const name = strings.attentionName(attention);
  const room = roomFor(context.width, context.ratio, 2);
  const lineOf = (
    /** @type {number} */ target, /** @type {number} */ source,
    /** @type {import('../../kit/shown-number.js').Write} */ write,
  ) => {
    const [written, read] = [grid.target[target], grid.source[source]];
    const number = (/** @type {string} */ name, /** @type {number} */ value, digits = 2) =>
      write(`${name}.${target}.${source}`, value, fixed(value, digits));
    return written && read ? said.pairTold(quoted(written), quoted(read), said.pairNumbers(
      number('score', valueAt(trace.scores, target, source)), number('mean', means[target] ?? NaN),
      number('above', valueAt(values, target, source)),
      number('weight', valueAt(trace.weights, target, source), 3))) : '';
  };
  const told = (/** @type {import('../../elements/types.js').Cell} */ cell) => {
    const [written, read] = [context.grid.target[cell.target ?? -1], context.grid.source[cell.source ?? -1]];
    return written && read ? inWords((write) => lineOf(written.first, read.first, write)) : '';
  };
  const common = { room, grid, role: said.mapRole, told };
  const pairs = selectedPairs(context, MOST_PAIRS);
  return [
    h('p', { class: 'panel-note' }, said.scoresWords, context.unit === 'words' ? ` ${said.scoresOfPieces}` : null),
    h('div', { class: 'cards', style: { '--cards': room.cards } },
      pairMap(context, {
        ...common, name: 'scores',
        title: [said.scoresTitle, ' ', h('span', { class: 'formula' }, scoreFormula(attention))],
        label: said.scoresLabel(name), values, scale: 'signed', limit: limitFor(values.data),
      }),
      pairMap(context, { ...common, name: 'weights', title: said.weightsTitle, label: strings.mapLabel(name) })),
    h('ul', { class: pairs.length === 0 ? 'attention-pairs' : `attention-pairs ${POINTED}` },
      pairs.length === 0 ? h('li', { class: 'hint' }, said.pairHint)
        : pairs.map(({ target, source }) => h('li', null, withNumbers((write) => lineOf(target, source, write))))),
  ];
}
