// Registers <seq-scope>. Import element.js instead to use the class under another name.

import { SeqScope } from './element.js';

if (!customElements.get('seq-scope')) customElements.define('seq-scope', SeqScope);

export { SeqScope };
