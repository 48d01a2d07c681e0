// The lines that show a picture in somebody's page.

import { OWN } from '../../tasks/tasks.js';

/** What a file of the reader's own is called in lines to copy. */
export const OWN_FILE = 'mine.safetensors';
/** Beside this folder, here and in every bundle; written so that bundlers do not take it for a file of their own. */
const SCRIPT = ['..', 'seq-scope.js'].join('/');

/** @param {Pick<import('./subjects.js').Subject, 'attributes' | 'view'>} subject */
export function embedCode({ attributes, view }) {
  const quoted = (/** @type {string} */ value) =>
    value.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('{', '&#123;');
  // Of the reader's own models the page has to name the file.
  const { task, ...others } = attributes;
  const named = task === OWN ? { model: OWN_FILE, ...others } : attributes;
  const written = Object.entries(named).map(([name, value]) => ` ${name}="${quoted(value)}"`).join('');
  return `<script type="module" src="${new URL(SCRIPT, String(import.meta.url)).href}"></script>\n<seq-scope${written}></seq-scope>${
    view === null ? '' : `\n<seq-view name="${view}"></seq-view>`}\n`;
}
