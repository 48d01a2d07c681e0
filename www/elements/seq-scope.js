// Registers <seq-scope> and <seq-view>; where a page is rendered on a server, nothing is. elements.js has the classes alone.

import { SeqScope, SeqView } from './elements.js';

const registry = globalThis.customElements;
if (registry && !registry.get('seq-scope')) registry.define('seq-scope', SeqScope);
if (registry && !registry.get('seq-view')) registry.define('seq-view', SeqView);

export { SeqScope, SeqView };
