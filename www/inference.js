// The page's side of the workers: one that runs models and one that answers questions about them, however many elements
// there are.

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
 * What is on its way to a worker: requests of the same moment, as one key makes them for each model, go together.
 *
 * @typedef {{ requests: object[], transfer: Transferable[] }} Outbox
 */

/**
 * A worker that can be started, and once it is, what is between it and the page.
 *
 * @typedef {{ worker: Worker, waiting: Map<number, Waiting>, outbox: Outbox }} Bridge
 */

let lastId = 0;

class WorkerOfPage {
  #address;
  #compile;
  #onBroken;
  /** @type {Bridge | undefined} */
  #bridge;

  /**
   * @param {URL} address
   * @param {() => Promise<WebAssembly.Module>} compile compiles what it runs
   * @param {() => void} onBroken told that it has lost what it had
   */
  constructor(address, compile, onBroken) {
    this.#address = address;
    this.#compile = compile;
    this.#onBroken = onBroken;
  }

  /**
   * @param {object} request
   * @param {Transferable[]} transfer
   * @returns {Promise<any>}
   */
  async ask(request, transfer = []) {
    const compiled = await this.#compile();
    this.#bridge ??= this.#open(compiled);
    const { worker, waiting, outbox } = this.#bridge;
    const id = ++lastId;
    if (outbox.requests.length === 0) queueMicrotask(() => send(worker, outbox));
    outbox.requests.push({ ...request, id });
    outbox.transfer.push(...transfer);
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject });
    });
  }

  /** @param {WebAssembly.Module} compiled */
  #open(compiled) {
    const worker = new Worker(this.#address, { type: 'module' });
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
      this.#bridge = undefined;
      this.#onBroken();
    });
    worker.postMessage({ type: 'start', compiled });
    return { worker, waiting, outbox: { requests: [], transfer: [] } };
  }
}

/**
 * @param {Worker} worker
 * @param {Outbox} outbox
 */
function send(worker, outbox) {
  worker.postMessage({ type: 'requests', requests: outbox.requests.splice(0) }, outbox.transfer.splice(0));
}

const ofModels = new WorkerOfPage(new URL('./workers/models.js', import.meta.url), compileEngine, () => loaded.clear());
const ofQuestions =
  new WorkerOfPage(new URL('./workers/questions.js', import.meta.url), compileAnalysis, () => studied.clear());

/** What the worker for questions has loaded or is loading. @type {Map<string, Promise<unknown>>} */
const studied = new Map();

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
  return ofModels.ask({ type: 'load', model: entry.file, bytes }, [bytes]).catch((error) => {
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
  return ofModels.ask({ type: 'run', model: file, text });
}

/** Methods of the model that runs. Those of the other one take longer, and no key should wait for them. */
const OF_RUNNING = new Set(['run', 'beamTree']);

/**
 * Asks the model of `file`, which has to be loaded, for the result of one of its methods.
 *
 * @param {string} file
 * @param {string} method
 * @param {unknown[]} args
 * @returns {Promise<any>}
 */
export async function askModel(file, method, args) {
  if (OF_RUNNING.has(method)) return ofModels.ask({ type: 'ask', model: file, method, args });
  await study(file);
  return ofQuestions.ask({ type: 'ask', model: file, method, args });
}

/**
 * Gives the worker for questions the model of `file`, once; a failure is not kept.
 *
 * @param {string} file
 */
function study(file) {
  let study = studied.get(file);
  if (!study) {
    const started = ofModels.ask({ type: 'bytes', model: file })
      .then((bytes) => ofQuestions.ask({ type: 'load', model: file, bytes }, [bytes]))
      .catch((error) => {
        if (studied.get(file) === started) studied.delete(file);
        throw error;
      });
    studied.set(file, started);
    study = started;
  }
  return study;
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
