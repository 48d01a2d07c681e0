// What was derived from an array, kept as long as the array is: pointing at things then costs nothing, and a new run
// starts anew.

/** @type {WeakMap<object, Map<string, any>>} */
const kept = new WeakMap();

/**
 * @template T
 * @param {object} from what it is derived from; never changed afterwards
 * @param {string} key what is derived, with all else that it depends on
 * @param {() => T} make
 * @returns {T} the same as before for the same array and key
 */
export function derived(from, key, make) {
  const results = kept.get(from) ?? new Map();
  kept.set(from, results);
  if (!results.has(key)) results.set(key, make());
  return results.get(key);
}
