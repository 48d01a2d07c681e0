// The models as they are shipped.
import { readFileSync } from 'node:fs';
import { checkManifest } from '../www/engine/manifest.js';

/** The list of the shipped models, as the page has read it. */
export function shippedManifest() {
  return checkManifest(JSON.parse(readFileSync(new URL('../www/models/manifest.json', import.meta.url), 'utf8')));
}
