// What the page's parts hand each other. Shapes and units are those of src/trace.rs.

/** Row-major values with their shape. */
export interface Tensor {
  data: Float32Array;
  shape: number[];
}

/** A piece of text; start and end are UTF-16 offsets into the input or the output. */
export interface Token {
  id: number;
  text: string;
  start: number;
  end: number;
  /** False where the vocabulary does not have the piece and the model read `<unk>`. */
  known: boolean;
}

export type Component = 'encoder' | 'decoder';
export type Direction = 'forward' | 'backward';

/** One gate or state of a layer over time; values are [steps, units]. */
export interface Signal {
  name: string;
  values: Tensor;
}

export interface Layer {
  layer: number;
  direction: Direction;
  signals: Signal[];
}

export interface Candidate {
  id: number;
  text: string;
  logProbability: number;
}

export interface Trace {
  input: string;
  output: string;
  complete: boolean;
  source: Token[];
  target: Token[];
  encoder: Layer[];
  decoder: Layer[];
  /** [target, source], before the softmax. */
  scores: Tensor;
  /** [target, source], rows sum to 1. */
  weights: Tensor;
  context: Tensor;
  candidates: Candidate[][];
  logProbabilities: number[];
  logProbability: number;
  timings: { encode: number; decode: number };
}

export interface ModelInfo {
  task: string;
  rnnType: 'lstm' | 'gru' | 'rnn';
  attention: string;
  dModel: number;
  encoderLayers: number;
  decoderLayers: number;
  bidirectional: boolean;
  parameters: number;
  quality: Record<string, number>;
}

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

export type Scale = 'attention' | 'gate' | 'signed';

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

/** The built module, as far as the page uses it. */
export interface Engine {
  Model: new (bytes: Uint8Array) => EngineModel;
  paintMatrix(
    canvas: HTMLCanvasElement, data: Float32Array, rows: number, columns: number, scale: string, limit: number,
    dark: boolean, cellWidth: number, cellHeight: number, gap: number,
  ): void;
  scaleStops(scale: string, dark: boolean, count: number): string[];
}

export interface EngineModel {
  readonly info: ModelInfo;
  run(text: string, options?: { beam?: number; prefix?: number[]; candidates?: number }): Trace;
  free(): void;
}

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
