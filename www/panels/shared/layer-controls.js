// Which layer is shown, as choices: part of the model, layer, direction. What there is only one of is not offered.

import { choice } from '../../kit/controls.js';
import { h } from '../../kit/dom.js';
import { cellKindOf } from '../../trace/cell-values.js';

/**
 * Whose numbers a figure shows: model, cell, part, layer and direction.
 *
 * @param {import('../types.js').PanelContext} context
 */
export function layerName({ attention, gatesView, layer, strings }) {
  return h('span', { key: 'whose', class: 'whose-layer' }, [
    strings.attentionName(attention), cellKindOf(layer).toUpperCase(), strings[gatesView.component],
    `${strings.layer} ${strings.layerNumber(layer.layer + 1)}`, strings[layer.direction],
  ].join(' · '));
}

/**
 * @param {import('../types.js').PanelContext} context
 * @returns {import('../../kit/dom.js').Child[]}
 */
export function layerControls(context) {
  const { trace, gatesView: view, layer, strings, actions } = context;
  const layers = trace[view.component];
  const numbers = [...new Set(layers.map((each) => each.layer))];
  const directions = [...new Set(layers.filter((each) => each.layer === layer.layer).map((each) => each.direction))];
  return [
    layerName(context),
    choice('component', strings.part, [['encoder', strings.encoder], ['decoder', strings.decoder]], view.component,
      (component) => actions.chooseGates({ ...view, component: /** @type {any} */ (component) })),
    numbers.length > 1
      ? choice('layer', strings.layer, numbers.map((number) => [String(number), strings.layerNumber(number + 1)]),
        String(layer.layer), (number) => actions.chooseGates({ ...view, layer: Number(number) }))
      : null,
    directions.length > 1
      ? choice('direction', strings.direction, directions.map((direction) => [direction, strings[direction]]),
        layer.direction, (direction) => actions.chooseGates({ ...view, direction: /** @type {any} */ (direction) }))
      : null,
  ];
}
