import assert from 'node:assert/strict';
import test from 'node:test';

/** The observer of the newest element. @type {any} */
let observer;
/** @type {any} */ (globalThis).IntersectionObserver = class {
  /** @param {(entries: { isIntersecting: boolean }[]) => void} moved */
  constructor(moved) {
    this.moved = (/** @type {boolean} */ isIntersecting) => moved([{ isIntersecting }]);
    observer = this;
  }

  observe() {}

  disconnect() {}
};
const { Sight } = await import('../../../www/kit/sight.js');

function watched() {
  let drawn = 0;
  const sight = new Sight(/** @type {any} */ ({}), () => drawn++);
  sight.watch();
  return { sight, drawn: () => drawn };
}

const later = (/** @type {number} */ milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

test('what is in sight, or may be, is drawn at once', () => {
  const { sight, drawn } = watched();
  sight.draw();
  assert.equal(drawn(), 1);
  observer.moved(true);
  sight.draw();
  assert.equal(drawn(), 2);
});

test('what is out of sight is drawn once, when nothing was to be drawn for a while', async () => {
  const { sight, drawn } = watched();
  observer.moved(false);
  for (let times = 0; times < 4; times++) {
    sight.draw();
    await later(10);
  }
  assert.equal(drawn(), 0);
  await later(250);
  assert.equal(drawn(), 1);
});

test('what comes into sight is drawn then, if it waits, and not again later', async () => {
  const { sight, drawn } = watched();
  observer.moved(false);
  sight.draw();
  observer.moved(true);
  assert.equal(drawn(), 1);
  observer.moved(false);
  observer.moved(true);
  await later(250);
  assert.equal(drawn(), 1);
});

test('what has left the page is not drawn', async () => {
  const { sight, drawn } = watched();
  observer.moved(false);
  sight.draw();
  sight.unwatch();
  await later(250);
  assert.equal(drawn(), 0);
});
