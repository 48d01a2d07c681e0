// The numbers of a panel: what it is drawn from.

import { shortest } from '../../kit/shortest.js';

/** Panels that are drawn from the weights of the models, and those that are drawn from a layer. */
const OF_WEIGHTS = new Set(['attention', 'tanh', 'explanation', 'whatif']);

/**
 * What a panel was answered, and of the trace what it shows: the weights of every model, or the layer that is chosen.
 *
 * @param {import('../../panels/types.js').PanelContext} context
 * @param {Record<string, import('../types.js').Answer>} answers
 * @param {string} [name]
 */
export function panelNumbers(context, answers, name = '') {
  const { layer, traces, gatesView } = context;
  const found = Object.fromEntries(Object.entries(answers).flatMap(([key, { value, stale }]) =>
    (value === undefined || value === null || stale ? [] : [[key, value]])));
  const weights = Object.fromEntries([...traces].map(([key, trace]) => [key, trace.weights]));
  const signals = Object.fromEntries(layer.signals.map((signal) => [signal.name, signal.values]));
  return {
    answers: found,
    ...OF_WEIGHTS.has(name) ? { weights }
      : { layer: { component: gatesView.component, layer: layer.layer, direction: layer.direction, signals } },
  };
}

/**
 * What a panel says in figures, by the names that it gives them, with all their digits.
 *
 * @param {ParentNode | null} root
 */
export function shownNumbers(root) {
  return Object.fromEntries([...root?.querySelectorAll('[data-number]') ?? []].map((node) =>
    [node.getAttribute('data-number') ?? '', Number(node.getAttribute('value') ?? node.getAttribute('data-value'))]));
}

/**
 * As JSON can hold it.
 *
 * @param {unknown} value
 * @returns {unknown}
 */
export function plain(value) {
  if (typeof value === 'number') return Math.fround(value) === value ? shortest(value) : value;
  if (value instanceof Map) return plain(Object.fromEntries(value));
  if (ArrayBuffer.isView(value) || Array.isArray(value)) return Array.from(/** @type {any} */ (value), plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plain(each)]));
}
