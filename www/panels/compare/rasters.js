// One gate or state of both texts, units by steps, and the difference where they have as many steps.

import { h } from '../../kit/dom.js';
import { columnWidth, fittingHeight, roomFor, unitHeight } from '../../kit/geometry.js';
import { fixed } from '../../kit/numbers.js';
import { picture } from '../../kit/picture.js';
import { withNumbers } from '../../kit/shown-number.js';
import { limitOf } from '../../pictures/gates.js';
import { gridOf } from '../../trace/grid.js';
import { layerOf } from '../../trace/layers.js';
import { sizeOf, transposed } from '../../trace/matrix.js';
import { kindOf } from '../../trace/signals.js';
import { tokenLabel } from '../../trace/tokens.js';
import { differenceOf, meanSize, sameShape } from './differences.js';

/** @typedef {import('../../elements/types.js').Trace} Trace */

/**
 * @param {import('../types.js').PanelContext} context
 * @param {[Trace, Trace]} traces
 * @param {string} name of the signal
 * @param {typeof import('./words.js').en} words
 */
export function rasters(context, traces, name, words) {
  const { gatesView, slanted, strings, ratio } = context;
  const axis = gatesView.component === 'encoder' ? 'source' : 'target';
  const found = traces.flatMap((trace) => {
    const signal = layerOf(trace, gatesView).signals.find((each) => each.name === name);
    return signal ? [{ signal, tokens: gridOf(trace, slanted ? 'pieces' : 'characters')[axis] }] : [];
  });
  const [first, second] = found;
  if (!first || !second) return null;
  const isSame = sameShape(first.signal.values, second.signal.values);
  const difference = isSame ? differenceOf(first.signal.values, second.signal.values) : null;
  const room = roomFor(context.width, ratio, isSame ? 3 : 2);
  const limit = Math.max(limitOf(first.signal).limit, limitOf(second.signal).limit);
  const raster = (/** @type {string} */ title, /** @type {import('../../elements/types.js').Tensor} */ values,
    /** @type {import('../../elements/types.js').GridToken[]} */ tokens, /** @type {import('../../elements/types.js').Scale} */ scale) => {
    const { rows: steps, columns: units } = sizeOf(values);
    const width = columnWidth(room, steps, slanted);
    const height = fittingHeight(unitHeight(room, units), units, width * steps);
    return h('figure', { key: title, class: 'card raster' },
      h('figcaption', { class: 'card-head' }, h('span', { class: 'name' }, h('i', null, name), ' ', title)),
      h('div', { class: 'plot', tabindex: 0, role: 'img', 'aria-label': `${title}: ${strings.rasterLabel(name, strings.signalName(name))}` },
        h('div', { class: 'compare-tokens', style: { '--cell': `${width / ratio}px` } },
          tokens.map((token) => h('span', { class: 'compare-token' }, tokenLabel(token, strings.notInVocabulary, false)))),
        picture({
          rows: units, columns: steps, cellWidth: width, cellHeight: height, ratio,
          after: [(/** @type {HTMLCanvasElement} */ canvas) => context.paint(canvas, {
            get data() {
              return transposed(values);
            },
            rows: units, columns: steps, scale, limit: scale === 'gate' ? 1 : limit, cellWidth: width, cellHeight: height, gap: 0,
          }), values.data, context.scheme, limit],
        })));
  };
  const scale = kindOf(name);
  return h('div', { key: 'rasters' },
    h('div', { class: 'cards', style: { '--cards': room.cards } },
      raster(words.first, first.signal.values, first.tokens, scale), raster(words.other, second.signal.values, second.tokens, scale),
      difference ? raster(words.difference, difference, second.tokens, 'signed') : null),
    h('p', { class: 'gradient-fades' }, difference
      ? withNumbers((write) => words.gateDifference(name, write('mean', meanSize(difference), fixed(meanSize(difference), 3))))
      : words.otherSteps(sizeOf(first.signal.values).rows, sizeOf(second.signal.values).rows)));
}
