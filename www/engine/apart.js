// Where the files of the small tasks lie: no first map needs to know it.

import { MODEL_FILES } from './addresses.js';

/** In the form of {@link MODEL_FILES}. @type {Record<string, string>} */
const APART_FILES = {};

Object.assign(MODEL_FILES, APART_FILES);
