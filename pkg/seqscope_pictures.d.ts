/* tslint:disable */
/* eslint-disable */

/** Numbers in row-major order with the length of each axis. */
export interface Tensor { data: Float32Array; shape: number[] }



/**
 * The gates and states of a layer as an SVG file: `names` are their letters, `values` their numbers one after the other,
 * each [steps, units], with a label for each step. Throws an `Error` where the sizes do not fit.
 */
export function gatesSvg(language: string, white: boolean, attention: string, input: string, output: string, decoder: boolean, layer: number, backward: boolean, tokens: string[], words: boolean, units: number, names: string[], values: Float32Array | number[]): string;

/**
 * An attention map as an SVG file: `weights` [target, source] with a label for each row and column; `words` says that
 * the labels are words or pieces and no characters. Throws an `Error` where the sizes do not fit.
 */
export function mapSvg(language: string, white: boolean, attention: string, input: string, output: string, source: string[], target: string[], words: boolean, weights: Float32Array | number[]): string;

/**
 * The colours of a scale on a light ground, from the least to the greatest value: three bytes each, 256 of them.
 */
export function shades(scale: string): Uint8Array;

/**
 * Turns a panic, which would be a fault of ours, into a readable message in the console.
 */
export function start(): void;

export type InitInput = RequestInfo | URL | Response | BufferSource | WebAssembly.Module;

export interface InitOutput {
    readonly memory: WebAssembly.Memory;
    readonly gatesSvg: (a: number, b: number, c: number, d: number, e: number, f: number, g: number, h: number, i: number, j: number, k: number, l: number, m: number, n: number, o: number, p: number, q: number, r: number, s: number, t: number) => [number, number, number, number];
    readonly mapSvg: (a: number, b: number, c: number, d: number, e: number, f: number, g: number, h: number, i: number, j: number, k: number, l: number, m: number, n: number, o: number, p: number) => [number, number, number, number];
    readonly shades: (a: number, b: number) => [number, number, number, number];
    readonly start: () => void;
    readonly __wbindgen_malloc: (a: number, b: number) => number;
    readonly __wbindgen_realloc: (a: number, b: number, c: number, d: number) => number;
    readonly __wbindgen_free: (a: number, b: number, c: number) => void;
    readonly __wbindgen_externrefs: WebAssembly.Table;
    readonly __externref_table_alloc: () => number;
    readonly __externref_drop_slice: (a: number, b: number) => void;
    readonly __externref_table_dealloc: (a: number) => void;
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
