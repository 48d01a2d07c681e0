// What a panel shows: its picture, or words in its place, and of which run that is.

import { patch, h } from '../kit/dom.js';
import { keepFocus } from '../kit/focus.js';
import { classOf, isSettled, modelShown, panelStanding, standingOf } from './standing.js';
import { noteOf, placeholder, staleWords, unloaded } from './standing-words.js';
import { partsOf } from '../tasks/tasks.js';

/** @typedef {import('../panels/types.js').Panel} Panel */

export class DrawnPanel {
  #stage;
  /** The task and the language of what was told last. */
  #told = '';
  /** Of what the panel is drawn: of which run, in which language. @type {unknown[] | null} */
  #drawn = null;
  /**
   * What is drawn: the panel, and all that it was told.
   *
   * @type {{ panel: Panel, context: import('../panels/types.js').PanelContext, own: any, answers: Record<string, import('./types.js').Answer> } | null}
   */
  source = null;
  /** How what is drawn stands to what the page has now. @type {import('./standing.js').Standing} */
  standing = { kind: 'waiting', why: 'answer' };

  /** @param {import('./stage.js').Stage} stage where it is drawn */
  constructor(stage) {
    this.#stage = stage;
  }

  /** Whether there is a picture. */
  get isDrawn() {
    return this.#drawn !== null;
  }

  /** What is drawn belongs to no scope any more. */
  leave() {
    this.#drawn = null;
  }

  /** Says something in place of the picture. @param {import('../kit/dom.js').Child[]} told */
  tell(told) {
    this.#stage.show(true, true);
    this.#drawn = null;
    this.#stage.content.className = 'panel';
    patch(this.#stage.content, told);
    this.standing = { kind: 'failed', failure: null };
  }

  /** Takes out what is drawn of another run than that of `state`. @param {import('./compose.js').State} state */
  forget(state) {
    if (!this.#drawn || this.#drawn.every((part, index) => part === keyOf(state)[index])) return;
    this.empty(this.#stage.content.getBoundingClientRect().height);
  }

  /**
   * Takes out whatever is drawn.
   *
   * @param {number} height that it keeps, so that nothing moves, in CSS pixels
   */
  empty(height) {
    this.#drawn = null;
    const { content, root } = this.#stage;
    keepFocus(root, () => patch(content, []));
    content.className = 'panel';
    content.style.minBlockSize = height > 0 ? `${height}px` : '';
    this.standing = { kind: 'waiting', why: 'answer' };
  }

  /**
   * What a picture has told a screen reader was of the task and in the language of then.
   *
   * @param {string} about
   */
  #forgetTold(about) {
    if (about === this.#told) return;
    this.#told = about;
    for (const place of this.#stage.root.querySelectorAll('.told')) place.textContent = '';
  }

  /**
   * Draws the panel of what a scope shows, or says what it waits for.
   *
   * @param {import('./attached-views.js').Shown} shown
   * @param {Panel | null} panel null as long as it or its style is not there
   * @param {() => void} retry asks again for what could not be had
   */
  draw(shown, panel, retry) {
    const { state, actions, manifest, analysis, engine, panels, setPanel, questions } = shown;
    const { content, palette, root } = this.#stage;
    palette.engine = engine;
    const around = this.#stage.around();
    const lang = state.language === 'zh' ? 'zh-CN' : 'en';
    // Set anew, it would have every style looked at again.
    if (content.lang !== lang) content.lang = lang;
    this.#forgetTold(`${state.task} ${lang}`);
    const model = modelShown(state);
    const run = model ? standingOf(state, model) : /** @type {const} */ ({ kind: 'waiting', why: 'answer' });
    const isThere = Boolean(model?.trace && state.grids.has(model.attention) && around.width > 0);
    const context = questions?.contextOf({ ...state, ...around }, actions, { manifest, analysis, width: around.width });
    if (!context || !panel || !questions) {
      if (isThere && !around.isOnPaper) return;
      this.standing = run.kind === 'current' || run.kind === 'stale' ? { kind: 'waiting', why: 'answer' } : run;
      // What was drawn is of another task or model.
      if (this.#drawn) this.empty(content.getBoundingClientRect().height);
      content.className = 'panel';
      keepFocus(root, () => patch(content, [h('div', { key: 'placeholder', class: 'placeholder' },
        ...isThere ? [h('p', null, state.strings.standing.onPaper)] : placeholder(run, state, model, actions))]));
      // What stands between the tags stays as long as there is hope.
      this.#stage.show(true, run.kind === 'failed');
      return;
    }
    const own = questions.ownOf(panel, panels[panel.name]);
    const answers = Object.fromEntries(Object.entries(panel.questions?.(context, own) ?? {}).map(([name, question]) => {
      const asked = question.model ?? { task: context.task, ...partsOf(context.attention) };
      return [name, questions.answer(panel.name, name, { ...question, model: asked }, context.task)];
    }));
    this.source = { panel, context, own, answers };
    const set = (/** @type {object} */ changes) => setPanel(panel.name, questions.writtenOf(panel, { ...own, ...changes }));
    const cause = questions.cause(panel.name);
    const standing = panelStanding(run, Object.values(answers), cause);
    const { strings } = state;
    keepFocus(root, () => patch(content, [
      noteOf(staleWords(standing, strings) || insteadWords(state, context.attention)),
      cause && unloaded(cause, strings, retry),
      questions.pictureButton(state.language),
      ...panel.view(context, own, answers, set),
      around.isOnPaper && !isSettled(standing) ? h('p', { key: 'on-paper', class: 'on-paper' }, strings.standing.onPaper) : null,
    ]));
    const name = classOf('panel', standing);
    if (content.className !== name) content.className = name;
    content.style.minBlockSize = '';
    this.standing = standing;
    this.#drawn = keyOf(state);
    this.#stage.show(true, true);
  }
}

/**
 * What makes a panel that of another run.
 *
 * @param {import('./compose.js').State} state
 */
function keyOf(state) {
  return [state.task, state.text, state.language, modelShown(state)?.trace];
}

/**
 * Whose run is shown, where it is not that of the model of choice.
 *
 * @param {import('./compose.js').State} state
 * @param {string} shown
 */
function insteadWords({ attention, strings }, shown) {
  return shown === attention ? '' : strings.standing.instead(strings.attentionName(attention), strings.attentionName(shown));
}
