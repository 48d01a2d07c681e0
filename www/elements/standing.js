// How each picture stands to what the page has now: its text, its task, its models. Decided here alone, for outputs, maps,
// gates and panels. Knows nothing of the document.

/** @typedef {import('./types.js').ModelState} ModelState */
/** @typedef {import('./types.js').Failure} Failure */
/** @typedef {import('./types.js').Answer} Answer */
/** @typedef {Pick<import('./compose.js').State, 'text' | 'attention' | 'models'>} Shown */

/**
 * Waiting, there is nothing to show yet: for a model to load, for its answer, for a text, or for one that can be run.
 * Stale, what is shown is the run of an earlier text, `of`: the text in the box was refused, or its answer is on its way; or
 * it is computed from the newest run and not yet computed anew. Of no text, nothing is shown. Failed, there will be nothing unless it is
 * tried again.
 *
 * @typedef {{ kind: 'current' }
 *   | { kind: 'waiting', why: 'model' | 'answer' | 'text' | 'refused' }
 *   | { kind: 'stale', why: 'refused' | 'answer', of: string, late: boolean }
 *   | { kind: 'stale', why: 'derived' }
 *   | { kind: 'failed', failure: Failure | null }} Standing late: whether a reader will notice that it is stale; what is
 *   answered at once is not told apart, or everything would flicker at every key; failure: null where the picture itself
 *   says it
 */

/**
 * What there is of one model.
 *
 * @param {Pick<Shown, 'text'>} shown
 * @param {ModelState} model
 * @returns {Standing}
 */
export function standingOf({ text }, model) {
  if (model.status === 'failed') return { kind: 'failed', failure: model.failure };
  const isAnswered = text !== '' && model.answered === text;
  if (model.trace && isAnswered && model.refusal === null) return { kind: 'current' };
  if (!model.trace && model.status !== 'ready') return { kind: 'waiting', why: 'model' };
  const isRefused = isAnswered && model.refusal !== null;
  return model.trace
    ? {
      kind: 'stale', why: isRefused ? 'refused' : 'answer', of: model.trace.input,
      late: isRefused || (model.late ?? false),
    }
    : { kind: 'waiting', why: text === '' ? 'text' : isRefused ? 'refused' : 'answer' };
}

/**
 * The model that panels show: the one of choice, or as long as that has no answer another that has one. Where none has,
 * the one that they wait for. Undefined where there are no models.
 *
 * @param {Shown} shown
 * @returns {ModelState | undefined}
 */
export function modelShown({ attention, models }) {
  const chosen = models.find((model) => model.attention === attention);
  const inOrder = [...chosen ? [chosen] : [], ...models.filter((model) => model !== chosen)];
  return inOrder.find(({ trace }) => trace) ?? inOrder.find(({ status }) => status !== 'failed') ?? inOrder[0];
}

/**
 * A panel, which shows a run and what was asked about it.
 *
 * @param {Standing} run
 * @param {Answer[]} answers
 * @param {Failure | null} cause of what could not be loaded to answer
 * @returns {Standing}
 */
export function panelStanding(run, answers, cause) {
  if (run.kind !== 'current') return run;
  if (cause || answers.some(({ failure }) => failure !== null)) return { kind: 'failed', failure: cause };
  if (answers.some(({ value, stale }) => stale && value !== null)) return { kind: 'stale', why: 'derived' };
  return answers.some(({ stale }) => stale) ? { kind: 'waiting', why: 'answer' } : run;
}

/**
 * Whether a picture stays as it is until the reader does something.
 *
 * @param {Standing} standing
 */
export function isSettled(standing) {
  if (standing.kind === 'waiting') return standing.why === 'text' || standing.why === 'refused';
  return standing.kind !== 'stale' || standing.why === 'refused';
}

/**
 * Whether what is shown belongs to no text in the box any more: nobody would want to save that.
 *
 * @param {Standing} standing
 */
export function isLeftOver(standing) {
  return standing.kind === 'stale' && isSettled(standing);
}

/**
 * Classes of a picture: one that will be computed anew at once fades only when that takes its time.
 *
 * @param {string} name
 * @param {Standing} standing
 */
export function classOf(name, standing) {
  if (standing.kind !== 'stale') return name;
  if (standing.why === 'derived') return `${name} stale passing`;
  return standing.late ? `${name} stale` : name;
}
