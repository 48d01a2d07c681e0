// A worker and those that come after it. Browsers end workers without a word, phones above all; and an error may leave one
// of no use. Then the next is started, is given what the last one held, and is asked what the last one did not answer.

import { kindOfFault, LoadError } from './causes.js';
import { openLink } from './starting.js';

/** @typedef {import('./requests.js').Answer} Answer */
/** @typedef {{ resolve: (result: any) => void, reject: (error: Error) => void }} Waiting */

/**
 * A model as a worker holds it: what requests call it, what failures call it, what its trunk is called that others may
 * have too, and its files.
 *
 * @typedef {{ id: string, subject: string, trunk: string | null, files: () => Promise<ArrayBuffer[]> }} Holding
 */

/** So many workers are tried for one request. */
const LIVES = 3;
/** An answer may take so many times longer than the longest until now. */
const MARGIN = 20;
/** How long a worker may take to start, in milliseconds: its scripts may come over a slow network. */
const STARTING = 120_000;
/** How long answers that have arrived may wait for the page to hear them, in milliseconds. */
const GRACE = 1000;

/** A worker has ended before its answer. */
class Ended extends Error {}

/** One worker, from its start to its end. */
class Life {
  /** What it holds or is being given, by model. @type {Map<string, Promise<any>>} */
  held = new Map();
  /** @type {import('./starting.js').Link | null} */
  link = null;
  #onAnswered;
  #onEnd;
  /** @type {Map<number, Waiting>} */
  #waiting = new Map();
  /** Requests of the same moment, as one key makes them for each model, go together. @type {object[]} */
  #requests = [];
  /** @type {Transferable[]} */
  #transfer = [];
  #patience;
  #started = false;
  #ended = false;
  #since = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #lastId = 0;

  /**
   * @param {number} patience milliseconds without a word while something is asked, after which it counts as ended
   * @param {{ onAnswered: (milliseconds: number) => void, onEnd: (words: string) => void }} listeners
   */
  constructor(patience, { onAnswered, onEnd }) {
    this.#patience = patience;
    this.#onAnswered = onAnswered;
    this.#onEnd = onEnd;
  }

  /**
   * @param {object} request
   * @param {Transferable[]} [transfer]
   * @returns {Promise<any>}
   */
  ask(request, transfer = []) {
    if (this.#ended) return Promise.reject(new Ended('the worker has ended'));
    const id = ++this.#lastId;
    if (this.#requests.length === 0) queueMicrotask(() => this.#send());
    this.#requests.push({ ...request, id });
    this.#transfer.push(...transfer);
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
    });
  }

  #send() {
    const requests = this.#requests.splice(0);
    this.link?.post({ type: 'requests', requests }, this.#transfer.splice(0));
    if (this.#waiting.size === requests.length) this.#listen();
  }

  /** From now on something is to be heard within its time. */
  #listen() {
    clearTimeout(this.#timer);
    if (this.#waiting.size === 0) return;
    this.#since = performance.now();
    const patience = this.#started ? this.#patience : STARTING;
    this.#timer = setTimeout(() => {
      // A page that was frozen, or busy itself, finds its answers only now.
      this.#timer = setTimeout(() => this.end(`no answer for ${Math.round(patience / 1000)} s`), GRACE);
    }, patience);
  }

  /** @param {import('./requests.js').Reply} reply */
  hear(reply) {
    if (reply === 'here') return;
    if (reply === 'started') {
      this.#started = true;
      this.#listen();
      return;
    }
    this.#onAnswered(performance.now() - this.#since);
    for (const { id, result, fault } of reply) {
      const request = this.#waiting.get(id);
      this.#waiting.delete(id);
      const kind = fault && kindOfFault(fault);
      if (!fault) request?.resolve(result);
      else if (kind) {
        // What it has in memory may be anything now.
        request?.reject(new Ended(fault.message, { cause: kind }));
        this.end(fault.message);
      } else request?.reject(errorOf(fault));
    }
    this.#listen();
  }

  /** @param {string} words why */
  end(words) {
    clearTimeout(this.#timer);
    this.#ended = true;
    this.link?.end();
    this.link = null;
    this.#onEnd(words);
    for (const { reject } of this.#waiting.values()) reject(new Ended(words));
    this.#waiting.clear();
  }
}

/**
 * The worker that does one thing for the page, whichever of its lives it is in.
 */
export class Lives {
  #name;
  #compile;
  #patience;
  #longest = 0;
  /** @type {Promise<Life> | null} */
  #life = null;
  /** The same, once it has started. @type {Life | null} */
  #current = null;

  /**
   * @param {import('./starting.js').Name} name
   * @param {() => Promise<WebAssembly.Module>} compile compiles what it runs
   * @param {number} patience how long an answer may take if none took longer, in milliseconds
   */
  constructor(name, compile, patience) {
    this.#name = name;
    this.#compile = compile;
    this.#patience = patience;
  }

  /**
   * Gives the worker a model, once a life; a failure is not kept.
   *
   * @param {Holding} model
   * @returns {Promise<any>} what the worker says of the model
   */
  hold(model) {
    return this.#live(model, (life) => give(life, model));
  }

  /**
   * @param {Holding} model about which it is asked
   * @param {object} request
   * @returns {Promise<any>}
   */
  ask(model, request) {
    return this.#live(model, async (life) => {
      await give(life, model);
      return life.ask({ ...request, model: model.id });
    });
  }

  /**
   * @param {Holding} model
   * @param {(life: Life) => Promise<any>} act
   */
  async #live(model, act) {
    for (let attempt = 1; ; attempt++) {
      const life = await (this.#life ??= this.#start());
      try {
        return await act(life);
      } catch (error) {
        if (!(error instanceof Ended)) throw error;
        if (attempt === LIVES) throw new LoadError(error.cause === 'memory' ? 'memory' : 'crashed', model.subject, error);
      }
    }
  }

  /** @returns {Promise<Life>} */
  #start() {
    const starting = this.#open(() => {
      if (this.#life === starting) this.#life = null;
    });
    starting.catch(() => {
      if (this.#life === starting) this.#life = null;
    });
    return starting;
  }

  /**
   * Whether the worker holds a model, or is being given it.
   *
   * @param {string} id
   */
  holds(id) {
    return this.#current?.held.has(id) ?? false;
  }

  /** @param {() => void} forget */
  async #open(forget) {
    const patience = Math.max(this.#patience, MARGIN * this.#longest);
    const life = new Life(patience, {
      onAnswered: (milliseconds) => {
        this.#longest = Math.max(this.#longest, milliseconds);
      },
      onEnd: () => {
        // It may have been slow and not dead: the next one has more time.
        this.#patience *= 2;
        this.#current = null;
        forget();
      },
    });
    // The script of the worker and what it runs are asked for at once.
    const opening = openLink(this.#name, {
      onReply: (reply) => life.hear(reply), onDeath: (words) => life.end(words),
    });
    opening.catch(() => {});
    const compiled = await this.#compile().catch((error) => {
      opening.then((link) => link.end(), () => {});
      throw error;
    });
    life.link = await opening;
    life.link.post({ type: 'start', compiled }, []);
    this.#current = life;
    return life;
  }
}

/**
 * @param {Life} life
 * @param {Holding} model
 */
function give(life, model) {
  let held = life.held.get(model.id);
  if (!held) {
    held = load(life, model).catch((error) => {
      life.held.delete(model.id);
      throw error;
    });
    life.held.set(model.id, held);
  }
  return held;
}

/**
 * @param {Life} life
 * @param {Holding} model
 */
async function load(life, model) {
  const files = await model.files();
  try {
    return await life.ask({ type: 'load', model: model.id, trunk: model.trunk, files }, files);
  } catch (error) {
    throw error instanceof Ended || error instanceof LoadError ? error : new LoadError('file', model.subject, error);
  }
}

/** @param {import('./causes.js').Fault} fault */
function errorOf({ message, failure }) {
  return failure ? new LoadError(failure.kind, failure.subject, failure.reason) : new Error(message);
}
