// Small traces with numbers that are easy to follow.

/** @typedef {import('../../www/elements/types.js').Trace} Trace */
/** @typedef {import('../../www/elements/types.js').Token} Token */

/**
 * @param {string} text
 * @param {string} [unknown] characters that the vocabulary lacks
 * @returns {Token[]}
 */
export function tokensOf(text, unknown = '') {
  let end = 0;
  return [...text].map((character) => {
    const start = end;
    end += character.length;
    return { id: 4, text: character, start, end, known: !unknown.includes(character) };
  });
}

/**
 * @param {number} rows
 * @param {number} columns
 * @param {(row: number, column: number) => number} value
 */
export function matrix(rows, columns, value) {
  const data = Float32Array.from({ length: rows * columns }, (_, index) =>
    value(Math.floor(index / columns), index % columns));
  return { data, shape: [rows, columns] };
}

/**
 * A run of an LSTM with two units in each direction: `input` is written again, and row t looks at column t.
 *
 * @param {string} input
 * @returns {Trace}
 */
export function traceOf(input) {
  const source = tokensOf(input);
  const target = [...source, { id: 3, text: '</s>', start: input.length, end: input.length, known: true }];
  const [rows, columns] = [target.length, source.length];
  const signals = (/** @type {number} */ steps) => ['i', 'f', 'g', 'o', 'c', 'h'].map((name, index) =>
    ({ name, values: matrix(steps, 2, (step, unit) => ((step + unit + index) % 5) / 5) }));
  return {
    input,
    output: input,
    complete: true,
    note: null,
    source,
    target,
    encoder: [
      { layer: 0, direction: 'forward', signals: signals(columns) },
      { layer: 0, direction: 'backward', signals: signals(columns) },
    ],
    decoder: [{ layer: 0, direction: 'forward', signals: signals(rows) }],
    scores: matrix(rows, columns, (row, column) => (row === column ? 2 : -1)),
    weights: matrix(rows, columns, (row, column) => (Math.min(row, columns - 1) === column ? 1 : 0)),
    context: matrix(rows, 2, () => 0),
    candidates: target.map((token) => [
      { id: token.id, text: token.text, logProbability: Math.log(0.9) },
      { id: 9, text: '?', logProbability: Math.log(0.05) },
    ]),
    logProbabilities: target.map(() => Math.log(0.9)),
    logProbability: rows * Math.log(0.9),
    timings: { encode: 0.25, decode: 0.5 },
  };
}

/**
 * A run of a model that reads and writes pieces: those with a space in front start a word. The end token follows.
 *
 * @param {string[]} source
 * @param {string[]} target
 * @returns {Trace}
 */
export function piecesTrace(source, target) {
  const spans = (/** @type {string[]} */ pieces) => {
    let end = 0;
    return pieces.map((text) => {
      const start = end;
      end += text.length;
      return { id: 4, text, start, end, known: true };
    });
  };
  const [input, output] = [source.join(''), target.join('')];
  const ended = [...spans(target), { id: 3, text: '</s>', start: output.length, end: output.length, known: true }];
  const trace = traceOf('x'.repeat(source.length));
  const columns = source.length;
  const share = (/** @type {number} */ row, /** @type {number} */ column) => (Math.min(row, columns - 1) === column ? 1 : 0);
  return {
    ...trace, input, output, source: spans(source), target: ended,
    weights: matrix(ended.length, columns, share), scores: matrix(ended.length, columns, share),
    candidates: ended.map(({ text }) => [
      { id: 4, text, logProbability: Math.log(0.6) }, { id: 5, text: ' ou', logProbability: Math.log(0.3) },
    ]),
    logProbabilities: ended.map(() => Math.log(0.6)), logProbability: ended.length * Math.log(0.6),
  };
}
