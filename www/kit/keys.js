// Keys that an element uses do not reach the page. Listeners of a page see the element, not the text box in it, and
// take keys for their own: slides, search, navigation. One that listens while an event goes down (`capture`) comes
// before the element and cannot be kept from anything.

/** Keys that a page is to have wherever the focus is: they leave the element, or close what it stands in. */
const PAGE = /^(Tab|Escape|F\d+|ContextMenu|PrintScreen|Control|Meta)$/;
/** With Control or Command these edit a text; others are the page's. */
const EDITING = /^([acvxyz]|Arrow\w+|Home|End|Backspace|Delete|Insert|Enter)$/i;
/** What browsers do by keys with each kind of control. */
const CONTROLS = /** @type {[string, RegExp][]} */ ([
  ['input[type=radio]', /^(Arrow\w+| )$/],
  ['input[type=range]', /^(Arrow\w+|Home|End|PageUp|PageDown)$/],
  ['input[type=checkbox]', /^ $/],
  ['button, summary', /^(Enter| )$/],
  ['a[href]', /^Enter$/],
  // What has more to show than room scrolls.
  ['.plot, [tabindex]', /^(Arrow\w+|Home|End|PageUp|PageDown| )$/],
]);

/**
 * Keeps keys that are used within a tree from those around it.
 *
 * @param {ShadowRoot} root
 * @param {() => boolean} letGo what Escape does wherever the focus is, unless a view has another use for it; whether there
 *   was anything to let go of
 */
export function keepKeys(root, letGo) {
  for (const name of ['keydown', 'keypress', 'keyup']) {
    root.addEventListener(name, (listened) => {
      const event = /** @type {KeyboardEvent} */ (listened);
      if (name === 'keydown' && event.key === 'Escape' && !isUsed(event) && letGo()) event.preventDefault();
      if (isUsed(event)) event.stopPropagation();
    });
  }
}

/**
 * Whether the control under the focus, or a view that has called `preventDefault`, does something with a key.
 *
 * @param {KeyboardEvent} event
 */
function isUsed(event) {
  if (event.defaultPrevented || event.isComposing) return true;
  const { key, altKey, ctrlKey, metaKey } = event;
  const target = event.composedPath()[0];
  if (PAGE.test(key) || !(target instanceof Element)) return false;
  // Some keyboards write signs with Control and Alt.
  if (isText(target)) return !(ctrlKey || metaKey) || event.getModifierState('AltGraph') || EDITING.test(key);
  if (altKey || ctrlKey || metaKey) return false;
  const found = CONTROLS.find(([selector]) => target.matches(selector));
  return found !== undefined && found[1].test(key);
}

/** @param {Element} target */
function isText(target) {
  return target.matches('select, textarea, [contenteditable]')
    || (target.matches('input') && !target.matches('[type=radio], [type=range], [type=checkbox], [type=button]'));
}
