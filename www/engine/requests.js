// The answering side of what the page asks: the requests of a message are answered in order.

import { faultOf } from './causes.js';

/** What has been answered waits for the next answer until so many milliseconds have passed. */
const TOGETHER = 4;

/**
 * The module comes in the first message, compiled; requests come in the others.
 *
 * @template {{ id: number }} Request
 * @typedef {{ type: 'start', compiled: WebAssembly.Module } | { type: 'requests', requests: Request[] }} Message
 */

/**
 * What comes back: that the script has run, that its module has started or has failed to, and answers.
 *
 * @typedef {{ id: number, result?: object, fault?: import('./causes.js').Fault }} Answer
 * @typedef {'here' | 'started' | Answer[]} Reply
 */

/**
 * @template {{ id: number }} Request
 * @typedef {(request: Request) => Promise<[object, Transferable[], (() => void)?]>} Answering the result, what of it is
 *   moved, and what there is left to do when all requests of the message are answered
 */

/**
 * Answers what the page asks. What goes wrong is the answer to the request that it goes wrong in.
 *
 * @template {{ id: number }} Request
 * @param {(compiled: WebAssembly.Module) => Promise<unknown>} start
 * @param {Answering<Request>} answer
 * @param {(reply: Reply, transfer: Transferable[]) => void} reply
 * @returns {(message: Message<Request>) => Promise<void>} takes what the page sends
 */
export function answering(start, answer, reply) {
  return async (message) => {
    if (message.type === 'start') {
      // A module that does not start is reported to the first request that needs it.
      await start(message.compiled).catch(() => {});
      reply('started', []);
      return;
    }
    /** @type {Answer[]} */
    let answers = [];
    /** Each once, though results may share it. @type {Set<Transferable>} */
    let transfer = new Set();
    /** @type {(() => void)[]} */
    const left = [];
    let since = performance.now();
    for (const [index, request] of message.requests.entries()) {
      try {
        const [result, moved, after] = await answer(request);
        answers.push({ id: request.id, result });
        for (const part of moved) transfer.add(part);
        if (after) left.push(after);
      } catch (error) {
        answers.push({ id: request.id, fault: faultOf(error) });
      }
      // Three small models are shown sooner in one message than in three; none waits for a large one.
      if (index < message.requests.length - 1 && performance.now() - since < TOGETHER) continue;
      reply(answers, [...transfer]);
      [answers, transfer, since] = [[], new Set(), performance.now()];
    }
    for (const after of left) after();
  };
}

/**
 * Answers what is sent to this worker, and says that its script has run.
 *
 * @template {{ id: number }} Request
 * @param {(compiled: WebAssembly.Module) => Promise<unknown>} start
 * @param {Answering<Request>} answer
 */
export function listen(start, answer) {
  const take = answering(start, answer, (reply, transfer) => self.postMessage(reply, { transfer }));
  self.addEventListener('message', (event) => take(/** @type {MessageEvent} */ (event).data));
  self.postMessage('here');
}

/**
 * Those of a single model, or of a trunk and a head.
 *
 * @typedef {[Uint8Array] | [Uint8Array, Uint8Array]} Files
 */

/**
 * @param {ArrayBuffer[]} buffers
 * @returns {Files}
 */
export function filesIn(buffers) {
  return /** @type {Files} */ (buffers.map((buffer) => new Uint8Array(buffer)));
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
