/* tslint:disable */
/* eslint-disable */

/** A piece of text; `start` and `end` count UTF-16 units of the text it stands in. */
export interface Token { id: number; text: string; start: number; end: number; known: boolean }
/** One gate or state over time: `values` is [steps, units]. */
export interface Signal { name: string; values: Tensor }
/** LSTM signals are i, f, g, o, c, h; GRU r, z, n, h; RNN h. */
export interface Layer { layer: number; direction: "forward" | "backward"; signals: Signal[] }
/** A token that could have been emitted at a step, with ln p. */
export interface Candidate { id: number; text: string; logProbability: number }
/** What one run observed; `scores` and `weights` are [target, source], without attention [target, 0]; `context` is [target, dModel]. */
export interface Trace {
    input: string; output: string; complete: boolean;
    source: Token[]; target: Token[];
    encoder: Layer[]; decoder: Layer[];
    scores: Tensor; weights: Tensor; context: Tensor;
    candidates: Candidate[][];
    logProbabilities: number[]; logProbability: number;
    timings: { encode: number; decode: number };
    /** Of a date: a year that the models do not know, or no day of the calendar, was typed or written. */
    note: "unknownYear" | "noSuchDay" | null;
}
/** An output without its trace. */
export interface Output { output: string; ids: number[]; complete: boolean }
/** What a model is. `quality` holds measured shares by name. */
export interface ModelInfo {
    task: string;
    rnnType: "lstm" | "gru" | "rnn";
    attention: "dot" | "general" | "concat" | "concat_without_tanh" | "none";
    dModel: number; encoderLayers: number; decoderLayers: number; bidirectional: boolean;
    parameters: number;
    quality: Record<string, number>;
    data: { source: string; licence: string };
}
/**
 * A gate or candidate that has the same value, from -1 to 1, at every step: LSTM i, f, g, o; GRU r, z, n. Where layer,
 * direction or unit is left out, all of them.
 */
export interface Hold {
    component: "encoder" | "decoder"; layer?: number; direction?: "forward" | "backward";
    gate: string; unit?: number; value: number;
}
/** Units whose h is 0 after each step; where layer, direction or unit is left out, all of them. */
export interface Silence {
    component: "encoder" | "decoder"; layer?: number; direction?: "forward" | "backward"; unit?: number;
}
/** Attention weights of one step of the decoder, one for each source token; they are divided by their sum. */
export interface EditedRow { step: number; weights: number[] | Float32Array }
/**
 * How to run: width of the beam (1 is greedy), ids to start the output with, candidates a step; and what if: gates held,
 * units silenced, rows of the attention edited, dropout left on with a seed. The numbers of a trace are written to `room`
 * where that is large enough, over what stands there, and else to a new buffer, which takes longer. Heads of one trunk that
 * run the same text one after the other have what its encoder did once: their traces have the same array there.
 */
export interface RunOptions {
    beam?: number; prefix?: number[]; candidates?: number;
    holds?: Hold[]; silenced?: Silence[]; rows?: EditedRow[]; dropout?: number;
    room?: ArrayBuffer;
}
/**
 * A token that a beam weighed behind those of its parent (null for a first token): ln p of it and of all up to it, whether
 * it was among the best of its step, whether it ends its output, and the attention weights of its step.
 */
export interface BeamNode {
    parent: number | null; step: number; id: number; text: string;
    logProbability: number; total: number; kept: boolean; complete: boolean;
    weights: Float32Array;
}
/** Every node after its parent; `best` is the one in which the best output ends. */
export interface BeamTree { nodes: BeamNode[]; best: number }
/** attention and gate go from 0 to the limit, signed from minus the limit to the limit. */
export type Scale = "attention" | "gate" | "signed";



/** Numbers in row-major order with the length of each axis. */
export interface Tensor { data: Float32Array; shape: number[] }



/**
 * A loaded checkpoint, ready to run.
 */
export class Model {
    free(): void;
    [Symbol.dispose](): void;
    /**
     * Everything that the beam of [`Model::run`] weighs for `text`, as a tree. Throws as it does, and for a beam wider
     * than 16.
     */
    beamTree(text: string, options?: RunOptions): BeamTree;
    /**
     * Reads a `.safetensors` checkpoint: the file of a single model, or of a trunk with that of a head beside it. Throws an
     * `Error` that says what is wrong with the bytes.
     */
    constructor(bytes: Uint8Array | number[], head?: Uint8Array | number[] | null);
    /**
     * Runs `text` and returns what was observed. Throws an `Error` for text or options that cannot be run.
     */
    run(text: string, options?: RunOptions): Trace;
    /**
     * The output for `text` without a trace: what [`Model::run`] finds, sooner. Throws as it does.
     */
    search(text: string, options?: RunOptions): Output;
    /**
     * Another head on the trunk of this model, which both then have together: its weights, and what it did for the last
     * text, so that run one after the other they take less time than two models. Throws an `Error` that says what is wrong
     * with the bytes, or that this model is a single file and has no trunk.
     */
    withHead(head: Uint8Array | number[]): Model;
    /**
     * Sizes, choices and measured quality.
     */
    readonly info: ModelInfo;
}

/**
 * Paints `data` [rows, columns], row-major, one rectangle a number, and sizes the canvas to fit. With `room` its sides are
 * the next multiples of that, so that pictures of about the same size need no new canvas, which takes longer than to
 * paint it; the picture is then at the top left, and what is beyond it stays as it was.
 *
 * Sizes are in device pixels; `gap` of each cell's width and height stays transparent. Attention and gate map
 * 0 to `limit`, signed −`limit` to `limit`; what lies outside gets the colour of the end, and what is no
 * number stays transparent. Throws an `Error` where the sizes do not fit.
 */
export function paintMatrix(canvas: HTMLCanvasElement, data: Float32Array | number[], rows: number, columns: number, scale: Scale, limit: number, dark: boolean, cell_width: number, cell_height: number, gap: number, room?: number | null): void;

/**
 * `count` evenly spaced CSS colours from the least to the greatest value of a scale, for legends.
 */
export function scaleStops(scale: Scale, dark: boolean, count: number): string[];

/**
 * Turns a panic, which would be a fault of ours, into a readable message in the console.
 */
export function start(): void;

export type InitInput = RequestInfo | URL | Response | BufferSource | WebAssembly.Module;

export interface InitOutput {
    readonly memory: WebAssembly.Memory;
    readonly __wbg_model_free: (a: number, b: number) => void;
    readonly model_beamTree: (a: number, b: number, c: number, d: any) => [number, number, number];
    readonly model_info: (a: number) => [number, number, number];
    readonly model_new: (a: number, b: number, c: number, d: number) => [number, number, number];
    readonly model_run: (a: number, b: number, c: number, d: any) => [number, number, number];
    readonly model_search: (a: number, b: number, c: number, d: any) => [number, number, number];
    readonly model_withHead: (a: number, b: number, c: number) => [number, number, number];
    readonly paintMatrix: (a: any, b: number, c: number, d: number, e: number, f: number, g: number, h: number, i: number, j: number, k: number, l: number, m: number) => [number, number];
    readonly scaleStops: (a: number, b: number, c: number, d: number) => [number, number, number, number];
    readonly start: () => void;
    readonly __wbindgen_malloc: (a: number, b: number) => number;
    readonly __wbindgen_realloc: (a: number, b: number, c: number, d: number) => number;
    readonly __wbindgen_free: (a: number, b: number, c: number) => void;
    readonly __wbindgen_exn_store: (a: number) => void;
    readonly __externref_table_alloc: () => number;
    readonly __wbindgen_externrefs: WebAssembly.Table;
    readonly __externref_table_dealloc: (a: number) => void;
    readonly __externref_drop_slice: (a: number, b: number) => void;
    readonly __wbindgen_start: () => void;
}

export type SyncInitInput = BufferSource | WebAssembly.Module;

/**
 * Instantiates the given `module`, which can either be bytes or
 * a precompiled `WebAssembly.Module`.
 *
 * @param {{ module: SyncInitInput }} module - Passing `SyncInitInput` directly is deprecated.
 *
 * @returns {InitOutput}
 */
export function initSync(module: { module: SyncInitInput } | SyncInitInput): InitOutput;

/**
 * If `module_or_path` is {RequestInfo} or {URL}, makes a request and
 * for everything else, calls `WebAssembly.instantiate` directly.
 *
 * @param {{ module_or_path: InitInput | Promise<InitInput> }} module_or_path - Passing `InitInput` directly is deprecated.
 *
 * @returns {Promise<InitOutput>}
 */
export default function __wbg_init (module_or_path: { module_or_path: InitInput | Promise<InitInput> } | InitInput | Promise<InitInput>): Promise<InitOutput>;
