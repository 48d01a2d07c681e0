// One cell at one step: its drawing, and its equations with the numbers in them.

import {
  areTermsOf, carriedOf, cellAt, cellKindOf, firstStep, largestTerm, lastStep, lineOf, splitsAt, stepAfter, stepsOf,
} from '../../trace/cell-values.js';
import { h } from '../../kit/dom.js';
import { layerControls } from '../shared/layer-controls.js';
import { fixed } from '../../kit/numbers.js';
import { Player } from './step-player.js';
import { quoted } from '../../trace/tokens.js';
import { shownUnit, unitControl } from '../shared/unit-control.js';
import { cellEquations } from './equations.js';
import { gruCell } from './gru.js';
import { lstmCell } from './lstm.js';
import { rnnCell } from './rnn.js';
import { stepControls } from './step-controls.js';
import { stepTape } from './step-tape.js';
import { en, zh } from './words.js';

/** @typedef {import('../types.js').PanelContext} PanelContext */
/** @typedef {{ step: number }} Own step: −1 for what is pointed at, and the last step where nothing is */

const FOLLOWS = -1;
/** Between two steps that are played, in milliseconds; the second for those who want little motion. */
const PAUSE = 1_100;
const CALM_PAUSE = 2_400;
/** A wider panel has the equations beside the drawing, in CSS pixels. */
const BESIDE = 860;
/** The share of the panel that the drawing then has, and the widest that it gets. */
const SHARE = 0.56;
const WIDEST = 640;

const DRAWINGS = { lstm: lstmCell, gru: gruCell, rnn: rnnCell };

/** One for each scope, which its actions stand for. @type {WeakMap<object, Player>} */
const players = new WeakMap();

/** @param {PanelContext} context */
function playerOf({ actions }) {
  const player = players.get(actions) ?? new Player(globalThis.document);
  players.set(actions, player);
  return player;
}

/**
 * The step that is shown: the one that was chosen here, else the one that is pointed at, else the last one made.
 *
 * @param {PanelContext} context
 * @param {Own} own
 */
function shownStep({ layer, step }, own) {
  const steps = stepsOf(layer);
  if (own.step >= 0 && own.step < steps) return { step: own.step, held: true };
  return { step: step !== null && step < steps ? step : lastStep(layer), held: false };
}

/**
 * What the cell reads at a step, in words: a token, or what the layer below made of it. A decoder reads what was
 * written before.
 *
 * @param {PanelContext} context
 * @param {number} step
 * @param {typeof en} words
 */
function readAt({ layer, tokens, gatesView }, step, words) {
  const written = gatesView.component === 'decoder';
  const token = tokens[written && layer.layer === 0 ? step - 1 : step];
  const text = token ? quoted(token) : words.start;
  return layer.layer === 0 ? text : words.below(layer.layer, text);
}

/** @type {import('../types.js').Panel<Own>} */
export const panel = {
  name: 'cell',
  defaults: { step: FOLLOWS },
  styles: [
    new URL('../../styles/gates.css', import.meta.url),
    new URL('../shared/steps.css', import.meta.url),
    new URL('./style.css', import.meta.url),
  ],
  questions: ({ trace, gatesView: { component }, layer: { layer, direction } }) => ({
    terms: { method: 'terms', args: [trace.input, trace.target.map(({ id }) => id), component, layer, direction] },
  }),
  view: (context, own, answers, set) => {
    const { layer, tokens, slanted, strings, width } = context;
    const words = context.language === 'zh' ? zh : en;
    const kind = cellKindOf(layer);
    const { unit } = shownUnit(context);
    const { step, held } = shownStep(context, own);
    const { now, before } = cellAt(layer, unit, step);
    const terms = answers['terms']?.stale === false && areTermsOf(answers['terms'].value, layer)
      ? answers['terms'].value : null;
    const carried = carriedOf(layer);
    const line = lineOf(layer, carried, unit);
    const memory = Math.max(1, ...line.map(Math.abs));
    const term = terms ? largestTerm(terms, layer, unit) : 1;
    const splits = terms ? splitsAt(terms, layer, unit, step) : null;
    const token = tokens[step] ? quoted(tokens[step]) : '';
    const values = [...layer.signals.map(({ name }) => `${name} ${fixed(now[name] ?? NaN, 2)}`),
      ...(kind === 'lstm' ? ['c', 'h'] : ['h']).map((name) => `${words.before(name)} ${fixed(before[name] ?? 0, 2)}`)];
    // The step that was gone to since this was drawn.
    let gone = own.step;
    const go = (/** @type {number | null} */ to) => {
      if (to === null) return false;
      gone = to;
      context.actions.hoverGate({ unit, step: to });
      set({ step: to });
      return true;
    };
    const player = playerOf(context);
    player.show({ step: () => go(stepAfter(layer, step, 1)), redraw: () => set({ step: gone }) });
    const onPlay = () => {
      if (player.playing) {
        player.stop();
        return;
      }
      // From the end there is nothing to play but the whole once more.
      if (step === lastStep(layer)) go(firstStep(layer));
      player.play(matchMedia('(prefers-reduced-motion: reduce)').matches ? CALM_PAUSE : PAUSE);
    };
    const stepping = (/** @type {number} */ by) => {
      const to = stepAfter(layer, step, by);
      return to === null ? null : () => void go(to);
    };
    const beside = width >= BESIDE;
    return [
      h('div', { key: 'tools', class: 'panel-tools' }, layerControls(context), unitControl(context, words)),
      h('p', { key: 'about', class: 'panel-note' }, words.about[kind]),
      h('div', { key: 'steps', class: 'steps' },
        stepControls({
          playing: player.playing, words, onPrevious: stepping(-1), onNext: stepping(1), onPlay,
        }),
        stepTape({
          tokens, values: line, limit: Math.max(...line.map(Math.abs)), step, held,
          pointed: context.step !== null, slanted, label: words.tape,
          spoken: words.tapeSpoken(token, step + 1, tokens.length, values.slice(0, layer.signals.length)),
          notKnown: strings.notInVocabulary, onStep: go,
          onHover: (found) => {
            if (!player.playing) context.actions.hoverGate(found === null ? null : { unit, step: found });
          },
          onRelease: () => set({ step: FOLLOWS }),
        }),
        h('p', { class: 'panel-note' }, words.tapeKey(carried), ' ',
          layer.direction === 'backward' ? words.backward : null, ' ',
          held
            ? h('button', {
              key: 'follow', type: 'button', class: 'quiet', onclick: () => set({ step: FOLLOWS }),
            }, words.follow)
            : null)),
      h('div', { key: 'cell', class: beside ? 'cell-and-equations beside' : 'cell-and-equations' },
        h('figure', null,
          DRAWINGS[kind]({
            now, before, splits, limits: { memory, term }, token: readAt(context, step, words),
            width: Math.min(beside ? Math.floor(width * SHARE) : width, WIDEST),
            label: words.pictureLabel(words.kind[kind], unit, token, values),
          }),
          h('figcaption', { class: 'panel-note flow-key' }, words.key, ' ',
            h('span', { class: 'key positive' }, words.positive), h('span', { class: 'key negative' }, words.negative),
            h('span', { class: 'key wire-key' }, words.wires))),
        h('div', null,
          cellEquations({ kind, now, before, splits, limit: term, words }),
          h('p', { class: 'panel-note', role: answers['terms']?.failure ? 'alert' : undefined },
            splits ? words.termsKey : splitNote(answers['terms'], words)))),
    ];
  },
};

/**
 * Why a gate is not taken apart yet.
 *
 * @param {import('../../elements/types.js').Answer | undefined} answer
 * @param {typeof en} words
 */
function splitNote(answer, words) {
  return answer?.failure ? words.splitFailed(answer.failure) : words.splitWaits;
}
