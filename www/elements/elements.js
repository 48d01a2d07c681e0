// The classes of both elements, registered under no name.

export { SeqScope } from './element.js';
export { SeqView } from './view-element.js';
