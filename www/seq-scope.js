// Registers <seq-scope> and <seq-view>. Import element.js or view-element.js instead to use a class under another name.

import { SeqScope } from './element.js';
import { SeqView } from './view-element.js';

if (!customElements.get('seq-scope')) customElements.define('seq-scope', SeqScope);
if (!customElements.get('seq-view')) customElements.define('seq-view', SeqView);

export { SeqScope, SeqView };
