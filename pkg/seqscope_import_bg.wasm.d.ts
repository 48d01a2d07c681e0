/* tslint:disable */
/* eslint-disable */
export const memory: WebAssembly.Memory;
export const __wbg_import_free: (a: number, b: number) => void;
export const import_addFile: (a: number, b: number, c: number, d: number, e: number) => [number, number];
export const import_convert: (a: number, b: any) => [number, number, number, number];
export const import_inspect: (a: number, b: any) => [number, number, number];
export const import_new: () => number;
export const import_removeVocabulary: (a: number, b: number, c: number) => [number, number];
export const import_setVocabulary: (a: number, b: number, c: number, d: number, e: number, f: number, g: number) => [number, number, number];
export const start: () => void;
export const __wbindgen_malloc: (a: number, b: number) => number;
export const __wbindgen_realloc: (a: number, b: number, c: number, d: number) => number;
export const __wbindgen_free: (a: number, b: number, c: number) => void;
export const __wbindgen_exn_store: (a: number) => void;
export const __externref_table_alloc: () => number;
export const __wbindgen_externrefs: WebAssembly.Table;
export const __externref_table_dealloc: (a: number) => void;
export const __wbindgen_start: () => void;
