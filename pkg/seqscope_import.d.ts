/* tslint:disable */
/* eslint-disable */

/** Numbers in row-major order with the length of each axis. */
export interface Tensor { data: Float32Array; shape: number[] }



/** One thing that was inferred, with the tensor that says so and its shape; `from` is empty where none does. */
export interface Finding {
    key: "recurrence" | "encoderLayers" | "decoderLayers" | "bidirectional" | "recurrentBias" | "dModel" | "sourceWords"
    | "targetWords" | "attention" | "generator" | "generatorBias" | "tied" | "prefix" | "dtype" | "paddingRow";
    value: string; from: string;
}
/** What no file can say: a key of `ImportSettings`, the answer that is taken, what it can be (empty: any id), why, and
whether it was given. */
export interface Guess { key: string; value: string; choices: string[]; reason: string; settled: boolean }
/** What files hold. `missing` has what is needed and not there; without vocabularies, ids are typed and shown. */
export interface Inspection {
    found: Finding[]; guesses: Guess[];
    missing: ("sourceVocabulary" | "targetVocabulary" | "generator")[];
    notes: string[];
    /** What the program that trained the model computed: a model that runs as it should makes the same of it. */
    check: ImportCheck | null;
}
/**
 * `best` has for each step of the output the best ids, each with ln p, while those before it in `target` have been
 * written.
 */
export interface ImportCheck {
    program: string;
    runs: { text: string; source: number[]; target: number[]; best: [number, number][][] }[];
}
/** Answers of the reader by the keys of guesses: `attention`, `concatTanh`, `source.pad`, … */
export type ImportSettings = Record<string, string | number | boolean>;
/** What a vocabulary is. */
export interface VocabularyInfo { tokens: number; form: "words" | "characters" | "pieces" | "ids" | null; notes: string[] }
/** What is thrown: `code` tells programs what failed. */
export interface ImportError extends Error { code: string }



/**
 * The files of one model, and its vocabularies.
 */
export class Import {
    free(): void;
    [Symbol.dispose](): void;
    /**
     * Adds a file of the model: an encoder, a decoder and an output layer may each have one. Nothing is read before
     * [`Import::inspect`].
     */
    addFile(name: string, bytes: Uint8Array | number[]): void;
    /**
     * The bytes of a `.safetensors` that `Model` loads. Throws an `ImportError`.
     */
    convert(settings?: ImportSettings): Uint8Array;
    /**
     * What the files hold, with the answers so far. Throws an `ImportError` that says which of them is no model, and what
     * to do.
     */
    inspect(settings?: ImportSettings): Inspection;
    /**
     * No files yet.
     */
    constructor();
    /**
     * Forgets the vocabulary of a side.
     */
    removeVocabulary(side: "source" | "target"): void;
    /**
     * Reads the vocabulary of a side. Throws an `ImportError` that says what is wrong with it.
     */
    setVocabulary(side: "source" | "target", name: string, bytes: Uint8Array | number[]): VocabularyInfo;
}

/**
 * Turns a panic, which would be a fault of ours, into a readable message in the console.
 */
export function start(): void;

export type InitInput = RequestInfo | URL | Response | BufferSource | WebAssembly.Module;

export interface InitOutput {
    readonly memory: WebAssembly.Memory;
    readonly __wbg_import_free: (a: number, b: number) => void;
    readonly import_addFile: (a: number, b: number, c: number, d: number, e: number) => [number, number];
    readonly import_convert: (a: number, b: any) => [number, number, number, number];
    readonly import_inspect: (a: number, b: any) => [number, number, number];
    readonly import_new: () => number;
    readonly import_removeVocabulary: (a: number, b: number, c: number) => [number, number];
    readonly import_setVocabulary: (a: number, b: number, c: number, d: number, e: number, f: number, g: number) => [number, number, number];
    readonly start: () => void;
    readonly __wbindgen_malloc: (a: number, b: number) => number;
    readonly __wbindgen_realloc: (a: number, b: number, c: number, d: number) => number;
    readonly __wbindgen_free: (a: number, b: number, c: number) => void;
    readonly __wbindgen_exn_store: (a: number) => void;
    readonly __externref_table_alloc: () => number;
    readonly __wbindgen_externrefs: WebAssembly.Table;
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
