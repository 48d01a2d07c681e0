// The worker that runs the models.

import { answer, start } from './answers-of-models.js';
import { listen } from './requests.js';

listen(start, answer);
