// The worker that answers questions about a model. They take longer than a run, and no key waits for them here.

import { answer, start } from './answers-of-questions.js';
import { listen } from './requests.js';

listen(start, answer);
