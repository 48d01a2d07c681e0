// Of many requests, the newest.

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
