// The ways to what is fetched when it is first asked for: what pictures are saved with, and what reads the reader's own models.

import { importModule } from '../engine/fetching.js';

export const own = () => importModule(() => import('./own/own.js'), 'own.js');
export const saving = () => importModule(() => import('./saving/saving.js'), 'saving.js');
