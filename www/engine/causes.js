// Why something is not there: every cause has a kind of its own, as each asks the reader for something else.

/** @typedef {import('../elements/types.js').Failure} Failure */

/** Carries a {@link Failure}, so that the page can say it in the reader's language. */
export class LoadError extends Error {
  /**
   * @param {Failure['kind']} kind
   * @param {string} subject the file that it is about, or what else
   * @param {unknown} reason in the words of whoever noticed
   */
  constructor(kind, subject, reason) {
    const words = reason instanceof Error ? reason.message : String(reason);
    super(`${subject}: ${words}`);
    /** @type {Failure} */
    this.failure = { kind, subject, reason: words };
  }
}

/**
 * The failure that an error stands for.
 *
 * @param {unknown} error
 * @param {Failure['kind']} kind what it is if the error does not say
 * @param {string} subject
 * @returns {Failure}
 */
export function failureOf(error, kind, subject) {
  return error instanceof LoadError ? error.failure : new LoadError(kind, subject, error).failure;
}

/**
 * What an answer without the file says.
 *
 * @param {number} status of HTTP
 * @returns {Failure['kind']}
 */
export function kindOfStatus(status) {
  if (status === 404 || status === 410) return 'missing';
  if (status === 401 || status === 403 || status === 451) return 'denied';
  return 'server';
}

/**
 * Whether the same request may well succeed a moment later.
 *
 * @param {Failure['kind']} kind
 * @param {number | undefined} status of HTTP, where there was an answer
 */
export function mayPass(kind, status) {
  if (status !== undefined) return status >= 500 || status === 408 || status === 425 || status === 429;
  return kind === 'network' || kind === 'offline' || kind === 'stalled';
}

/**
 * Why there was no answer. A browser does not say; what is known around the request does.
 *
 * @param {{ forbidden: string | null, fromDisk: boolean, online: boolean, answersOthers: boolean }} around forbidden: the
 *   directive of the page's policy that was violated; fromDisk: the file was asked for on a disk; answersOthers: the
 *   server of another origin answers where nobody reads what it says
 * @returns {Failure['kind']}
 */
export function kindOfSilence({ forbidden, fromDisk, online, answersOthers }) {
  if (forbidden !== null) return 'policy';
  if (fromDisk) return 'disk';
  if (answersOthers) return 'cors';
  return online ? 'network' : 'offline';
}

/** Content types of JavaScript; a browser runs no module that has another. */
const JAVASCRIPT = /^(text|application)\/(x-)?(java|ecma)script\b/i;

/**
 * Why a script that the server did send does not run as a module.
 *
 * @param {string} type its content type
 * @returns {Failure['kind'] | null} null where the type is not why
 */
export function kindOfScript(type) {
  return JAVASCRIPT.test(type) ? null : 'mime';
}

/** A module of WebAssembly with nothing in it: its magic number and version. */
const EMPTY = new Uint8Array([0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);
/** A module whose one function returns a vector of zeros. */
const WITH_SIMD = new Uint8Array([
  ...EMPTY, 1, 5, 1, 0x60, 0, 1, 0x7b, 3, 2, 1, 0, 10, 22, 1, 20, 0, 0xfd, 12, ...new Array(16).fill(0), 0x0b,
]);

/**
 * Why a module of WebAssembly does not compile.
 *
 * @param {Uint8Array} bytes
 * @param {unknown} error that compiling it gave
 * @param {Pick<typeof WebAssembly, 'compile' | 'validate'> | undefined} assembly the browser's, if it has it
 * @returns {Promise<Failure['kind']>}
 */
export async function kindOfUncompiled(bytes, error, assembly) {
  if (assembly === undefined) return 'wasm';
  const forbidden = await assembly.compile(EMPTY).then(() => false, () => true);
  if (forbidden) return 'wasmPolicy';
  if (!assembly.validate(WITH_SIMD)) return 'simd';
  if (error instanceof RangeError) return 'memory';
  return EMPTY.every((byte, index) => bytes[index] === byte) ? 'broken' : 'altered';
}

/**
 * What went wrong in a worker, as it can be sent.
 *
 * @typedef {{ name: string, message: string, failure?: Failure }} Fault
 */

/**
 * @param {unknown} error
 * @returns {Fault}
 */
export function faultOf(error) {
  if (error instanceof LoadError) return { name: error.name, message: error.message, failure: error.failure };
  return error instanceof Error ? { name: error.name, message: error.message } : { name: 'Error', message: String(error) };
}

/**
 * Why a worker's answer is no result.
 *
 * @param {Fault} fault
 * @returns {'memory' | 'crashed' | null} null for what was asked in vain: a text too long, a file that is no model
 */
export function kindOfFault({ name, message }) {
  if (name === 'RangeError' && /memory|alloc/i.test(message)) return 'memory';
  // A trap of WebAssembly leaves its memory as it was in the middle of something.
  return name === 'RuntimeError' || name === 'RangeError' || name === 'InternalError' ? 'crashed' : null;
}

/**
 * What a file is that is not what it should be, as far as its first bytes tell.
 *
 * @param {Uint8Array} bytes
 */
export function looksLike(bytes) {
  const start = new TextDecoder('latin1').decode(bytes.subarray(0, 200)).trimStart();
  if (bytes.length === 0) return 'an empty file';
  if (/^<(!doctype|html|head|body|\?xml)/i.test(start)) return 'a web page';
  if (start.startsWith('version https://git-lfs')) return 'a Git LFS pointer';
  if (/^[{[]\s*"/.test(start)) return 'JSON';
  return `${bytes.length} bytes`;
}
