// The worker's side of what the page asks: the requests of a message are answered in order.

/** What has been answered waits for the next answer until so many milliseconds have passed. */
const TOGETHER = 4;

/**
 * The module comes in the first message, compiled; requests come in the others.
 *
 * @template {{ id: number }} Request
 * @typedef {{ type: 'start', compiled: WebAssembly.Module } | { type: 'requests', requests: Request[] }} Message
 */

/**
 * Answers what the page asks. What goes wrong is the answer to the request that it goes wrong in.
 *
 * @template {{ id: number }} Request
 * @param {(compiled: WebAssembly.Module) => Promise<unknown>} start
 * @param {(request: Request) => Promise<[object, Transferable[]]>} answer the result and what of it is moved
 */
export function answerRequests(start, answer) {
  self.addEventListener('message', async (/** @type {MessageEvent<Message<Request>>} */ { data: message }) => {
    if (message.type === 'start') {
      // A module that does not start is reported to the first request that needs it.
      start(message.compiled).catch(() => {});
      return;
    }
    /** @type {object[]} */
    let answers = [];
    /** @type {Transferable[]} */
    let transfer = [];
    let since = performance.now();
    for (const [index, request] of message.requests.entries()) {
      try {
        const [result, moved] = await answer(request);
        answers.push({ id: request.id, result });
        transfer.push(...moved);
      } catch (error) {
        answers.push({ id: request.id, error: error instanceof Error ? error.message : String(error) });
      }
      // Three small models are shown sooner in one message than in three; none waits for a large one.
      if (index < message.requests.length - 1 && performance.now() - since < TOGETHER) continue;
      self.postMessage(answers, { transfer });
      [answers, transfer, since] = [[], [], performance.now()];
    }
  });
}

/**
 * The buffers of all typed arrays in a result, wherever they stand.
 *
 * @param {unknown} value
 * @param {Set<ArrayBuffer>} [found]
 * @returns {Set<ArrayBuffer>}
 */
export function buffersIn(value, found = new Set()) {
  if (ArrayBuffer.isView(value)) found.add(/** @type {ArrayBuffer} */ (value.buffer));
  else if (typeof value === 'object' && value !== null) {
    for (const part of Object.values(value)) buffersIn(part, found);
  }
  return found;
}
