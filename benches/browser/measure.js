// In the page: runs contenders in turn and times them.

/** What each contender does before the clock starts, in milliseconds: V8 compiles hot code anew meanwhile. */
const WARM_UP = 700;
/** A step of the clock, in milliseconds. */
const STEP = 0.005;
/** The least that a batch takes, in milliseconds. */
const BATCH = 1_000 * STEP;

/** @typedef {{ name: string, run: () => unknown }} Contender */

/** Runs once. What a contender computes at once is not waited for. */
async function once(/** @type {Contender} */ { run }) {
  const result = run();
  if (result instanceof Promise) await result;
}

/** The time of one run in a batch of `count`, in milliseconds. */
async function batch(/** @type {Contender} */ contender, /** @type {number} */ count) {
  // What the batch before has left to the event loop is done first.
  await new Promise((resolve) => setTimeout(resolve));
  const start = performance.now();
  for (let run = 0; run < count; run++) await once(contender);
  return (performance.now() - start) / count;
}

/**
 * Times every contender `repeats` times: A B C A B C …, so that a machine that slows down slows all of them.
 *
 * @param {Contender[]} contenders
 * @param {number} repeats
 * @returns {Promise<{ name: string, runs: number, samples: number[] }[]>} runs: those of a batch; samples: the
 *   milliseconds of a run, one number for each batch
 */
export async function alternate(contenders, repeats) {
  const measured = [];
  for (const contender of contenders) {
    const start = performance.now();
    let fastest = Infinity;
    while (performance.now() - start < WARM_UP) fastest = Math.min(fastest, await batch(contender, 1));
    measured.push({
      contender, name: contender.name, runs: Math.ceil(BATCH / Math.max(STEP, Math.min(BATCH, fastest))),
      samples: /** @type {number[]} */ ([]),
    });
  }
  for (let repeat = 0; repeat < repeats; repeat++) {
    for (const { contender, runs, samples } of measured) samples.push(await batch(contender, runs));
  }
  return measured.map(({ name, runs, samples }) => ({ name, runs, samples }));
}
