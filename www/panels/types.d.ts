// What a panel is, and what it is shown.

import type {
  Analysis, Answer, GatesView, Grid, GridToken, GridUnit, Layer, Manifest, ModelInfo, Paint, Question, Scale, Selection,
  Trace,
} from '../elements/types.js';
import type { Actions } from '../elements/compose.js';
import type { Child } from '../kit/dom.js';
import type { Strings } from '../words/strings.js';

/** What a panel is shown: one run of the reader's text, and what is selected in it. */
export interface PanelContext {
  task: string;
  text: string;
  /** Whose trace is `trace`. */
  attention: string;
  trace: Trace;
  info: ModelInfo | null;
  /** The newest trace of each model that has one. */
  traces: Map<string, Trace>;
  grids: Map<string, Grid>;
  grid: Grid;
  unit: GridUnit;
  gatesView: GatesView;
  /** The layer that is selected, and the tokens that its steps read or write. */
  layer: Layer;
  tokens: GridToken[];
  axis: 'source' | 'target';
  /** Whether labels of tokens are long and slant. */
  slanted: boolean;
  selection: Selection;
  /** The step of `layer` that is pointed at or pinned. */
  step: number | null;
  manifest: Manifest | null;
  width: number;
  ratio: number;
  scheme: unknown;
  language: 'en' | 'zh';
  strings: Strings;
  /** The module on the page's own thread, for what takes no model and little time; null until it is there. */
  analysis: Analysis | null;
  paint: Paint;
  stops: (scale: Scale) => string[];
  actions: Actions;
}

/**
 * A picture that answers one question about the reader's run. `Own` is what it keeps for itself: strings, numbers and
 * booleans, each with a default; what differs from the default stands in the address.
 */
export interface Panel<Own extends Record<string, string | number | boolean> = any> {
  name: string;
  defaults: Own;
  /** What a text may be, where it is one of a few. */
  options?: { [Name in keyof Own]?: readonly Own[Name][] };
  /** Which numbers may have a fraction; all others are whole. */
  fractions?: readonly (keyof Own)[];
  /** Style sheets besides those of every panel. */
  styles: import('../kit/style-sheets.js').Style[];
  /** What has to be asked to draw it, by name. */
  questions?: (context: PanelContext, own: Own) => Record<string, Question>;
  view: (
    context: PanelContext, own: Own, answers: Record<string, Answer>, set: (changes: Partial<Own>) => void,
  ) => Child[];
}
