// What the monkey does inside the page, as source text: every browser's driver takes text. Nothing here knows what a
// control is for; it finds what a reader could find.

/** Every element of the document, those in shadow roots too. */
const DEEP = `
  const deep = (root) => [...root.querySelectorAll('*')].flatMap((each) => each.shadowRoot
    ? [each, ...deep(each.shadowRoot)] : [each]);
  // A page that waits for its style has no frames.
  const frames = () => Promise.race([
    new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
    new Promise((resolve) => setTimeout(resolve, 1000)),
  ]);`;

/** Whether something can be operated, as far as a reader can tell. Of a box and its label, the label is what is seen. */
const OPERABLE = `
  const seenOf = (each) => (each.matches('input[type=radio], input[type=checkbox]') && each.labels?.[0]) || each;
  const operable = (each) => {
    const { width, height } = seenOf(each).getBoundingClientRect();
    return width > 0 && height > 0 && !each.disabled && !each.closest('[inert]')
      && getComputedStyle(seenOf(each)).visibility === 'visible';
  };`;

/**
 * What can be operated, with what one would do to it and what it is called in the list of what was tried; remembered by
 * its number until the next call. Links that leave the page are left alone. While a dialog is open there is nothing else.
 */
export const CONTROLS = `${DEEP}${OPERABLE}
  const kindOf = (each) => {
    if (each.matches('input[type=text], textarea')) return 'text';
    if (each.matches('input[type=range], input[type=number]')) return 'number';
    if (each.matches('button, summary, input[type=checkbox], input[type=radio], [role=button], a[href^="#"]')) return 'press';
    if (each.matches('a')) return '';
    if (each.onpointerdown) return 'drag';
    if (each.onclick || each.onpointermove || each.onpointerenter) return 'picture';
    return each.onkeydown ? 'keys' : '';
  };
  const nameOf = (each) => {
    const { host } = each.getRootNode();
    const place = host ? host.getAttribute('name') ?? host.localName : each.closest('[id]')?.id ?? 'page';
    const around = (node) => node.localName + [...node.classList].filter((name) => !/^(stale|passing|lit|kept|pinned|chosen|open)$/.test(name))
      .map((name) => '.' + name).join('');
    return place + ': ' + (each.type === 'radio' ? each.name + '=' + each.value
      : each.parentElement ? around(each.parentElement) + ' > ' + around(each) : around(each));
  };
  const dialog = document.querySelector('dialog[open]');
  globalThis.controlsOfPage = deep(dialog ?? document).filter((each) => kindOf(each) !== '' && operable(each));
  return controlsOfPage.map((each, index) => ({ index, kind: kindOf(each), name: nameOf(each) }));`;

/** Brings one of them into sight and says where it is. @param {number} index */
export const locate = (index) => `${DEEP}${OPERABLE}
  const each = controlsOfPage[${index}];
  if (!each?.isConnected) return null;
  seenOf(each).scrollIntoView({ block: 'center', inline: 'center' });
  await frames();
  const { x, y, width, height } = seenOf(each).getBoundingClientRect();
  return { x, y, width, height, words: (each.getAttribute('aria-label') ?? each.labels?.[0]?.textContent ?? each.textContent ?? '').trim().slice(0, 40) };`;

/** Gives a control a value as a reader's hand would. @param {number} index @param {string} value */
export const fill = (index, value) => `
  const each = controlsOfPage[${index}];
  each.focus();
  each.value = ${JSON.stringify(value)};
  each.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
  each.dispatchEvent(new Event('change', { bubbles: true, composed: true }));`;

/** @param {number} index */
export const focus = (index) => `controlsOfPage[${index}]?.focus();`;

/** The bounds of a slider or a number. @param {number} index */
export const boundsOf = (index) => `
  const { min, max, step } = controlsOfPage[${index}];
  return { min: Number(min || 0), max: Number(max || 1), step: Number(step) || 1 };`;

/** How many panels there are. */
export const PANELS = `return document.querySelectorAll('seq-view').length;`;

/** Scrolls to a panel. @param {number} index @returns its name */
export const look = (index) => `${DEEP}
  const view = document.querySelectorAll('seq-view')[${index}];
  view?.scrollIntoView({ block: 'center' });
  await frames();
  return view?.getAttribute('name') ?? 'none';`;

/** Loads the page again. */
export const RELOAD = `globalThis.isLeft = true; setTimeout(() => location.reload(), 0);`;

/** Waits a moment for the page to have something to operate. */
export const STARTED = `
  for (let wait = 0; wait < 60 && !document.querySelector('seq-scope')?.shadowRoot?.querySelector('input'); wait++) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }`;

/** Models are fetched again the next time. */
export const FORGET = `
  if (globalThis.caches) for (const name of await caches.keys()) await caches.delete(name);`;

/** Presses every "Try again". @returns how many there were */
export const TRY_AGAIN = `${DEEP}${OPERABLE}
  const buttons = deep(document).filter((each) => each.matches('button') && /^(Try again|重试)$/.test(each.textContent) && operable(each));
  for (const button of buttons) button.click();
  return buttons.length;`;

/** What went wrong in the page since this was asked. */
export const ERRORS = `return (globalThis.errorsOfPage ?? []).splice(0);`;

/** Takes the pointer from everything and closes what is open. What only the pointer or the focus shows is in no address. */
export const LET_BE = `${DEEP}
  for (const dialog of deep(document)) if (dialog.localName === 'dialog' && dialog.open) dialog.close();
  // A picture that has the focus points at a cell when its window gets the focus again.
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  active?.blur();
  for (const each of deep(document)) {
    if (each.onpointerleave) each.dispatchEvent(new PointerEvent('pointerleave'));
    if (each.dataset?.plays !== undefined && /Pause|暂停/.test(each.getAttribute('aria-label'))) each.click();
  }`;

/** Waits until the page has started, its models have answered or failed and something is drawn. @returns whether it has started */
export const READY = `
  const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
  for (let wait = 0; wait < 400 && !customElements.get('seq-scope'); wait++) await pause(50);
  if (!customElements.get('seq-scope')) return false;
  const scope = document.querySelector('seq-scope');
  await Promise.race([scope.ready, pause(60_000)]);
  // What fails at once has failed before anything is drawn.
  const isDrawn = () => scope.shadowRoot?.querySelector('input, textarea') && document.getElementById('lead')?.textContent.trim();
  for (let wait = 0; wait < 200 && !isDrawn(); wait++) await pause(50);
  return true;`;

/**
 * What a reader sees of the run: outputs, labels, every number and word of every panel and what is painted, each scrolled
 * to and waited for. What says how long something took, or where the focus is, is left out.
 */
export const SEEN = `${DEEP}
  const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
  const written = (root) => [...root.childNodes].map((node) => {
    if (node.nodeType === 3) return /^[\\d.]+\\s(ms|毫秒)$/.test(node.nodeValue.trim()) ? '' : node.nodeValue;
    // A dialog lies over the page and is in no address; one that was asked for may come late.
    if (node.nodeType !== 1 || node.matches('dialog, style, link, .visually-hidden, [role=status], .told, .to-come')) return '';
    // What an emptied or a refused text leaves faded is of the texts before it, which no address knows.
    if (node.matches('.output.stale')) return written(node.querySelector('.output-name'));
    if (node.matches('.card.map') && (node.matches('.stale') || node.querySelector('.absent:empty'))) {
      return written(node.querySelector('.card-head'));
    }
    if (node.matches('.gates') && node.querySelector('.stale, .absent')) return '(of no text)';
    if (node.matches('.stale, .placeholder, .stale-note')) return '(of no text)';
    const state = ['checked', 'value'].filter((name) => name in node && node.matches('input'))
      .map((name) => '[' + String(node[name]) + ']').join('');
    const pressed = ['aria-pressed', 'aria-label', 'aria-valuenow'].map((name) => node.getAttribute(name))
      .filter(Boolean).map((value) => '<' + value + '>').join('');
    const number = node.dataset?.number ? '{' + node.dataset.number + '}' : '';
    return number + state + pressed + (node.shadowRoot ? written(node.shadowRoot) : '') + written(node);
  }).join('').replace(/Below is the last result\\.|下面是上一次的结果。/g, '').replace(/\\s+/g, ' ');
  const painted = (canvas) => {
    // Canvases have room; the box around one shows what is painted.
    const box = canvas.parentElement.getBoundingClientRect();
    const [width, height] = [box.width, box.height].map((side) => Math.round(side * devicePixelRatio));
    if (width === 0 || height === 0) return 'nothing';
    const pixels = new Uint32Array(canvas.getContext('2d').getImageData(0, 0, width, height).data.buffer);
    let hash = 2166136261;
    for (const pixel of pixels) hash = Math.imul(hash ^ pixel, 16777619);
    return width + ' × ' + height + ' ' + (hash >>> 0).toString(16);
  };
  // What is far from the window is not painted: the window goes over all of it.
  const paintings = async (view) => {
    const found = new Map();
    const { top, height } = view.getBoundingClientRect();
    for (let at = 0; at < height; at += innerHeight) {
      scrollTo(0, scrollY + view.getBoundingClientRect().top + at);
      await frames();
      for (const canvas of view.shadowRoot.querySelectorAll('canvas')) {
        const box = canvas.getBoundingClientRect();
        if (found.has(canvas) || canvas.closest('.stale') || box.bottom < 0 || box.top > innerHeight) continue;
        found.set(canvas, painted(canvas));
      }
    }
    return [...found.values()].join(', ');
  };
  const isSettled = (view) => view.isSettled !== false && !view.shadowRoot.querySelector('progress');
  const parts = {};
  // The element is read last: by then every model has answered.
  for (const view of [...document.querySelectorAll('seq-view'), document.querySelector('seq-scope')]) {
    view.scrollIntoView({ block: 'start' });
    await frames();
    const name = view.getAttribute('name') ?? 'scope';
    let before = null, same = 0;
    for (let wait = 0; wait < 2000 && (same < 2 || !isSettled(view)); wait++) {
      await pause(30);
      const now = written(view.shadowRoot);
      same = now === before ? same + 1 : 0;
      before = now;
    }
    const pictures = await paintings(view);
    parts[name] = (isSettled(view) ? '' : '(restless) ') + written(view.shadowRoot);
    parts[name + ', painted'] = pictures;
  }
  for (const id of ['header', 'lead', 'article', 'footer']) {
    const part = document.getElementById(id).cloneNode(true);
    part.querySelectorAll('seq-view').forEach((view) => view.remove());
    parts[id] = written(part);
  }
  return parts;`;
