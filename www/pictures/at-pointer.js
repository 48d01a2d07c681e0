// What a picture says of the cell under the pointer, at the pointer or above the finger. The picture says it in a place
// of its own too, which may be far away by then.

/** A description with this class says something of what is under the pointer. */
export const POINTED = 'of-pointed';
/** And one with this, of what is under a finger: below the picture there is no room for it then. */
export const TOUCHED = 'of-touched';

/** How far it keeps from a mouse's pointer and from a finger, which hides what is below it; CSS pixels. */
const [FROM_POINTER, FROM_FINGER] = [14, 44];

/** After these the pointer, or who reads, is somewhere else. */
const LEAVING = ['pointerleave', 'focusout'];

/** A place on the screen. @typedef {{ x: number, y: number, isFinger: boolean }} At */
/**
 * A plot that is pointed at: the box once there is something to say, what to do when the pointer has left.
 *
 * @typedef {{ plot: Element, at: At, box: HTMLElement | null, forget: () => void }} Pointed
 */
/** What is pointed at in each stage. @type {WeakMap<Element, Pointed>} */
const pointed = new WeakMap();

/**
 * Says at the pointer what the picture says once it has been drawn again, and from then on whatever it says until the
 * pointer leaves: another text may come meanwhile.
 *
 * @param {PointerEvent | MouseEvent} event of a field: a move of the pointer, or a click
 */
export function tellAtPointer(event) {
  const field = /** @type {Element} */ (event.currentTarget);
  const stage = field.closest('.stage');
  const plot = field.closest('.plot') ?? field;
  if (!stage) return;
  const isFinger = 'pointerType' in event && event.pointerType === 'touch';
  const now = pointAt(stage, plot, { x: event.clientX, y: event.clientY, isFinger });
  // The picture draws itself in the next frame, a panel in the one after. The pointer may have left by then.
  const tellStill = () => pointed.get(stage) === now && tell(stage, now);
  requestAnimationFrame(() => {
    tellStill();
    requestAnimationFrame(tellStill);
  });
}

/**
 * @param {Element} stage
 * @param {Element} plot
 * @param {At} at
 * @returns {Pointed}
 */
function pointAt(stage, plot, at) {
  const before = pointed.get(stage);
  if (before?.plot === plot) {
    before.at = at;
    return before;
  }
  leave(stage);
  const left = (/** @type {Event} */ event) => {
    const isLift = 'pointerType' in event && event.pointerType === 'touch' && event.type === 'pointerleave';
    if (!isLift) leave(stage);
  };
  for (const name of LEAVING) plot.addEventListener(name, left);
  // A key moves on to another cell, or writes another text.
  stage.addEventListener('keydown', left);
  const changes = new MutationObserver(() => tell(stage, now));
  changes.observe(stage, { subtree: true, childList: true, characterData: true, attributeFilter: ['class'] });
  const forget = () => {
    for (const name of LEAVING) plot.removeEventListener(name, left);
    stage.removeEventListener('keydown', left);
    changes.disconnect();
  };
  /** @type {Pointed} */
  const now = { plot, at, box: null, forget };
  pointed.set(stage, now);
  return now;
}

/** @param {Element} stage */
function leave(stage) {
  const now = pointed.get(stage);
  now?.forget();
  now?.box?.remove();
  pointed.delete(stage);
}

/**
 * @param {Element} stage
 * @param {Pointed} now
 */
function tell(stage, now) {
  const { plot, at } = now;
  const words = plot.isConnected ? wordsFor(stage, plot, at.isFinger ? `.${POINTED}, .${TOUCHED}` : `.${POINTED}`) : [];
  if (words.length === 0) {
    now.box?.remove();
    now.box = null;
    return;
  }
  now.box ??= newBox(stage);
  // What does not change is not written again: the observer would see it.
  if ([...now.box.children].map(({ textContent }) => textContent).join('\n') !== words.join('\n')) {
    now.box.replaceChildren(...words.map((text) => {
      const part = document.createElement('span');
      part.textContent = text;
      return part;
    }));
  }
  place(now.box, stage, at);
}

/** @param {Element} stage */
function newBox(stage) {
  const box = document.createElement('div');
  box.className = 'at-pointer';
  // A screen reader hears it where the picture says it.
  box.ariaHidden = 'true';
  stage.append(box);
  return box;
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
 * @param {HTMLElement} box
 * @param {Element} stage
 * @param {At} at
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
