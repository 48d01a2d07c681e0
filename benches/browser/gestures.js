// In the page: what readers do to the maps and the panels, each as a function that does it once more, somewhere else.

/**
 * asks: the model is asked, so that a second frame shows what it says; before: brings up what the gesture is done to
 *
 * @typedef {{ name: string, asks?: true, before?: () => void, act: (times: number) => void }} Gesture
 */

/** The gesture that every panel sees besides those below. */
const TYPING = 'type a key';
/** What the page is asked at once: more frames without a change than it takes to answer mean that it is at rest. */
const STILL = { plain: 2, asking: 8 };
/** A date whose characters are typed one by one, again and again. */
const DATE = 'Wednesday, 25 September 2021';

/** @param {string | null} panel null for the element itself */
function rootOf(panel) {
  const host = document.querySelector(panel === null ? 'seq-scope' : `seq-view[name="${panel}"]`);
  if (!host?.shadowRoot) throw new Error(`${panel ?? 'seq-scope'}: expected it in the page`);
  return host.shadowRoot;
}

/**
 * @param {string | null} panel
 * @param {string} selector
 * @returns {any[]}
 */
function all(panel, selector) {
  const found = [...rootOf(panel).querySelectorAll(selector)];
  if (found.length === 0) throw new Error(`${panel ?? 'seq-scope'}: expected ${selector}, found none`);
  return found;
}

/**
 * The pointer goes over an element, or clicks on it.
 *
 * @param {Element} element
 * @param {number} x how far along it, in [0, 1)
 * @param {number} y how far down
 * @param {'pointermove' | 'pointerenter' | 'pointerdown' | 'pointerup' | 'click'} [type]
 */
function point(element, x, y, type = 'pointermove') {
  const { left, top, width, height } = element.getBoundingClientRect();
  const place = { clientX: left + x * width, clientY: top + y * height, bubbles: true, composed: true };
  element.dispatchEvent(type === 'click' ? new MouseEvent(type, place) : new PointerEvent(type, place));
}

/** A place in [0, 1) that is another one each time. @param {number} times @param {number} [stride] */
function along(times, stride = 0.137) {
  return ((times + 1) * stride) % 1;
}

/**
 * The next of several radio buttons.
 *
 * @param {string | null} panel
 * @param {string} name of the choice
 * @param {string} [which] of its buttons
 * @returns {(times: number) => void}
 */
function choose(panel, name, which = '') {
  return () => {
    const buttons = all(panel, `[data-choice="${name}"] input${which}`);
    buttons[(buttons.findIndex(({ checked }) => checked) + 1) % buttons.length].click();
  };
}

/** @param {string} panel @param {string} name @param {string} value */
function chosen(panel, name, value) {
  return () => all(panel, `[data-choice="${name}"] input[value="${value}"]`)[0].click();
}

/** @param {HTMLInputElement} input @param {string} value */
function write(input, value) {
  input.value = value;
  input.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
}

/**
 * The pointer goes over something in a panel.
 *
 * @param {string | null} panel
 * @param {string} selector
 * @returns {(times: number) => void}
 */
function hover(panel, selector) {
  return (times) => point(all(panel, selector)[0], along(times), along(times, 0.219));
}

/** The pointer goes over one of several things. @param {string} panel @param {string} selector */
function hoverOne(panel, selector) {
  return (/** @type {number} */ times) => {
    const found = all(panel, selector);
    point(found[(times * 5 + 1) % found.length], 0.5, 0.5);
  };
}

/** What is done with every panel in sight. @type {Gesture[]} */
const SHARED = [
  { name: 'hover a map cell', act: hover(null, '.map .field') },
  { name: 'hover a raster cell', act: hover(null, '.raster .field') },
  {
    name: 'pin a unit', asks: true,
    act: (times) => point(all(null, '.raster .field')[0], along(times), along(times, 0.219), 'click'),
  },
  { name: 'switch direction', asks: true, act: choose(null, 'direction') },
  // Not to the models with other cells: an RNN leaves some panels with little to do.
  { name: 'switch model', asks: true, act: choose(null, 'attention', ':not([value*="-"])') },
];

/** The place of the element itself among the panels. */
const MAPS = 'maps';

/** What is done to a panel. @type {Record<string, Gesture[]>} */
const OWN = {
  [MAPS]: [],
  cell: [
    { name: 'hover a step', act: hoverOne('cell', '.tape [data-step]') },
    { name: 'step on', act: (times) => {
      const steps = all('cell', '.tape [data-step]');
      steps[(times * 3 + 1) % steps.length].click();
    } },
  ],
  memory: [
    { name: 'hover a column', act: hover('memory', 'svg.memory-stack') },
    { name: 'unit or layer', act: choose('memory', 'memory-view') },
    {
      name: 'hover a cell of the layer', before: chosen('memory', 'memory-view', 'layer'),
      act: hover('memory', '.field'),
    },
  ],
  units: [
    { name: 'hover a unit', act: hover('units', '.units-plot .field') },
    { name: 'another order', act: choose('units', 'units-order') },
    {
      name: 'brush tokens', act: (times) => {
        const [handle] = all('units', '.brush-handle:first-of-type, .brush-handle');
        const key = times % 2 === 0 ? 'ArrowRight' : 'ArrowLeft';
        handle.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, composed: true }));
      },
    },
    { name: 'hover a dot of the gates', act: hoverOne('units', '.places circle') },
  ],
  gradients: [
    {
      name: 'last token', asks: true,
      act: (times) => point(all('gradients', 'svg.gradient-lines')[0], 0.2 + along(times) * 0.75, 0.5),
    },
    { name: 'another measure', act: choose('gradients', 'measure') },
  ],
  padding: [
    { name: 'hover a token', act: hoverOne('padding', 'table.padded td') },
    { name: 'hover its map', act: hover('padding', '.field') },
    { name: 'another way of reading', act: choose('padding', 'padding-way') },
    {
      name: 'type into the batch', asks: true,
      act: (times) => write(all('padding', 'input[type=text]')[0], DATE.slice(0, 12 + (times % 12))),
    },
  ],
  // The models for dates were trained without dropout: there are no masks to draw again.
  dropout: [{ name: 'hover a step', act: hover('dropout', '.flow-inner') }],
  attention: [
    { name: 'another mode', act: choose('attention', 'attention-mode') },
    ...['scores', 'entropy', 'difference'].map((mode) => ({
      name: `hover a cell, ${mode}`, before: chosen('attention', 'attention-mode', mode),
      act: hover('attention', '.field'),
    })),
    {
      name: 'hover a line', before: chosen('attention', 'attention-mode', 'lines'),
      act: hover('attention', '.attention-lines'),
    },
    {
      name: 'a step of the slider', before: chosen('attention', 'attention-mode', 'lines'),
      act: (times) => write(all('attention', 'input[type=range]')[0], String(50 + 5 * (times % 10))),
    },
  ],
  tanh: [{ name: 'hover a cell', act: hover('tanh', '.field') }],
  explanation: [
    { name: 'hover a cell', act: hover('explanation', '.field') },
    { name: 'another gradient', act: choose('explanation', 'explanation-gradient') },
    { name: 'another measure', act: choose('explanation', 'explanation-measure') },
  ],
  whatif: [
    {
      name: 'another token', asks: true, act: (times) => {
        const others = all('whatif', '.whatif-candidate[aria-pressed="false"]');
        others[(times * 7) % others.length].click();
      },
    },
    {
      name: 'hold a gate, let it go', asks: true, act: (times) => {
        if (times % 2 === 0) all('whatif', '.whatif-preset')[0].click();
        else all('whatif', '.whatif-changes .card-head button')[0].click();
      },
    },
    {
      name: 'hover a changed map', before: () => {
        const [preset] = all('whatif', '.whatif-preset');
        if (preset.getAttribute('aria-pressed') === 'false') preset.click();
      },
      act: hover('whatif', '.whatif-maps .field'),
    },
    {
      name: 'a weight of a row', asks: true, before: chosen('whatif', 'whatif-mode', 'attention'),
      act: (times) => write(all('whatif', '.whatif-row input')[0], String(0.1 + 0.05 * (times % 16))),
    },
    {
      name: 'the value of a gate', before: chosen('whatif', 'whatif-mode', 'gates'),
      act: (times) => write(all('whatif', '.whatif-slider input')[0], String(0.05 * (times % 20))),
    },
    {
      name: 'a node of the beam', before: chosen('whatif', 'whatif-mode', 'beam'), act: (times) => {
        const nodes = all('whatif', '.beam-node');
        point(nodes[(times * 5 + 1) % nodes.length], 0.5, 0.5, 'pointerenter');
      },
    },
  ],
};

export const PANELS = Object.keys(OWN);

const frame = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));

/** How often something of the page has changed. */
let changes = 0;

/** Counts changes from now on. */
function observe() {
  const observer = new MutationObserver(() => changes++);
  for (const { shadowRoot } of document.querySelectorAll('seq-scope, seq-view')) {
    if (!shadowRoot) continue;
    observer.observe(shadowRoot, { subtree: true, childList: true, attributes: true, characterData: true });
  }
  return observer;
}

/** Resolves after so many frames in which nothing of the page changed. @param {number} frames */
async function rest(frames) {
  for (let still = 0; still < frames; still++) {
    const before = changes;
    await frame();
    if (changes !== before) still = -1;
  }
}

/** Brings a panel into the window and waits until it is drawn. @param {string} panel */
export async function bring(panel) {
  if (panel === MAPS) scroll({ top: 0, behavior: 'instant' });
  else await bringPanel(panel);
  // What is fetched and painted when it first comes near.
  await new Promise((resolve) => setTimeout(resolve, 1000));
  if (panel !== MAPS) show(panel);
}

/** @param {string} panel */
function show(panel) {
  document.getElementById(panel)?.scrollIntoView({ block: 'start', behavior: 'instant' });
}

/** @param {string} panel */
async function bringPanel(panel) {
  const start = performance.now();
  while (!rootOf(panel).querySelector('.panel')?.firstElementChild) {
    if (performance.now() > start + 20_000) throw new Error(`${panel}: expected it to be drawn within 20 seconds`);
    // Again and again: what is drawn above moves it down.
    show(panel);
    await frame();
  }
  // Some tasks lack a model, and it stays so.
  while (rootOf(panel).querySelector('.absent') && performance.now() < start + 5_000) await frame();
}

/**
 * Does everything that can be done with a panel in sight, and marks in the timeline where each gesture begins, where
 * the frame that shows it ends, and where everything is at rest again.
 *
 * @param {string} panel
 * @param {number} repeats
 * @param {string} [only] the name of the one gesture that is done
 * @returns {Promise<string[]>} names of the gestures
 */
export async function perform(panel, repeats, only) {
  const own = OWN[panel] ?? [];
  const gestures = [...SHARED, ...own].filter(({ name }) => only === undefined || name === only);
  const observer = observe();
  for (const gesture of gestures) {
    const { name, asks, before, act } = gesture;
    const still = asks ? STILL.asking : STILL.plain;
    before?.();
    await rest(STILL.asking);
    const unchanged = changes;
    for (let times = -3; times < repeats; times++) {
      if (times >= 0) performance.mark(`begins ${name}`);
      act(times + 3);
      await frame();
      if (times >= 0) performance.mark(`shown ${name}`);
      await rest(still);
      if (times >= 0) performance.mark(`rests ${name}`);
    }
    // Not every panel shows what is done elsewhere.
    if (changes === unchanged && own.includes(gesture)) {
      throw new Error(`${panel}, ${name}: expected it to change the page`);
    }
    document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }));
    await rest(STILL.plain);
  }
  if (only === undefined || only === TYPING) await typed(repeats);
  observer.disconnect();
  return [...gestures.map(({ name }) => name), TYPING];
}

/** Types a date key by key: a key is shown when every model has answered and the frame after that is done. */
async function typed(/** @type {number} */ repeats) {
  const [input] = all(null, '#text');
  for (let times = -3; times < repeats; times++) {
    const text = DATE.slice(0, 1 + ((times + 12 + DATE.length) % DATE.length));
    if (times >= 0) performance.mark(`begins ${TYPING}`);
    await key(input, text);
    if (times >= 0) performance.mark(`shown ${TYPING}`);
    await rest(STILL.asking);
    if (times >= 0) performance.mark(`rests ${TYPING}`);
  }
}

/** @param {HTMLInputElement} input @param {string} text */
async function key(input, text) {
  const scope = /** @type {Element} */ (document.querySelector('seq-scope'));
  const answered = new Promise((resolve) => scope.addEventListener('trace', resolve, { once: true }));
  write(input, text);
  await answered;
  await frame();
}

/**
 * Types a sentence, each key when the last is on the screen, and rests for a while.
 *
 * @param {string} sentence
 */
export async function typeSentence(sentence) {
  const [input] = all(null, '#text');
  for (let length = 1; length <= sentence.length; length++) await key(input, sentence.slice(0, length));
  await new Promise((resolve) => setTimeout(resolve, 1500));
}
