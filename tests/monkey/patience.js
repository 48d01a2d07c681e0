// Drivers fail where the page is just being loaded again, each in words of its own.
import { setTimeout as sleep } from 'node:timers/promises';

const IS_LEFT = /context|navigat|destroyed|detached|realm|no such (frame|window)|NS_ERROR_FAILURE/i;
const ATTEMPTS = 20;

/**
 * Does something in a page that may just be loading again.
 *
 * @template T
 * @param {() => Promise<T>} action
 * @returns {Promise<T>}
 */
export async function patiently(action) {
  for (let attempt = 0; ; attempt++) {
    try {
      return await action();
    } catch (error) {
      if (attempt === ATTEMPTS || !IS_LEFT.test(String(error))) throw error;
      await sleep(250);
    }
  }
}
