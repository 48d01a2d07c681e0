// The pictures that can be saved: what each is called, how it is drawn, and which numbers are in it.

import { pictureOfPanel, pictureOfUnit } from './drawn.js';
import { panelNumbers, plain, shownNumbers } from './numbers.js';
import { en, zh } from './words.js';
import { startPictures } from '../../engine/pictures.js';
import { csv } from '../../kit/csv.js';
import { shortest } from '../../kit/shortest.js';
import { partsOf } from '../../tasks/tasks.js';
import { gridOf } from '../../trace/grid.js';
import { layerOf } from '../../trace/layers.js';
import { sizeOf, valueAt } from '../../trace/matrix.js';
import { GLYPHS } from '../../trace/tokens.js';
import { traceFileOf } from '../../trace/trace-file.js';

/** @typedef {import('../element.js').SeqScope} SeqScope */
/** @typedef {import('../view-element.js').SeqView} SeqView */
/** @typedef {import('../types.js').Trace} Trace */
/** @typedef {import('../types.js').GridToken} GridToken */

/**
 * @typedef {{
 *   title: string, file: string, attributes: Record<string, string>, view: string | null,
 *   svg: (white: boolean) => Promise<string>, table: () => string, record: () => unknown, isTrace: boolean,
 * }} Subject title: for people; file: the start of its name; attributes: of the element that shows it, and view: of which
 *   panel; table: its numbers as CSV; record: as plain data; isTrace: whether that is a whole trace
 *
 * @typedef {{ task: string, attention: string, language: 'en' | 'zh' }} Of
 */

/** The words of the menu. @param {'en' | 'zh'} language */
export function wordsFor(language) {
  return language === 'zh' ? zh : en;
}

/**
 * @param {SeqScope | SeqView} host
 * @param {string} [name] of an attention: its map; `gates` or `unit`; nothing for the first map, and of a panel for the panel
 * @returns {Subject}
 * @throws {Error} where there is none yet
 */
export function subjectOf(host, name) {
  return 'views' in host ? ofScope(host, name) : ofPanel(host);
}

/** @param {SeqScope} scope @param {string} [name] @returns {Subject} */
function ofScope(scope, name) {
  const state = scope.views.source()?.state;
  if (!state) throw new Error('nothing is shown yet');
  const { task, language, strings, gatesView, unit: gridUnit } = state;
  const isMap = name !== 'gates' && name !== 'unit';
  const attention = isMap ? name ?? state.attention : state.attention;
  const model = state.models.find((each) => each.attention === attention);
  const { trace } = model ?? {};
  if (!trace) {
    const known = state.models.map((each) => each.attention).join(', ');
    throw new Error(model ? `${attention}: there is no answer yet` : `expected gates, unit or one of ${known}, found ${attention}`);
  }
  const attributes = { task, text: trace.input, parts: isMap ? 'maps' : 'gates', attention };
  const of = { task, attention, language };
  const unit = gridUnit === 'characters' ? 'characters' : 'pieces';
  const record = () => traceFileOf(trace, { task, attention, unit });
  if (isMap) {
    const grid = gridOf(trace, gridUnit);
    return {
      title: strings.mapLabel(strings.attentionName(attention)), file: `${task}-${attention}`, attributes, view: null,
      svg: (white) => mapPicture(trace, grid, of, white), table: () => mapTable(grid), record, isTrace: true,
    };
  }
  const layer = layerOf(trace, gatesView);
  const { component } = gatesView;
  const tokens = gridOf(trace, unit)[component === 'encoder' ? 'source' : 'target'];
  const place = `${component}-${layer.layer + 1}-${layer.direction}`;
  if (name === 'gates') {
    return {
      title: wordsFor(language).gates, file: `${task}-${attention}-${place}`, attributes, view: null,
      svg: (white) => gatesPicture(trace, layer, component, tokens, unit === 'pieces', of, white),
      table: () => gatesTable(layer, tokens, null), record, isTrace: true,
    };
  }
  const { unit: number } = state.selection;
  if (number === null) throw new Error('no unit is open');
  return {
    title: strings.unitHeading(number), file: `${task}-${attention}-${place}-unit-${number}`, attributes, view: null,
    svg: (white) => pictureOfUnit(scope, {
      title: `${strings.unitHeading(number)}: ${wordsFor(language).layerName(component, layer.layer + 1, layer.direction)}, ${strings.attentionName(attention)}`,
      sentence: `${trace.input} → ${trace.output}`, white, lang: language,
    }),
    table: () => gatesTable(layer, tokens, number),
    record: () => ({
      format: 'seqscope-numbers', version: 1, task, ...partsOf(attention), input: trace.input, output: trace.output,
      component, layer: layer.layer, direction: layer.direction, unit: number, tokens: tokens.map(labelOf),
      signals: plain(Object.fromEntries(layer.signals.map(({ name: letter, values }) => [letter, courseOf(values, number)]))),
    }),
    isTrace: false,
  };
}

/** @param {SeqView} view @returns {Subject} */
function ofPanel(view) {
  const drawn = view.drawn();
  if (!drawn) throw new Error('nothing is shown yet');
  const { context, own, answers, panel } = drawn;
  const { task, attention, trace, language } = context;
  const title = wordsFor(language).panels[panel.name] ?? panel.name;
  const numbers = () => ({ shown: shownNumbers(view.shadowRoot), ...panelNumbers(context, answers, panel.name) });
  return {
    title, file: `${task}-${attention}-${panel.name}`, view: panel.name,
    attributes: { task, text: trace.input, parts: 'input outputs', attention },
    svg: (white) => pictureOfPanel(view, { title, sentence: `${trace.input} → ${trace.output}`, white, lang: language }),
    table: () => csv([['name', 'row', 'column', 'value'], ...rowsOf('', numbers())]),
    record: () => ({
      format: 'seqscope-numbers', version: 1, panel: panel.name, settings: own, task, ...partsOf(attention),
      input: trace.input, output: trace.output, numbers: plain(numbers()),
    }),
    isTrace: false,
  };
}

/**
 * What is written of a token in a picture.
 *
 * @param {GridToken} token
 */
function labelOf({ text, starts }) {
  return `${starts ? '␣' : ''}${GLYPHS[text] ?? text}`;
}

/** What a picture calls a model: of two that are alike its file. @param {string} key */
function shownKey(key) {
  return key.replace(/^.+~/, '');
}

/**
 * @param {Trace} trace
 * @param {import('../types.js').Grid} grid
 * @param {Of} of
 * @param {boolean} white
 */
export async function mapPicture({ input, output }, grid, { attention, language }, white) {
  const { mapSvg } = await startPictures();
  return mapSvg(language, white, shownKey(attention), input, output, grid.source.map(labelOf), grid.target.map(labelOf),
    grid.unit !== 'characters', grid.weights.data);
}

/**
 * @param {Trace} trace
 * @param {import('../types.js').Layer} layer
 * @param {import('../types.js').Component} component
 * @param {GridToken[]} tokens
 * @param {boolean} words
 * @param {Of} of
 * @param {boolean} white
 */
export async function gatesPicture({ input, output }, layer, component, tokens, words, { attention, language }, white) {
  const { gatesSvg } = await startPictures();
  const { signals } = layer;
  const units = signals[0] ? sizeOf(signals[0].values).columns : 0;
  const values = new Float32Array(signals.length * tokens.length * units);
  signals.forEach(({ values: { data } }, index) => values.set(data, index * tokens.length * units));
  return gatesSvg(language, white, shownKey(attention), input, output, component === 'decoder', layer.layer, layer.direction === 'backward',
    tokens.map(labelOf), words, units, signals.map(({ name }) => name), values);
}

/** @param {import('../types.js').Grid} grid */
function mapTable({ source, target, weights }) {
  return csv([
    ['', ...source.map(labelOf)],
    ...target.map((token, row) => [labelOf(token), ...source.map((_, column) => shortest(valueAt(weights, row, column)))]),
  ]);
}

/**
 * @param {import('../types.js').Layer} layer
 * @param {GridToken[]} tokens
 * @param {number | null} only one unit, or null for all
 */
function gatesTable({ signals }, tokens, only) {
  return csv([
    ['signal', 'unit', ...tokens.map(labelOf)],
    ...signals.flatMap(({ name, values }) => (only === null ? [...Array(sizeOf(values).columns).keys()] : [only]).map((unit) =>
      [name, unit, ...courseOf(values, unit).map(shortest)])),
  ]);
}

/** One unit over all steps. @param {import('../types.js').Tensor} values @param {number} unit */
function courseOf(values, unit) {
  return Array.from({ length: sizeOf(values).rows }, (_, step) => valueAt(values, step, unit));
}

/**
 * A row for each number, named by where it stands.
 *
 * @param {string} name
 * @param {unknown} value
 * @returns {(string | number)[][]}
 */
function rowsOf(name, value) {
  if (typeof value === 'number') return [[name, '', '', short(value)]];
  if (typeof value === 'string' || typeof value === 'boolean') return [[name, '', '', String(value)]];
  if (typeof value !== 'object' || value === null) return [];
  if ('data' in value && 'shape' in value) {
    const tensor = /** @type {import('../types.js').Tensor} */ (value);
    const columns = tensor.shape.at(-1) ?? 1;
    return [...tensor.data].map((each, index) => [name, Math.floor(index / columns), index % columns, short(each)]);
  }
  if (ArrayBuffer.isView(value) || (Array.isArray(value) && value.every((each) => typeof each === 'number'))) {
    return [.../** @type {number[]} */ (value)].map((each, index) => [name, index, '', short(each)]);
  }
  return Object.entries(value).flatMap(([key, each]) => rowsOf(name === '' ? key : `${name}.${key}`, each));
}

/** @param {number} value */
function short(value) {
  return Math.fround(value) === value ? shortest(value) : value;
}
