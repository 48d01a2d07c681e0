/* tslint:disable */
/* eslint-disable */
export const memory: WebAssembly.Memory;
export const __wbg_study_free: (a: number, b: number) => void;
export const gruMemoryParts: (a: number, b: number, c: number, d: number, e: number, f: number, g: number, h: number) => [number, number, number];
export const lstmMemoryParts: (a: number, b: number, c: number, d: number, e: number, f: number, g: number, h: number, i: number, j: number) => [number, number, number];
export const rankCorrelation: (a: number, b: number, c: number, d: number, e: number, f: number) => [number, number, number];
export const start: () => void;
export const study_dropoutMasks: (a: number, b: number, c: number, d: any, e: number) => [number, number, number];
export const study_gradientNorms: (a: number, b: number, c: number, d: number, e: number, f: number, g: number, h: number) => [number, number, number];
export const study_inputGradients: (a: number, b: number, c: number, d: number, e: number) => [number, number, number];
export const study_new: (a: number, b: number, c: number, d: number) => [number, number, number];
export const study_occlusion: (a: number, b: number, c: number, d: number, e: number) => [number, number, number];
export const study_padding: (a: number, b: number, c: number) => [number, number, number];
export const study_samples: (a: number, b: number, c: number, d: number, e: number, f: number, g: number, h: number) => [number, number, number];
export const study_terms: (a: number, b: number, c: number, d: any, e: number, f: number, g: number, h: number, i: number) => [number, number, number];
export const __wbindgen_malloc: (a: number, b: number) => number;
export const __wbindgen_realloc: (a: number, b: number, c: number, d: number) => number;
export const __wbindgen_free: (a: number, b: number, c: number) => void;
export const __wbindgen_exn_store: (a: number) => void;
export const __externref_table_alloc: () => number;
export const __wbindgen_externrefs: WebAssembly.Table;
export const __externref_table_dealloc: (a: number) => void;
export const __externref_drop_slice: (a: number, b: number) => void;
export const __wbindgen_start: () => void;
