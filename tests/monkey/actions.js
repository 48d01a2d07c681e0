// What the monkey does to a page, one thing at a time. Seeded: the same seed does the same things as long as the page has
// the same controls.
import { setTimeout as sleep } from 'node:timers/promises';
import { boundsOf, CONTROLS, fill, focus, FORGET, locate, look, PANELS, RELOAD, STARTED } from './in-page.js';
import { patiently } from './patience.js';

/** @typedef {import('../engines/drivers.js').EnginePage} EnginePage */
/** @typedef {import('./faulty-server.js').FaultyServer} FaultyServer */
/** @typedef {{ index: number, kind: string, name: string }} Control */

const TEXTS = [
  '4/5/21', '5 April 2021', '2021年5月15日', 'the little girl is wearing a blue dress.', '', ' ', 'x', 'ünïcödé 🎈 مرحبا',
  '<b>bold</b>', 'How are you?', '31-Dec-00', 'water', 'a'.repeat(70), 'Yes', 'one two three four five six seven eight nine ten',
  'go ', '4/5/21 '.repeat(1429),
];

export const HASHES = [
  '#task=dates', '#task=en-fr', '#task=en-zh', '#task=__proto__', '#task=dates&unit=31', '#task=dates&unit=999999',
  '#task=dates&attention.mode=constructor', '#task=dates&memory.step=0.5', '#task=dates&text=4%2F5%2F21&cell=3.2', '',
  '#task=en-fr&attention=concat&layer=2&direction=backward', '#lang=zh', '#lang=en', '#task=dates&tanh=without',
  '#task=dates&attention=general-gru&unit=3', '#task=dates&attention=general-rnn', '#task=en-fr&grid=pieces&cell=2.1',
  '#task=dates&text=', '#task=en-zh&text=water&gates=decoder&unit=7',
];

/** What a request is for, and what may be wrong with it. */
const FILES = [
  /\.safetensors$/, /manifest\.json$/, /seqscope_analysis/, /seqscope_bg\.wasm$/, /pkg\/seqscope\.js$/, /panels\/\w+\/panel\.js$/,
  /\.css$/, /engine\/\w+\.js$/, /elements\/\w+\.js$/, /site\/page\.js$/,
];
const FAULTS = /** @type {import('./faulty-server.js').Fault[]} */ (['unavailable', 'hangs', 'breaks']);

const KEYS = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Enter', 'Tab', 'Home', 'End', ' '];

/** @param {number} seed @returns {() => number} numbers in [0, 1), mulberry32 */
export function randomFrom(seed) {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export class Actions {
  /** How often each control was there, and how often it was operated. @type {Map<string, { seen: number, done: number }>} */
  tried = new Map();
  #page;
  #server;
  #random;
  #faults;

  /**
   * @param {EnginePage} page
   * @param {FaultyServer} server
   * @param {() => number} random
   * @param {boolean} faults
   */
  constructor(page, server, random, faults) {
    this.#page = page;
    this.#server = server;
    this.#random = random;
    this.#faults = faults;
  }

  /** @template T @param {T[]} choices @returns {T} */
  #one(choices) {
    return /** @type {T} */ (choices[Math.floor(this.#random() * choices.length)]);
  }

  /**
   * Runs something in the page, which may just be loading again.
   *
   * @param {string} code
   * @returns {Promise<any>}
   */
  evaluate(code) {
    return patiently(() => this.#page.evaluate(code));
  }

  /** One action. @returns {Promise<string>} what was done */
  async act() {
    const kind = this.#random();
    if (kind < 0.04) return this.#faults ? this.#break() : this.#look();
    if (kind < 0.06) return this.#faults ? this.#endWorkers() : this.#look();
    if (kind < 0.07) return this.#reload();
    if (kind < 0.1) return this.#go();
    if (kind < 0.12) return this.#press('Escape');
    if (kind < 0.18) return this.#press(this.#one(KEYS));
    if (kind < 0.28) return this.#look();
    return this.#operate();
  }

  async #break() {
    const [file, fault, times] = [this.#one(FILES), this.#one(FAULTS), this.#one([1, 1, 2, 5])];
    this.#server.fail(file, fault, times);
    const done = `fault: ${file} ${fault}, ${times} times`;
    this.#count(`fault: ${file} ${fault}`);
    if (this.#random() < 0.3) return done;
    // What is there already is not fetched again.
    await this.evaluate(FORGET);
    return `${done}; ${await this.#reload()}`;
  }

  async #endWorkers() {
    await this.evaluate(`globalThis.workersOfPage.splice(0).forEach((worker) => worker.terminate());`);
    this.#count('the workers end');
    return 'the workers end';
  }

  async #reload() {
    await this.evaluate(RELOAD);
    for (let wait = 0; wait < 100 && await this.evaluate('return globalThis.isLeft === true;'); wait++) await sleep(50);
    // Often it is left in the middle of its start.
    if (this.#random() < 0.6) await this.evaluate(STARTED);
    this.#count('loaded again');
    return 'loaded again';
  }

  async #go() {
    const hash = this.#one(HASHES);
    await this.evaluate(`location.hash = ${JSON.stringify(hash)};`);
    this.#count(`address ${hash}`);
    return `address ${hash}`;
  }

  /** @param {string} key */
  async #press(key) {
    await patiently(() => this.#page.press(key));
    this.#count(`key ${key}`);
    return `key ${key}`;
  }

  async #look() {
    const panel = await this.evaluate(look(Math.floor(this.#random() * await this.evaluate(PANELS))));
    return `looks at ${panel}`;
  }

  async #operate() {
    /** @type {Control[]} */
    const controls = await this.evaluate(CONTROLS);
    if (controls.length === 0) {
      this.#server.heal();
      await this.evaluate(STARTED);
      return 'nothing to operate: what hangs is broken off, and all is well from now on';
    }
    for (const { name } of controls) this.#count(name, 1, 0);
    const chosen = this.#choose(controls);
    const place = await this.evaluate(locate(chosen.index));
    if (!place) return 'gone meanwhile';
    this.#count(chosen.name, 0, 1);
    const name = `${chosen.name} "${place.words}"`;
    if (chosen.kind === 'text') return `${name}: ${await this.#type(chosen.index)}`;
    if (chosen.kind === 'number') {
      const { min, max, step } = await this.evaluate(boundsOf(chosen.index));
      const value = min + Math.floor(this.#random() * (1 + (max - min) / step)) * step;
      await this.evaluate(fill(chosen.index, String(value)));
      return `${name}: ${value}`;
    }
    if (chosen.kind === 'keys') {
      await this.evaluate(focus(chosen.index));
      return `${name}: ${await this.#press(this.#one(KEYS))}`;
    }
    const isPicture = chosen.kind !== 'press';
    const point = () => /** @type {[number, number]} */ ([
      place.x + (isPicture ? this.#random() : 0.5) * place.width, place.y + (isPicture ? this.#random() : 0.5) * place.height,
    ]);
    const [at, to] = [point(), point()];
    if ([at, ...isPicture ? [to] : []].some(([x, y]) => x < 0 || y < 0 || x > 1270 || y > 890)) return `${name}: out of the window`;
    const how = isPicture ? this.#random() : 1;
    if (chosen.kind === 'drag' && how < 0.7) await patiently(() => this.#page.drag(at, to));
    else if (how < 0.4) await patiently(() => this.#page.move(...at));
    else await patiently(() => this.#page.click(...at));
    return `${name}: at ${at.map(Math.round)}`;
  }

  /** Often what was tried least, so that everything is. @param {Control[]} controls */
  #choose(controls) {
    if (this.#random() < 0.5) {
      const kind = this.#one([...new Set(controls.map((each) => each.kind))]);
      return this.#one(controls.filter((each) => each.kind === kind));
    }
    const done = (/** @type {Control} */ { name }) => this.tried.get(name)?.done ?? 0;
    const least = Math.min(...controls.map(done));
    return this.#one(controls.filter((each) => done(each) === least));
  }

  /** Types with the keyboard, or pastes. @param {number} index */
  async #type(index) {
    const text = this.#one(TEXTS);
    if (this.#random() < 0.6 || text.length > 100 || !/^[\x20-\x7e]+$/.test(text)) {
      await this.evaluate(fill(index, text));
      return text.slice(0, 80);
    }
    await this.evaluate(focus(index));
    await patiently(() => this.#page.press('End'));
    await patiently(() => this.#page.type(text.slice(0, 12)));
    return `… ${text.slice(0, 12)}`;
  }

  /** @param {string} name @param {number} [seen] @param {number} [done] */
  #count(name, seen = 1, done = 1) {
    const before = this.tried.get(name) ?? { seen: 0, done: 0 };
    this.tried.set(name, { seen: before.seen + seen, done: before.done + done });
  }
}
