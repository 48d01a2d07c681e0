// What the page's parts hand each other. What the engine hands out is described where it is made.

export type {
  Candidate, Layer, Model, ModelInfo, Scale, Signal, Tensor, Token, Trace,
} from '../../pkg/seqscope.js';

import type { Candidate, Model, ModelInfo, Scale, Tensor, Token, Trace } from '../../pkg/seqscope.js';

export type Component = 'encoder' | 'decoder';
export type Direction = 'forward' | 'backward';

/** One line of models/manifest.json. */
export interface ModelFile {
  file: string;
  bytes: number;
  /** Of its content, in hexadecimal. */
  sha256: string;
}

export interface ManifestModel {
  task: string;
  attention: string;
  rnn: string;
  /** The last of its files, which is its own. */
  file: string;
  /** Of all of its files together. */
  bytes: number;
  /** Those of a single model, or of a trunk, which several models may have, and a head. */
  files: [ModelFile] | [trunk: ModelFile, head: ModelFile];
  parameters: number;
  quality: Record<string, number>;
  data?: { source: string; licence: string };
  /** Of one that the reader has brought: its bytes. */
  content?: () => Promise<ArrayBuffer[]>;
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

/** What a row or a column of a map stands for. */
export type GridUnit = 'characters' | 'pieces' | 'words';

/** A row or a column of a map: the tokens of the trace from `first` to `last`. */
export interface GridToken extends Token {
  first: number;
  last: number;
  /** Whether a word starts here, where the text writes words apart. */
  starts: boolean;
}

/** An attention map by characters, pieces or words; `weights` is [target, source]. */
export interface Grid {
  unit: GridUnit;
  source: GridToken[];
  target: GridToken[];
  weights: Tensor;
}

/** Steps of a layer, `last` included. */
export interface Steps {
  first: number;
  last: number;
}

/** The built module that runs and paints, started. */
export type Engine = Pick<typeof import('../../pkg/seqscope.js'), 'Model' | 'paintMatrix' | 'scaleStops'>;

/** The built module that answers questions about one text, started. */
export type Analysis = Pick<typeof import('../../pkg/seqscope_analysis.js'),
  'Study' | 'lstmMemoryParts' | 'gruMemoryParts' | 'rankCorrelation'>;

/** Numbers in a file. */
export interface WrittenTensor {
  shape: number[];
  data: number[];
}

/** Layers in a file. */
export interface WrittenLayer {
  layer: number;
  direction: Direction;
  signals: { name: string; values: WrittenTensor }[];
}

/** A trace as a file, which docs/trace.md describes. */
export interface TraceFile {
  format: string;
  version: number;
  task: string;
  attention: string;
  rnn: string;
  unit: 'characters' | 'pieces';
  input: string;
  output: string;
  complete: boolean;
  source: Token[];
  target: Token[];
  encoder: WrittenLayer[];
  decoder: WrittenLayer[];
  scores: WrittenTensor;
  weights: WrittenTensor;
  context: WrittenTensor;
  candidates: Candidate[][];
  logProbabilities: number[];
  logProbability: number;
}

/** The built module that draws pictures to be saved, started. */
export type Pictures = Pick<typeof import('../../pkg/seqscope_pictures.js'), 'mapSvg' | 'gatesSvg' | 'shades'>;

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
  /** Null for the default of the page. */
  task: string | null;
  text: string | null;
  lang: string | null;
  attention: string | null;
  withoutTanh: boolean;
  /** Whether maps show the pieces that the models read, not words. */
  pieces: boolean;
  component: Component;
  layer: number;
  direction: Direction;
  cell: Cell | null;
  unit: number | null;
  panels: PanelStates;
}

/** What a panel keeps for itself, by name: strings as the address holds them. What is not there is at its default. */
export type PanelStates = Record<string, Record<string, string>>;

/** What a model is asked besides the trace of what is typed: a method of {@link Model} that the worker allows. */
export interface Question {
  method: string;
  args: unknown[];
  /** The model that is asked; that of the shown trace if it is left out. */
  model?: { task: string; attention: string; rnn: string };
  /**
   * Whether it takes so long to answer that it is asked only when nothing was typed or moved for a while: the next text
   * would wait for it.
   */
  rests?: boolean;
}

/** What a question has brought so far. A stale value answers an earlier question of the same name. */
export interface Answer {
  value: any;
  stale: boolean;
  /** Why there is none. */
  failure: string | null;
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
  /** Whether the answer to the newest text has been waited for so long that a reader notices. */
  late?: boolean;
} & ({ status: 'waiting' | 'loading' | 'ready' } | { status: 'failed'; failure: Failure });

/**
 * Why something is not there, and the words of whoever noticed. Of the network: offline, network (no answer), cors (an answer
 * that the page may not read), policy (the page's own forbids the request), disk (a page opened from a file), missing,
 * denied, server, stalled, mime (a script that is sent as something else), stuck (a
 * script that is there now, but that this browser does not fetch a second time). Of files: altered (not what its hash says),
 * manifest (no list of models), unlisted, file (no model that can be read), broken (a module that does not start). Of the
 * browser: wasm, wasmPolicy, simd, memory, crashed.
 */
export interface Failure {
  kind: 'offline' | 'network' | 'cors' | 'policy' | 'disk' | 'missing' | 'denied' | 'server' | 'stalled' | 'mime' | 'stuck'
    | 'altered' | 'manifest' | 'unlisted' | 'file' | 'broken' | 'wasm' | 'wasmPolicy' | 'simd' | 'memory' | 'crashed';
  subject: string;
  reason: string;
}
