// Buffers for the numbers of traces, made while nobody waits.
//
// A trace is moved to the page, so each needs a buffer of its own. The system maps the memory of a new one page by page as
// it is first written, which takes longer than writing the numbers; so a buffer is made and written to beforehand.

/** Bytes of a page of memory, or of a part of one. */
const PAGE = 4096;

/** How much larger a buffer is than the numbers of the trace before: a text grows while it is typed. */
const SPARE = 1.25;

/** A buffer for the next trace of a model. */
export class Room {
  /** @type {ArrayBuffer | undefined} */
  #buffer;

  /** What has been prepared, to be given away; undefined before the first trace. */
  take() {
    const buffer = this.#buffer;
    this.#buffer = undefined;
    return buffer;
  }

  /**
   * Makes a buffer for a trace somewhat larger than the one before.
   *
   * @param {number} bytes of the numbers of the one before
   */
  prepareFor(bytes) {
    const pages = Math.ceil((bytes * SPARE) / PAGE);
    const mapped = new Uint8Array(pages * PAGE);
    for (let page = 0; page < pages; page++) mapped[page * PAGE] = 1;
    this.#buffer = mapped.buffer;
  }
}
