// From files, vocabularies and answers to models that run.

import { configIn, convert, inspect } from './importer.js';
import { LoadError } from '../../engine/causes.js';

/** @typedef {import('./types.js').Brought} Brought */
/** @typedef {import('./types.js').OwnModel} OwnModel */

/**
 * @param {Brought} brought
 * @returns {Promise<Brought>} with what each model is, or why it is none
 * @throws {LoadError} where the module cannot be had that reads them
 */
export async function settle(brought) {
  const models = [];
  for (const model of brought.models) models.push(await settled(model, brought));
  return { ...brought, models };
}

/**
 * @param {OwnModel} model
 * @param {Brought} brought
 * @returns {Promise<OwnModel>}
 */
async function settled({ name, files }, { vocabularies, settings }) {
  /** @type {OwnModel} */
  const model = { name, files, inspection: null, bytes: null, error: null };
  const [file] = files;
  if (file && files.length === 1 && configIn(file.bytes)) return { ...model, bytes: file.bytes };
  try {
    model.inspection = await inspect(files, vocabularies, settings);
    // A question that is not asked of this model may be one of another.
    const asked = new Set(model.inspection.guesses.map(({ key }) => key));
    const answers = Object.fromEntries(Object.entries(settings).filter(([key]) => asked.has(key)));
    model.bytes = await convert(files, vocabularies, answers);
  } catch (error) {
    // What reads it is not there: nothing is wrong with the model.
    if (error instanceof LoadError) throw error;
    model.error = error instanceof Error ? error.message : String(error);
  }
  return model;
}
