// Where dropout sits in a stacked encoder and decoder, on a training run of the reader's text.

import { choice } from '../../kit/controls.js';
import { h } from '../../kit/dom.js';
import { flowOf } from './flow-numbers.js';
import { droppedOf } from './dropped.js';
import { CARD_GAP } from '../../kit/geometry.js';
import { gridOf, placeOf } from '../../trace/grid.js';
import { fixed, grouped } from '../../kit/numbers.js';
import { shownCell, walk } from '../../trace/selection.js';
import { shownNumber } from '../../kit/shown-number.js';
import { dropoutFlow } from './flow.js';
import { en, zh } from './words.js';

/** From this width on, in CSS pixels, the decoder stands beside the encoder. */
const BESIDE = 560;
/** Units of a mask that can be told apart in a small raster. */
const SOME_UNITS = 64;
/** Seeds are whole numbers below this. */
const SEEDS = 2 ** 32;

/**
 * @typedef {import('../types.js').PanelContext} PanelContext
 * @typedef {{ seed: number, units: string }} Own
 * @typedef {{ p: number, scale: number, sites: import('./flow-numbers.js').Site[] }} Masks
 */

/** @type {import('../types.js').Panel<Own>} */
export const panel = {
  name: 'dropout',
  defaults: { seed: 1, units: 'some' },
  options: { units: ['some', 'all'] },
  styles: [new URL('./style.css', import.meta.url)],
  questions: ({ trace }, own) => ({
    masks: { method: 'dropoutMasks', args: [trace.input, trace.target.map(({ id }) => id), seedOf(own)] },
  }),
  view: (context, own, answers, set) => {
    const words = context.language === 'zh' ? zh : en;
    /** @type {Masks | null} */
    const masks = answers['masks']?.value ?? null;
    const failure = answers['masks']?.failure;
    if (failure) return [h('p', { key: 'failure', class: 'failure', role: 'alert' }, failure)];
    if (!masks) return [h('p', { key: 'coming', class: 'absent' }, words.coming)];
    return [
      h('div', { key: 'tools', class: 'panel-tools' },
        h('button', {
          type: 'button', class: 'dropout-again', disabled: masks.p === 0,
          onclick: () => set({ seed: (seedOf(own) + 1) % SEEDS }),
        }, words.again),
        h('span', { class: 'dropout-seed' }, words.seed(seedOf(own))),
        Math.max(...masks.sites.map(({ kept }) => kept.shape[1] ?? 0)) > SOME_UNITS
          ? choice('dropout-units', words.units, Object.entries(words.unitsShown), own.units, (units) => set({ units }))
          : null,
        key(context, words)),
      summary(masks, words),
      flows(masks, context, own, words),
      reasons(masks, context, words),
      h('p', { key: 'note', class: 'panel-note' }, words.note),
    ];
  },
};

/** @param {Own} own */
function seedOf({ seed }) {
  return Math.abs(Math.trunc(seed)) % SEEDS;
}

/**
 * What the colours of a mask mean.
 *
 * @param {PanelContext} context
 * @param {typeof en} words
 */
function key({ stops }, words) {
  const colours = stops('gate');
  return h('ul', { class: 'dropout-key' },
    [[words.kept, colours.at(-1)], [words.lost, colours[0]]].map(([name, colour]) => h('li', null,
      h('span', { class: 'dropout-swatch', style: { background: colour ?? '' } }), name)));
}

/**
 * @param {Masks} masks
 * @param {typeof en} words
 */
function summary({ p, scale, sites }, words) {
  if (p === 0) return h('p', { key: 'summary', class: 'dropout-summary', role: 'status' }, words.noDropout);
  const counts = sites.map(({ kept }) => droppedOf(kept));
  const dropped = counts.reduce((sum, count) => sum + count.dropped, 0);
  const all = counts.reduce((sum, count) => sum + count.all, 0);
  return h('p', { key: 'summary', class: 'dropout-summary', role: 'status' },
    words.total(grouped(dropped), grouped(all)), '. ',
    words.summary.p, shownNumber('p', p, short(p)),
    words.summary.share, shownNumber('share', dropped / all, fixed(dropped / all, 4)), '. ',
    words.summary.scale, shownNumber('scale', scale, short(scale)), '.');
}

/**
 * A number with three digits behind the point at most.
 *
 * @param {number} value
 */
function short(value) {
  return fixed(value, 3).replace(/\.?0+$/, '');
}

/**
 * @param {Masks} masks
 * @param {PanelContext} context
 * @param {Own} own
 * @param {typeof en} words
 */
function flows({ sites }, context, own, words) {
  const { trace, width, slanted } = context;
  const tokens = gridOf(trace, slanted ? 'pieces' : 'characters');
  // The decoder reads at each step what it wrote at the one before.
  const start = { ...tokens.target[0], id: 2, text: '<s>', known: true, starts: false };
  const read = { encoder: tokens.source, decoder: [start, ...tokens.target.slice(0, -1)] };
  const beside = width >= BESIDE;
  const shown = shownSteps(context);
  const components = /** @type {const} */ (['encoder', 'decoder']);
  const told = components.flatMap((component) => toldOf(component, sites, read[component], shown[component], words));
  return h('div', { key: 'flows', class: beside ? 'flows beside' : 'flows' }, components.map((component) => {
    const steps = /** @type {import('../../elements/types.js').GridToken[]} */ (read[component]);
    return dropoutFlow({
      name: component, parts: flowOf(component, trace[component], sites), tokens: steps, slanted,
      units: own.units === 'all' ? Infinity : SOME_UNITS, width: beside ? (width - CARD_GAP) / 2 : width,
      ratio: context.ratio, shown: shown[component], cell: cellOf(trace), output: trace.output, paint: context.paint,
      scheme: context.scheme, notKnown: context.strings.notInVocabulary,
      words: { ...words, name: words.components[component], reads: words.reads[component] },
      ...pointing(component, steps.length, shown[component], context),
    });
  }), h('p', { key: 'told', class: 'visually-hidden', role: 'status' }, told.join('; ')));
}

/**
 * What the masks of a component drop at the steps that are shown, for those who do not see them.
 *
 * @param {'encoder' | 'decoder'} component
 * @param {import('./flow-numbers.js').Site[]} sites
 * @param {(import('../../elements/types.js').GridToken | { text: string })[]} tokens that the steps read
 * @param {import('../../elements/types.js').Steps | null} shown
 * @param {typeof en} words
 */
function toldOf(component, sites, tokens, shown, words) {
  if (!shown || shown.last >= tokens.length) return [];
  const text = tokens.slice(shown.first, shown.last + 1).map((token) => token.text).join('');
  return sites.filter((site) => site.component === component).map(({ place, above, kept }) => {
    const { dropped, all } = droppedOf(kept, shown);
    return `${words.components[component]}, ${words.mask(place, above ?? 0)}: ${words.at(text, dropped, all)}`;
  });
}

/**
 * The steps of what is pointed at on the page.
 *
 * @param {PanelContext} context
 */
function shownSteps({ grid, selection }) {
  const cell = shownCell(selection);
  return { encoder: grid.source[cell?.source ?? -1] ?? null, decoder: grid.target[cell?.target ?? -1] ?? null };
}

/**
 * How pointer and keyboard move the step that is shown. It is that of the attention maps.
 *
 * @param {'encoder' | 'decoder'} component
 * @param {number} steps
 * @param {import('../../elements/types.js').Steps | null} shown
 * @param {PanelContext} context
 */
function pointing(component, steps, shown, { grid, selection, actions }) {
  const cellAt = (/** @type {number} */ step) => (component === 'encoder'
    ? { target: null, source: placeOf(grid.source, step) } : { target: placeOf(grid.target, step), source: null });
  return {
    onStep: (/** @type {number | null} */ step) => actions.hoverCell(step === null ? null : cellAt(step)),
    onPin: (/** @type {number} */ step) => actions.pinCell(cellAt(step)),
    onKey: (/** @type {KeyboardEvent} */ event) => {
      if ((event.key === 'Enter' || event.key === ' ') && shown) {
        event.preventDefault();
        actions.pinCell(cellAt(shown.first));
      }
      // A word of several pieces is left at the end to which one walks.
      const from = shown && { row: 0, column: event.key === 'ArrowRight' ? shown.last : shown.first };
      const to = event.key.startsWith('ArrowUp') || event.key.startsWith('ArrowDown')
        ? null : walk(event.key, from, { rows: 1, columns: steps });
      if (!to) return;
      event.preventDefault();
      if (selection.pinned) actions.pinCell(cellAt(to.column));
      else actions.hoverCell(cellAt(to.column));
      const box = /** @type {HTMLElement} */ (event.currentTarget);
      requestAnimationFrame(() => reveal(box, to.column / steps));
    },
  };
}

/**
 * Scrolls a step into sight.
 *
 * @param {HTMLElement} box
 * @param {number} share how far along the steps it is, in [0, 1]
 */
function reveal(box, share) {
  const at = share * box.scrollWidth;
  const margin = Math.min(60, box.clientWidth / 3);
  box.scrollLeft = Math.max(Math.min(box.scrollLeft, at - margin), at + margin - box.clientWidth);
}

/**
 * The name of a model's cell, by what a trace of it has.
 *
 * @param {import('../../elements/types.js').Trace} trace
 */
function cellOf({ encoder }) {
  const names = new Set(encoder[0]?.signals.map(({ name }) => name));
  return names.has('c') ? 'LSTM' : names.has('z') ? 'GRU' : 'RNN';
}

/**
 * Why there is no mask in some places.
 *
 * @param {Masks} masks
 * @param {PanelContext} context
 * @param {typeof en} words
 */
function reasons({ p }, { trace }, words) {
  const steps = trace.source.length;
  const survival = (1 - p) ** steps;
  const isStacked = [...trace.encoder, ...trace.decoder].some(({ layer }) => layer > 0);
  return h('div', { key: 'reasons', class: 'dropout-reasons' },
    h('h3', null, words.why),
    h('ul', null,
      h('li', null, coded(isStacked ? words.lastLayer : words.oneLayer)),
      h('li', null, words.steps, p > 0
        ? [
          ' ', words.survival(short(p), steps),
          shownNumber('survival', survival, `${fixed(survival * 100, 1)} %`), '.',
        ]
        : null)));
}

/**
 * Text with `code` as elements.
 *
 * @param {string} text
 */
function coded(text) {
  return text.split('`').map((part, index) => (index % 2 === 1 ? h('code', null, part) : part));
}
