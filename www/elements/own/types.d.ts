// What is handed about of models that a reader has brought.

import type { ManifestModel } from '../types.js';

/** A file, or its content. */
export type Bytes = ArrayBuffer | Uint8Array<ArrayBuffer> | Blob;

export interface LoadOptions {
  /** Of what is typed and of what is written; without one, ids are typed or shown. */
  vocabularies?: { source?: Bytes; target?: Bytes };
  /** What the files do not say, by the names that the page shows: `concatTanh`, `source.pad` and so on. */
  settings?: Record<string, string | number | boolean>;
}

export interface NamedBytes {
  name: string;
  bytes: Uint8Array<ArrayBuffer>;
}

export interface Vocabularies {
  source: NamedBytes | null;
  target: NamedBytes | null;
}

/** One thing that was inferred, and which tensor says so. */
export interface Finding {
  key: string;
  value: string;
  from: string;
}

/** One question, with the answer that is taken. */
export interface Guess {
  key: string;
  value: string;
  choices: string[];
  reason: string;
  settled: boolean;
}

export interface Inspection {
  found: Finding[];
  guesses: Guess[];
  missing: string[];
  notes: string[];
}

/** The files of one model, and what came of them. */
export interface OwnModel {
  name: string;
  files: NamedBytes[];
  inspection: Inspection | null;
  /** A checkpoint of ours; null where it cannot be made yet. */
  bytes: Uint8Array<ArrayBuffer> | null;
  error: string | null;
}

/** All that a reader has brought. */
export interface Brought {
  models: OwnModel[];
  vocabularies: Vocabularies;
  settings: Record<string, string>;
  /** What they read first. */
  text?: string | undefined;
}

/** What another program computed with the same weights: src/import/exported.rs has it. */
export interface Check {
  program: string;
  runs: { text: string; source: number[]; target: number[]; best: [number, number][][] }[];
}

/** The largest difference from what the model itself gave when it was saved. */
export interface Checked {
  sentences: number;
  largest: number;
}

export type Entry = ManifestModel & { content: () => Promise<ArrayBuffer[]> };

/** The files of one model in the built module that reads them. */
export interface Import {
  addFile(name: string, bytes: Uint8Array): void;
  setVocabulary(side: 'source' | 'target', name: string, bytes: Uint8Array): unknown;
  inspect(settings: Record<string, string>): Inspection;
  convert(settings: Record<string, string>): Uint8Array;
  free(): void;
}

/** The built module that reads the models of other programs, started. */
export interface Importer {
  Import: new () => Import;
}
