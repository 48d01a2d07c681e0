/* tslint:disable */
/* eslint-disable */
export const memory: WebAssembly.Memory;
export const __wbg_model_free: (a: number, b: number) => void;
export const model_beamTree: (a: number, b: number, c: number, d: any) => [number, number, number];
export const model_info: (a: number) => [number, number, number];
export const model_new: (a: number, b: number, c: number, d: number) => [number, number, number];
export const model_run: (a: number, b: number, c: number, d: any) => [number, number, number];
export const model_search: (a: number, b: number, c: number, d: any) => [number, number, number];
export const model_withHead: (a: number, b: number, c: number) => [number, number, number];
export const paintMatrix: (a: any, b: number, c: number, d: number, e: number, f: number, g: number, h: number, i: number, j: number, k: number, l: number, m: number) => [number, number];
export const scaleStops: (a: number, b: number, c: number, d: number) => [number, number, number, number];
export const start: () => void;
export const __wbindgen_malloc: (a: number, b: number) => number;
export const __wbindgen_realloc: (a: number, b: number, c: number, d: number) => number;
export const __wbindgen_free: (a: number, b: number, c: number) => void;
export const __wbindgen_exn_store: (a: number) => void;
export const __externref_table_alloc: () => number;
export const __wbindgen_externrefs: WebAssembly.Table;
export const __externref_table_dealloc: (a: number) => void;
export const __externref_drop_slice: (a: number, b: number) => void;
export const __wbindgen_start: () => void;
