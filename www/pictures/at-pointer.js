// What a picture says of the cell under the pointer, at the pointer or above the finger. The picture says it in a place
// of its own too, which may be far away by then.

/** A description with this class says something of what is under the pointer. */
export const POINTED = 'of-pointed';
/** And one with this, of what is under a finger: below the picture there is no room for it then. */
export const TOUCHED = 'of-touched';

/** How far it keeps from a mouse's pointer and from a finger, which hides what is below it; CSS pixels. */
const [FROM_POINTER, FROM_FINGER] = [14, 44];

/** @typedef {{ box: HTMLElement, plot: Element, forget: () => void }} Shown */
/** What stands in each stage now. @type {WeakMap<Element, Shown>} */
const shown = new WeakMap();

/**
 * Says at the pointer what the picture says once it has been drawn again.
 *
 * @param {PointerEvent | MouseEvent} event of a field: a move of the pointer, or a click
 */
export function tellAtPointer(event) {
  const field = /** @type {Element} */ (event.currentTarget);
  const stage = field.closest('.stage');
  const plot = field.closest('.plot') ?? field;
  if (!stage) return;
  const isFinger = 'pointerType' in event && event.pointerType === 'touch';
  const at = { x: event.clientX, y: event.clientY, isFinger };
  // The picture draws itself in the next frame, a panel in the one after.
  requestAnimationFrame(() => {
    tell(stage, plot, at);
    requestAnimationFrame(() => tell(stage, plot, at));
  });
}

/**
 * @param {Element} stage
 * @param {Element} plot
 * @param {{ x: number, y: number, isFinger: boolean }} at
 */
function tell(stage, plot, at) {
  const words = plot.isConnected ? wordsFor(stage, plot, at.isFinger ? `.${POINTED}, .${TOUCHED}` : `.${POINTED}`) : [];
  if (words.length === 0) {
    hide(stage);
    return;
  }
  const { box } = shown.get(stage) ?? show(stage, plot);
  box.replaceChildren(...words.map((text) => {
    const part = document.createElement('span');
    part.textContent = text;
    return part;
  }));
  place(box, stage, at);
}

/**
 * What is said nearest to a plot, in its parts.
 *
 * @param {Element} stage
 * @param {Element} plot
 * @param {string} selector of what says it
 */
function wordsFor(stage, plot, selector) {
  for (let node = plot.parentElement; node && stage.contains(node); node = node.parentElement) {
    const told = [...node.querySelectorAll(selector)];
    if (told.length > 0) return told.flatMap(partsOf);
  }
  return [];
}

/** What says something in parts has an element for each. @param {Element} told */
function partsOf(told) {
  const parts = told.querySelector(':scope > :not(data)') ? [...told.childNodes] : [told];
  return parts.map(({ textContent }) => textContent?.trim() ?? '').filter(Boolean);
}

/**
 * @param {Element} stage
 * @param {Element} plot
 * @returns {Shown}
 */
function show(stage, plot) {
  const box = document.createElement('div');
  box.className = 'at-pointer';
  // A screen reader hears it where the picture says it.
  box.ariaHidden = 'true';
  stage.append(box);
  const leave = (/** @type {Event} */ event) => {
    const isLift = 'pointerType' in event && event.pointerType === 'touch' && event.type === 'pointerleave';
    if (!isLift) hide(stage);
  };
  for (const name of ['pointerleave', 'focusout', 'keydown']) plot.addEventListener(name, leave);
  const forget = () => {
    for (const name of ['pointerleave', 'focusout', 'keydown']) plot.removeEventListener(name, leave);
  };
  const now = { box, plot, forget };
  shown.set(stage, now);
  return now;
}

/** @param {Element} stage */
function hide(stage) {
  const now = shown.get(stage);
  if (!now) return;
  now.forget();
  now.box.remove();
  shown.delete(stage);
}

/**
 * @param {HTMLElement} box
 * @param {Element} stage
 * @param {{ x: number, y: number, isFinger: boolean }} at
 */
function place(box, stage, { x, y, isFinger }) {
  const from = isFinger ? FROM_FINGER : FROM_POINTER;
  const around = stage.getBoundingClientRect();
  // A page that scales the element scales what stands in it.
  const scale = around.width / /** @type {HTMLElement} */ (stage).offsetWidth || 1;
  const [width, height] = [box.offsetWidth, box.offsetHeight];
  const left = (x - around.left) / scale;
  const top = (y - around.top) / scale;
  const isAbove = y - (height + from) * scale > 0;
  box.style.left = `${Math.max(0, Math.min(left + from / 2, around.width / scale - width))}px`;
  box.style.top = `${isAbove ? top - height - from : top + from}px`;
}
