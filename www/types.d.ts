// What the page's parts hand each other. What the engine hands out is described where it is made.

export type {
  Candidate, Layer, Model, ModelInfo, Scale, Signal, Tensor, Token, Trace,
} from '../pkg/seqscope.js';

import type { Model, ModelInfo, Scale, Trace } from '../pkg/seqscope.js';

export type Component = 'encoder' | 'decoder';
export type Direction = 'forward' | 'backward';

/** One line of models/manifest.json. */
export interface ManifestModel {
  task: string;
  attention: string;
  rnn: string;
  file: string;
  bytes: number;
  sha256: string;
  parameters: number;
  quality: Record<string, number>;
  data?: { source: string; licence: string };
}

export interface Manifest {
  formatVersion: number;
  models: ManifestModel[];
}

/** A matrix on a canvas: cell sizes and gap in device pixels. */
export interface Picture {
  data: Float32Array;
  rows: number;
  columns: number;
  scale: Scale;
  limit: number;
  cellWidth: number;
  cellHeight: number;
  gap: number;
}

export type Paint = (canvas: HTMLCanvasElement, picture: Picture) => void;

/** The built module, started. */
export type Engine = Pick<typeof import('../pkg/seqscope.js'), 'Model' | 'paintMatrix' | 'scaleStops'>;

/** A cell of the attention maps. Null stands for "the whole row" or "the whole column". */
export interface Cell {
  target: number | null;
  source: number | null;
}

/** A cell of the gate rasters. */
export interface GateCell {
  unit: number;
  step: number;
}

export interface Selection {
  /** Under the pointer or the keyboard's cursor. */
  hover: Cell | null;
  pinned: Cell | null;
  /** The raster cell under the pointer or the keyboard's cursor. */
  gate: GateCell | null;
  /** The unit whose lines are open. */
  unit: number | null;
}

/** Which layer the gates are shown of. */
export interface GatesView {
  component: Component;
  layer: number;
  direction: Direction;
}

/** Where the page is, as the address holds it. */
export interface PageState {
  task: string;
  text: string | null;
  lang: string | null;
  attention: string | null;
  withoutTanh: boolean;
  component: Component;
  layer: number;
  direction: Direction;
  cell: Cell | null;
  unit: number | null;
}

/** How far a model is. */
export type ModelState = {
  attention: string;
  bytes: number;
  received: number;
  trace: Trace | null;
  info: ModelInfo | null;
  /** The text that was answered last, by a trace or by a refusal. */
  answered: string | null;
  /** Why that text gave no trace; the trace is then that of an earlier text. */
  refusal: string | null;
} & ({ status: 'waiting' | 'loading' | 'ready' } | { status: 'failed'; failure: Failure });

/** Why a model is not there: what went wrong, and the words of whoever noticed. */
export interface Failure {
  kind: 'manifest' | 'missing' | 'network' | 'engine' | 'file' | 'unlisted';
  subject: string;
  reason: string;
}
