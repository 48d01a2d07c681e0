// Three browsers behind one small interface: Chromium through Playwright, Firefox through Puppeteer and WebDriver BiDi,
// WebKitGTK through plain WebDriver over HTTP. Each opens one page.
import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromium } from 'playwright-core';
import puppeteer from 'puppeteer-core';

/**
 * A page in one of the browsers. Points are CSS pixels from the corner of the window; keys have the names of
 * `KeyboardEvent.key`.
 *
 * @typedef {{
 *   goto: (url: string) => Promise<void>,
 *   evaluate: (code: string) => Promise<any>,
 *   move: (x: number, y: number) => Promise<void>,
 *   click: (x: number, y: number) => Promise<void>,
 *   drag: (from: [number, number], to: [number, number]) => Promise<void>,
 *   type: (text: string) => Promise<void>,
 *   press: (key: string) => Promise<void>,
 *   screenshot: () => Promise<Uint8Array>,
 *   print: (() => Promise<Uint8Array>) | null,
 *   close: () => Promise<void>,
 * }} EnginePage evaluate: `code` is the body of an async function, what it returns comes back through JSON; print: as PDF,
 *   where the browser's driver can
 */

const WINDOW = { width: 1280, height: 900 };

/** Where Debian keeps the browser that WebKitGTK's driver starts. */
const MINI_BROWSER = '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser';

/** The browsers by name. @type {Record<string, () => Promise<EnginePage>>} */
export const ENGINES = { chromium: openChromium, firefox: openFirefox, webkit: openWebKit };

/** @param {string} name */
function program(name) {
  const found = process.env[name];
  if (!found) throw new Error(`${name} is not set: run \`cargo xtask test --only engines\``);
  return found;
}

/** @param {string} code */
const asFunction = (code) => `(async () => { ${code} })()`;

/**
 * @param {{
 *   move: (x: number, y: number) => Promise<void>, down: () => Promise<void>, up: () => Promise<void>,
 * }} mouse
 * @param {[number, number]} from
 * @param {[number, number]} to
 */
async function dragWith(mouse, from, to) {
  await mouse.move(...from);
  await mouse.down();
  await mouse.move(...to);
  await mouse.up();
}

/** @returns {Promise<EnginePage>} */
async function openChromium() {
  const browser = await chromium.launch({
    executablePath: program('CHROMIUM'),
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync'],
  });
  const page = await browser.newPage({ viewport: WINDOW });
  return {
    goto: async (url) => { await page.goto(url); },
    evaluate: (code) => page.evaluate(asFunction(code)),
    move: (x, y) => page.mouse.move(x, y),
    click: (x, y) => page.mouse.click(x, y),
    drag: (from, to) => dragWith(page.mouse, from, to),
    type: (text) => page.keyboard.type(text),
    press: (key) => page.keyboard.press(key),
    screenshot: () => page.screenshot(),
    print: () => page.pdf(),
    close: () => browser.close(),
  };
}

/** @returns {Promise<EnginePage>} */
async function openFirefox() {
  const browser = await puppeteer.launch({
    browser: 'firefox', executablePath: program('FIREFOX'), headless: true, defaultViewport: WINDOW,
    extraPrefsFirefox: { 'intl.accept_languages': 'en-US' }, protocolTimeout: 300_000,
  });
  const page = await browser.newPage();
  return {
    goto: async (url) => { await page.goto(url); },
    evaluate: (code) => page.evaluate(asFunction(code)),
    move: (x, y) => page.mouse.move(x, y),
    click: (x, y) => page.mouse.click(x, y),
    drag: (from, to) => dragWith(page.mouse, from, to),
    type: (text) => page.keyboard.type(text),
    press: (key) => page.keyboard.press(/** @type {import('puppeteer-core').KeyInput} */ (key)),
    screenshot: () => page.screenshot(),
    print: () => page.pdf(),
    close: () => browser.close(),
  };
}

/** The code points by which WebDriver knows keys that write nothing. */
const WEBDRIVER_KEYS = /** @type {Record<string, string>} */ ({
  Escape: '\uE00C', ArrowLeft: '\uE012', ArrowUp: '\uE013', ArrowRight: '\uE014', ArrowDown: '\uE015', Enter: '\uE007',
  Tab: '\uE004', End: '\uE010', Home: '\uE011', Backspace: '\uE003',
});

/** @returns {Promise<EnginePage>} */
async function openWebKit() {
  const port = 20_000 + Math.floor(Math.random() * 20_000);
  // WebKitGTK has no headless mode: its window opens on a display that nobody sees.
  const driver = spawn('xvfb-run', ['--auto-servernum', '--server-args=-screen 0 1600x1200x24',
    program('WEBKIT_DRIVER'), `--port=${port}`], { stdio: 'ignore', detached: true });
  const stop = () => {
    // The whole group: xvfb-run, the display and the browser.
    try {
      process.kill(-/** @type {number} */ (driver.pid), 'SIGTERM');
    } catch {
      // Gone already.
    }
  };
  process.once('exit', stop);
  /** @param {string} method @param {string} path @param {object} [body] */
  const send = async (method, path, body) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method, ...body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } },
    });
    const { value } = /** @type {{ value: any }} */ (await response.json());
    if (!response.ok) throw new Error(`${method} ${path}: ${value?.error}: ${value?.message}`);
    return value;
  };
  for (let attempt = 0; ; attempt++) {
    try {
      await send('GET', '/status');
      break;
    } catch (error) {
      if (attempt === 120) throw error;
      await sleep(250);
    }
  }
  const { sessionId } = await send('POST', '/session', {
    capabilities: { alwaysMatch: { 'webkitgtk:browserOptions': { binary: MINI_BROWSER, args: ['--automation'] } } },
  });
  const session = `/session/${sessionId}`;
  await send('POST', `${session}/timeouts`, { script: 300_000, pageLoad: 300_000 });
  await send('POST', `${session}/window/rect`, WINDOW);
  /** @param {object[]} actions @param {'pointer' | 'key'} type */
  const act = (actions, type) => send('POST', `${session}/actions`, {
    actions: [{ type, id: type, ...type === 'pointer' && { parameters: { pointerType: 'mouse' } }, actions }],
  });
  const at = (/** @type {number} */ x, /** @type {number} */ y) =>
    ({ type: 'pointerMove', duration: 0, x: Math.round(x), y: Math.round(y) });
  const keys = (/** @type {string[]} */ values) =>
    act(values.flatMap((value) => [{ type: 'keyDown', value }, { type: 'keyUp', value }]), 'key');
  return {
    goto: async (url) => { await send('POST', `${session}/url`, { url }); },
    evaluate: async (code) => {
      const { value, error } = await send('POST', `${session}/execute/async`, {
        script: `const done = arguments[arguments.length - 1];
          ${asFunction(code)}.then((value) => done({ value }), (error) => done({ error: String(error) }));`,
        args: [],
      });
      if (error) throw new Error(error);
      return value;
    },
    move: async (x, y) => { await act([at(x, y)], 'pointer'); },
    click: async (x, y) => {
      await act([at(x, y), { type: 'pointerDown', button: 0 }, { type: 'pointerUp', button: 0 }], 'pointer');
    },
    drag: async (from, to) => {
      await act([at(...from), { type: 'pointerDown', button: 0 }, at(...to), { type: 'pointerUp', button: 0 }], 'pointer');
    },
    type: async (text) => { await keys([...text]); },
    press: async (key) => { await keys([WEBDRIVER_KEYS[key] ?? key]); },
    screenshot: async () => Buffer.from(await send('GET', `${session}/screenshot`), 'base64'),
    print: null,
    close: async () => {
      await send('DELETE', session).catch(() => {});
      process.removeListener('exit', stop);
      stop();
    },
  };
}
