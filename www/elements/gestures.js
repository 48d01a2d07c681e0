// What is selected, and how pointer and keyboard over maps and rasters change it.

import { cellOfStep, gridOf, movedCell } from '../trace/grid.js';
import { layerOf } from '../trace/layers.js';
import { sizeOf } from '../trace/matrix.js';
import { modelShown } from './standing.js';
import {
  boundsOf, hoverCell, hoverGate, moveTo, NOTHING, pinCell, pinUnit, release, shownCell, walk, within,
} from '../trace/selection.js';

/** @typedef {import('./types.js').Selection} Selection */
/** @typedef {import('./types.js').Cell} Cell */
/** @typedef {import('./types.js').GateCell} GateCell */

/**
 * @typedef {{
 *   trace: (attention: string) => import('./types.js').Trace | null,
 *   state: () => import('./compose.js').State,
 * }} Shown what the element shows
 */

export class Gestures {
  #chosen;
  #shown;
  #onChange;
  #speak;
  /** @type {Selection} */
  #selection = NOTHING;
  /** A selection from outside waits for the first trace, which says whether it fits. */
  #waits = true;
  /** Whether the cursor was moved by the keyboard, and is to be brought into sight. */
  #moved = false;

  /**
   * @param {import('./chosen.js').Chosen} chosen
   * @param {Shown} shown
   * @param {{ onChange: (isLinked: boolean) => void, speak: (say: import('./drawing.js').Say) => void }} listeners onChange: something
   *   else is selected, and whether a link holds what has changed; speak: tells a screen reader
   */
  constructor(chosen, shown, { onChange, speak }) {
    this.#chosen = chosen;
    this.#shown = shown;
    this.#onChange = onChange;
    this.#speak = speak;
  }

  get selection() {
    return this.#selection;
  }

  /**
   * Selects what a link says.
   *
   * @param {{ cell: Cell | null, unit: number | null }} link
   */
  restore({ cell, unit }) {
    this.#selection = { hover: null, pinned: cell, gate: null, unit };
    this.#waits = true;
  }

  /** Forgets what was selected in another task. */
  forget() {
    this.#selection = NOTHING;
  }

  /**
   * Lets go of what is selected.
   *
   * @returns {boolean} whether anything was
   */
  release() {
    const isSelected = Object.values(this.#selection).some((selected) => selected !== null);
    this.#select(release());
    return isSelected;
  }

  /** Drops what a restored selection has and the traces do not. */
  settle() {
    if (this.#waits) this.keepWithin();
  }

  /** Drops what the newest traces no longer have. */
  keepWithin() {
    const grids = this.#chosen.wanted().flatMap((attention) => this.#grid(attention) ?? []);
    if (grids.length === 0) return;
    const before = this.#selection;
    this.#selection = within(before, boundsOf(grids), this.#gateBounds() ?? { units: Infinity, steps: Infinity });
    this.#waits = false;
    if (before.pinned !== this.#selection.pinned || before.unit !== this.#selection.unit) this.#onChange(true);
  }

  /**
   * Runs something that changes what rows and columns of the maps stand for; what was selected stays so.
   *
   * @param {() => void} change
   */
  follow(change) {
    const before = this.#grid(this.#chosen.attention);
    change();
    const now = this.#grid(this.#chosen.attention);
    const moved = (/** @type {Cell | null} */ cell) => cell && before && now && movedCell(cell, before, now);
    const { hover, pinned } = this.#selection;
    this.#selection = { ...this.#selection, hover: moved(hover), pinned: moved(pinned) };
  }

  /** Whether the keyboard has moved the cursor since this was asked. */
  takeMoved() {
    const moved = this.#moved;
    this.#moved = false;
    return moved;
  }

  /** What views call. */
  actions = {
    /** @param {Cell | null} cell */
    hoverCell: (cell) => this.#select(hoverCell(this.#selection, this.#held({ hover: cell }).hover)),
    /** @param {Cell} cell */
    pinCell: (cell) => {
      if (this.#held({ hover: cell }).hover) this.#select(pinCell(this.#selection, cell));
    },
    /** @param {GateCell | null} gate */
    hoverGate: (gate) => this.#select(this.#linked(hoverGate(this.#selection, this.#held({ gate }).gate))),
    /** @param {number} unit the one whose lines are open closes them, whether it is there or not */
    pinUnit: (unit) => {
      if (unit === this.#selection.unit || this.#held({ unit }).unit !== null) this.#select(pinUnit(this.#selection, unit));
    },
    /** @param {number | null} step */
    hoverStep: (step) => {
      const { unit } = this.#selection;
      this.actions.hoverGate(step === null || unit === null ? null : { unit, step });
    },
    letGo: () => this.release(),
    /** @param {KeyboardEvent} event @param {string} attention */
    walkMap: (event, attention) => this.#walkMap(event, attention),
    /** @param {KeyboardEvent} event */
    walkGates: (event) => this.#walkGates(event),
    /** @param {FocusEvent} event */
    focusMap: (event) => {
      if (!shownCell(this.#selection) && isByKeyboard(event)) this.actions.hoverCell({ target: 0, source: 0 });
    },
    /** @param {FocusEvent} event */
    focusGates: (event) => {
      if (!this.#selection.gate && isByKeyboard(event)) this.actions.hoverGate({ unit: 0, step: 0 });
    },
  };

  /** @param {Selection} selection */
  #select(selection) {
    const before = this.#selection;
    if (selection === before) return;
    this.#selection = selection;
    this.#onChange(selection.pinned !== before.pinned || selection.unit !== before.unit);
  }

  /** The map of a model, if it has answered. @param {string} attention */
  #grid(attention) {
    const trace = this.#shown.trace(attention);
    return trace && gridOf(trace, this.#chosen.unit());
  }

  /**
   * What is pointed at, without what is not there: a picture may be that of a run that is gone.
   *
   * @param {Partial<Selection>} pointed
   */
  #held(pointed) {
    const { grids, ...shown } = this.#shown.state();
    const gates = this.#gateBounds(modelShown(shown)?.attention) ?? { units: 0, steps: 0 };
    return within({ ...NOTHING, ...pointed }, boundsOf([...grids.values()]), gates);
  }

  #gateBounds(attention = this.#chosen.attention) {
    const trace = this.#shown.trace(attention);
    const signal = trace && layerOf(trace, this.#chosen.gatesView).signals[0];
    if (!signal) return null;
    const { rows: steps, columns: units } = sizeOf(signal.values);
    return { units, steps };
  }

  /**
   * Links the raster cell under the pointer to the attention maps: its step is a column or a row of them.
   *
   * @param {Selection} selection
   * @returns {Selection}
   */
  #linked(selection) {
    const { gate } = selection;
    const grid = this.#grid(this.#chosen.attention);
    return hoverCell(selection, gate && grid ? cellOfStep(grid, this.#chosen.gatesView, gate.step) : null);
  }

  /**
   * @param {KeyboardEvent} event
   * @param {string} attention
   */
  #walkMap(event, attention) {
    const grid = this.#grid(attention);
    if (!grid) return;
    const cell = shownCell(this.#selection);
    if ((event.key === 'Enter' || event.key === ' ') && cell) {
      event.preventDefault();
      this.#select(pinCell(this.#selection, cell));
      return;
    }
    const { rows, columns } = sizeOf(grid.weights);
    const from = cell && { row: cell.target ?? 0, column: cell.source ?? 0 };
    const to = walk(event.key, from, { rows, columns });
    if (!to) return;
    event.preventDefault();
    this.#moved = true;
    this.#select(moveTo(this.#selection, { target: to.row, source: to.column }));
    this.#speak(({ spokenCell }) => spokenCell(this.#shown.state(), attention));
  }

  /** @param {KeyboardEvent} event */
  #walkGates(event) {
    const bounds = this.#gateBounds();
    if (!bounds) return;
    const { gate } = this.#selection;
    if ((event.key === 'Enter' || event.key === ' ') && gate) {
      event.preventDefault();
      this.#select(pinUnit(this.#selection, gate.unit));
      return;
    }
    const to = walk(event.key, gate && { row: gate.unit, column: gate.step },
      { rows: bounds.units, columns: bounds.steps });
    if (!to) return;
    event.preventDefault();
    this.#moved = true;
    this.actions.hoverGate({ unit: to.row, step: to.column });
    this.#speak(({ spokenGate }) => spokenGate(this.#shown.state()));
  }
}

/** @param {FocusEvent} event */
function isByKeyboard(event) {
  return /** @type {Element} */ (event.currentTarget).matches(':focus-visible');
}
