// The page's side of the worker: one worker and one compiled module, however many elements there are.

import { compileAnalysis, compileEngine } from './engine.js';
import { fetchModel, NotFound } from './model-files.js';

/** @typedef {import('./types.js').ManifestModel} ManifestModel */
/** @typedef {import('./types.js').ModelInfo} ModelInfo */
/** @typedef {import('./types.js').Trace} Trace */
/** @typedef {import('./types.js').Failure} Failure */

/** Carries a {@link Failure}, so that the page can say it in the reader's language. */
export class LoadError extends Error {
  /**
   * @param {Failure['kind']} kind
   * @param {string} subject what could not be loaded
   * @param {unknown} reason
   */
  constructor(kind, subject, reason) {
    const words = reason instanceof Error ? reason.message : String(reason);
    super(`${subject}: ${words}`);
    /** @type {Failure} */
    this.failure = { kind, subject, reason: words };
  }
}

/** @typedef {{ resolve: (result: any) => void, reject: (error: Error) => void }} Waiting */

/**
 * What is on its way to the worker: requests of the same moment, as one key makes them for each model, go together.
 *
 * @typedef {{ requests: object[], transfer: Transferable[] }} Outbox
 */

/** analysis: whether the worker has been given that module. @type {{ worker: Worker, waiting: Map<number, Waiting>, outbox: Outbox, analysis: boolean } | undefined} */
let bridge;
let lastId = 0;

/** @param {WebAssembly.Module} compiled */
function openBridge(compiled) {
  const worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
  /** @type {Map<number, Waiting>} */
  const waiting = new Map();
  worker.addEventListener('message', ({ data: answers }) => {
    for (const { id, result, error } of answers) {
      const request = waiting.get(id);
      waiting.delete(id);
      if (error === undefined) request?.resolve(result);
      else request?.reject(new Error(error));
    }
  });
  worker.addEventListener('error', (event) => {
    for (const request of waiting.values()) request.reject(new Error(event.message || 'the worker did not start'));
    waiting.clear();
    bridge = undefined;
    loaded.clear();
  });
  worker.postMessage({ type: 'start', compiled });
  return { worker, waiting, outbox: { requests: [], transfer: [] }, analysis: false };
}

/**
 * @param {object} request
 * @param {Transferable[]} transfer
 * @returns {Promise<any>}
 */
async function ask(request, transfer = []) {
  const compiled = await compileEngine();
  bridge ??= openBridge(compiled);
  const { worker, waiting, outbox } = bridge;
  const id = ++lastId;
  if (outbox.requests.length === 0) queueMicrotask(() => send(worker, outbox));
  outbox.requests.push({ ...request, id });
  outbox.transfer.push(...transfer);
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve, reject });
  });
}

/**
 * @param {Worker} worker
 * @param {Outbox} outbox
 */
function send(worker, outbox) {
  worker.postMessage({ type: 'requests', requests: outbox.requests.splice(0) }, outbox.transfer.splice(0));
}

/** @type {Map<string, { info: Promise<ModelInfo>, received: number, listeners: Set<(received: number) => void> }>} */
const loaded = new Map();

/**
 * Loads a model into the worker, once for the whole page; a failure is not kept.
 *
 * @param {ManifestModel} entry
 * @param {(received: number) => void} onProgress called with the bytes that have arrived
 * @returns {Promise<ModelInfo>}
 */
export function loadModel(entry, onProgress) {
  let load = loaded.get(entry.file);
  if (!load) {
    /** @type {Set<(received: number) => void>} */
    const listeners = new Set();
    const started = { received: 0, listeners, info: /** @type {any} */ (undefined) };
    loaded.set(entry.file, started);
    started.info = fetchInto(entry, (received) => {
      started.received = received;
      for (const listener of listeners) listener(received);
    }).catch((error) => {
      if (loaded.get(entry.file) === started) loaded.delete(entry.file);
      throw error;
    });
    load = started;
  }
  load.listeners.add(onProgress);
  onProgress(load.received);
  return load.info;
}

/**
 * @param {ManifestModel} entry
 * @param {(received: number) => void} onProgress
 */
async function fetchInto(entry, onProgress) {
  // A module that cannot start is one failure, said once for what it is; no model is fetched for it.
  await compileEngine().catch((error) => {
    throw new LoadError('engine', 'seqscope_bg.wasm', error);
  });
  const bytes = await fetchModel(entry, onProgress).catch((error) => {
    throw new LoadError(error instanceof NotFound ? 'missing' : 'network', entry.file, error);
  });
  return ask({ type: 'load', model: entry.file, bytes }, [bytes]).catch((error) => {
    throw new LoadError('file', entry.file, error);
  });
}

/**
 * Runs the model of `file` on a text.
 *
 * @param {string} file
 * @param {string} text
 * @returns {Promise<Trace>}
 */
export function runModel(file, text) {
  return ask({ type: 'run', model: file, text });
}

/**
 * Asks the model of `file`, which has to be loaded, for the result of one of its methods.
 *
 * @param {string} file
 * @param {string} method
 * @param {unknown[]} args
 * @returns {Promise<any>}
 */
export async function askModel(file, method, args) {
  // The page's own instance shares the compiled module. Where it is missing, the worker says so.
  const compiled = await compileAnalysis().catch(() => null);
  if (compiled && bridge && !bridge.analysis) {
    bridge.worker.postMessage({ type: 'startAnalysis', compiled });
    bridge.analysis = true;
  }
  return ask({ type: 'ask', model: file, method, args });
}

/**
 * Keeps only the newest of what it is asked: one run at a time, the newest request waits for it, and whatever was
 * asked before the newest resolves to null.
 *
 * @template Request, Result
 */
export class NewestOnly {
  #run;
  #busy = false;
  /** @type {{ request: Request, resolve: (result: Result | null) => void, reject: (error: unknown) => void } | null} */
  #next = null;

  /** @param {(request: Request) => Promise<Result>} run */
  constructor(run) {
    this.#run = run;
  }

  /**
   * @param {Request} request
   * @returns {Promise<Result | null>} null when a newer request has come before the result
   */
  ask(request) {
    this.#next?.resolve(null);
    return new Promise((resolve, reject) => {
      this.#next = { request, resolve, reject };
      if (!this.#busy) this.#work();
    });
  }

  /** Drops what is running or waits. */
  cancel() {
    this.#next?.resolve(null);
    this.#next = null;
    this.#cancelled = true;
  }

  #cancelled = false;

  async #work() {
    this.#busy = true;
    while (this.#next) {
      const { request, resolve, reject } = this.#next;
      this.#next = null;
      this.#cancelled = false;
      try {
        const result = await this.#run(request);
        resolve(this.#next || this.#cancelled ? null : result);
      } catch (error) {
        if (this.#next || this.#cancelled) resolve(null);
        else reject(error);
      }
    }
    this.#busy = false;
  }
}
