// The element alone in a frame of somebody else's page, which may have taken every right from it but that to run scripts. All
// that it shows is in its address: attributes of the elements in the query, a link's state in the fragment. It keeps nothing, asks
// nobody but its own server, and says one thing to its host: how high it is.

import '../elements/seq-scope.js';
import { tellHeight } from './frame-height.js';
import { parseState } from './link.js';

/** Attributes of `<seq-scope>` that are taken from the query. Workers are those of this folder. */
const ATTRIBUTES = ['task', 'text', 'attention', 'parts', 'theme', 'loading', 'models'];

/** Room for what is drawn around what has the focus, in CSS pixels. */
const MARGIN = 4;

const asked = new URLSearchParams(location.search);
const root = document.documentElement;

const sheet = new CSSStyleSheet();
sheet.replaceSync(`body { margin: 0; padding: ${MARGIN}px; display: flow-root; overflow-x: clip; background: Canvas; color: CanvasText }`);
document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
const theme = asked.get('theme') ?? '';
// The frame has a ground of its own, as it cannot see what it stands on.
if (['light', 'dark'].includes(theme)) root.style.colorScheme = theme;

const state = parseState(location);
root.lang = state.lang ?? navigator.language;

const scope = /** @type {import('../elements/element.js').SeqScope} */ (document.createElement('seq-scope'));
for (const name of ATTRIBUTES) {
  const value = asked.get(name);
  if (value !== null) scope.setAttribute(name, value);
}
document.body.append(scope);
for (const name of asked.get('views')?.split(/\s+/).filter(Boolean) ?? []) {
  const view = document.createElement('seq-view');
  view.setAttribute('name', name);
  if (theme) view.setAttribute('theme', theme);
  document.body.append(view);
}
if (location.hash.includes('=')) scope.state = state;
tellHeight();
