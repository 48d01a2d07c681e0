/* tslint:disable */
/* eslint-disable */

/**
 * Frobenius norms of derivatives of the state after the token `last`, one for each source token t, 0 for tokens read
 * after it: ∂h/∂x_t, ∂h/∂h_t; for LSTM ∂c/∂c_t along every path; and the part that only the forget gates (LSTM) or
 * the update gates (GRU) carry straight through.
 */
export interface GradientNorms {
    last: number;
    input: Float64Array; hidden: Float64Array;
    cell: Float64Array | null; carry: Float64Array | null;
}
/**
 * ln p of each output token with the whole source, and what it loses without each source token:
 * `differences` is [target, source], positive where the token helped.
 */
export interface Occlusion { logProbabilities: number[]; differences: Tensor }
/** Norm of ∂ ln p(output token) / ∂(source embedding), and its product with the embedding; both [target, source]. */
export interface InputGradients { norms: Tensor; products: Tensor }
/** Kendall's τ-b and Pearson's r: means over the rows where they are defined, and row by row; null where not. */
export interface RankCorrelation {
    kendall: number | null; pearson: number | null;
    perRow: { kendall: number | null; pearson: number | null }[];
}



/** An output that was drawn `times` times; its ln p is that at temperature 1 and among all tokens. */
export interface Sample { output: string; ids: number[]; logProbability: number; times: number }



/** Numbers in row-major order with the length of each axis. */
export interface Tensor { data: Float32Array; shape: number[] }



/** What one layer's gates are made of before σ or tanh; columns are blocks of units in the order of `gates` (LSTM i, f,
g, o; GRU r, z, n; RNN h), rows are steps. Each gate is σ or tanh of the sum of all four, but a GRU's
n = tanh(input + bias + r ⊙ (recurrent + recurrentBias)). */
export interface Terms {
    gates: string[];
    input: Tensor; recurrent: Tensor;
    bias: Float32Array; recurrentBias: Float32Array;
}
/** What came of one way to read a text. `weights` is [target, longest] while the decoder emits what it finds for the text
alone, `logProbability` is that of the same output, and differences are the largest absolute ones from the text
alone: `memoryDifferences` of each token's encoder output, `logProbabilityDifference` of a token's ln p. */
export interface Reading {
    output: string; weights: Tensor;
    logProbability: number; logProbabilityDifference: number;
    memoryDifference: number; memoryDifferences: Float32Array;
}
/** One text of a batch: by itself; packed and masked in the batch; without packing; without the mask. */
export interface PaddedSentence {
    tokens: string[];
    alone: Reading; batched: Reading; unpacked: Reading; unmasked: Reading;
}
/** `ids` is [batch, longest] with 0 on padding; `packed` has (text, token) of each packed row, `batchSizes` how many rows
each step has. */
export interface PaddedBatch {
    ids: number[][]; lengths: number[];
    batchSizes: number[]; packed: [number, number][];
    sentences: PaddedSentence[];
}
/** What dropout kept at one site, 1 or 0: [steps, dModel]. `above` is the layer that reads it, where `place` is "between". */
export interface DropoutSite {
    component: "encoder" | "decoder"; place: "embedding" | "between" | "output"; above?: number;
    kept: Tensor;
}
/** Numbers are dropped with probability `p`; the others are multiplied with `scale`. */
export interface DropoutMasks { p: number; scale: number; sites: DropoutSite[] }



/**
 * A loaded checkpoint with its backward passes. Slower and larger than [`super::Model`], which runs every key press.
 */
export class Study {
    free(): void;
    [Symbol.dispose](): void;
    /**
     * What dropout keeps in the training run that reads `text`, emits `ids` and draws its random numbers from `seed`.
     */
    dropoutMasks(text: string, ids: number[], seed: number): DropoutMasks;
    /**
     * How far back a layer of the encoder remembers: derivatives of its state after the token `last`, by default
     * the last one in the direction's order of reading. With a seed they are those of the model as a training with that
     * seed begins. Throws an `Error` for text, a layer, a direction or a token that there is not.
     */
    gradientNorms(text: string, layer: number, direction: "forward" | "backward", last?: number | null, initialSeed?: number | null): GradientNorms;
    /**
     * How much ln p of each token of the output `ids` moves with each source embedding. Throws an `Error` for text
     * without tokens, and for ids that are not in the vocabulary.
     */
    inputGradients(text: string, ids: ArrayLike<number>): InputGradients;
    /**
     * Reads a `.safetensors` checkpoint: the file of a single model, or of a trunk with that of a head beside it. Throws an
     * `Error` that says what is wrong with the bytes.
     */
    constructor(bytes: Uint8Array | number[], head?: Uint8Array | number[] | null);
    /**
     * What each source token is worth to each token of the output `ids`: each is left out in turn. Throws an
     * `Error` for text of one token, and for ids that are not in the vocabulary.
     */
    occlusion(text: string, ids: ArrayLike<number>): Occlusion;
    /**
     * Reads two to five texts one by one and as a padded batch, with and without packing and mask.
     */
    padding(texts: string[]): PaddedBatch;
    /**
     * Draws `count` outputs for `text`; the most frequent comes first. Logits are divided by `temperature`, 0 takes the
     * best token; of a step only the `top_k` most probable may be drawn (0 for all), and of these the fewest that come to
     * `top_p` together. The same `seed` draws the same. Throws an `Error` for text that cannot be run and for an option out
     * of its range.
     */
    samples(text: string, count: number, temperature: number, topK: number, topP: number, seed: number): Sample[];
    /**
     * The terms of the gates of one layer and direction while the model reads `text` and emits `ids`. Throws an `Error`
     * where the model has no such layer or the text or the ids cannot be run.
     */
    terms(text: string, ids: number[], component: "encoder" | "decoder", layer: number, direction: "forward" | "backward"): Terms;
}

/**
 * The same of a GRU's h. z is PyTorch's: the share that is kept.
 */
export function gruMemoryParts(z: Float32Array | number[], n: Float32Array | number[], units: number, last: number, direction: "forward" | "backward"): Tensor;

/**
 * The parts of what an LSTM's c holds after token `last`, from the gates of its layer, each [steps, units]: [steps,
 * units], whose sum over steps is c. Tokens that `direction` has not read by then have 0. Throws an `Error` where the
 * gates differ in length or there is no token `last`.
 */
export function lstmMemoryParts(i: Float32Array | number[], f: Float32Array | number[], g: Float32Array | number[], units: number, last: number, direction: "forward" | "backward"): Tensor;

/**
 * How far the rows of two matrices [rows, columns] agree. Throws an `Error` where an array has another length.
 */
export function rankCorrelation(a: Float32Array | number[], b: Float32Array | number[], rows: number, columns: number): RankCorrelation;

/**
 * Turns a panic, which would be a fault of ours, into a readable message in the console.
 */
export function start(): void;

export type InitInput = RequestInfo | URL | Response | BufferSource | WebAssembly.Module;

export interface InitOutput {
    readonly memory: WebAssembly.Memory;
    readonly __wbg_study_free: (a: number, b: number) => void;
    readonly gruMemoryParts: (a: number, b: number, c: number, d: number, e: number, f: number, g: number, h: number) => [number, number, number];
    readonly lstmMemoryParts: (a: number, b: number, c: number, d: number, e: number, f: number, g: number, h: number, i: number, j: number) => [number, number, number];
    readonly rankCorrelation: (a: number, b: number, c: number, d: number, e: number, f: number) => [number, number, number];
    readonly start: () => void;
    readonly study_dropoutMasks: (a: number, b: number, c: number, d: any, e: number) => [number, number, number];
    readonly study_gradientNorms: (a: number, b: number, c: number, d: number, e: number, f: number, g: number, h: number) => [number, number, number];
    readonly study_inputGradients: (a: number, b: number, c: number, d: number, e: number) => [number, number, number];
    readonly study_new: (a: number, b: number, c: number, d: number) => [number, number, number];
    readonly study_occlusion: (a: number, b: number, c: number, d: number, e: number) => [number, number, number];
    readonly study_padding: (a: number, b: number, c: number) => [number, number, number];
    readonly study_samples: (a: number, b: number, c: number, d: number, e: number, f: number, g: number, h: number) => [number, number, number];
    readonly study_terms: (a: number, b: number, c: number, d: any, e: number, f: number, g: number, h: number, i: number) => [number, number, number];
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
