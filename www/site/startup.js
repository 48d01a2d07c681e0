// Says why the page does not start. Where its module does not run nothing of the page does; this is no module, which browsers
// run when it comes from a disk too, and whatever type it is sent as.

(() => {
  const WORDS = {
    en: {
      disk: 'This page was opened from a disk, where browsers run no modules. Serve its folder, for example with '
        + 'python3 -m http.server, and open the address that it says.',
      mime: (/** @type {string} */ file) => `The server does not send ${file} as JavaScript, and browsers run no module that `
        + 'is sent as something else. It has to be sent as text/javascript.',
      status: (/** @type {string} */ file) => `The server does not have ${file}, or cannot send it now.`,
      network: (/** @type {string} */ file) => `${file} could not be fetched. Check the network and try again.`,
      frame: (/** @type {string} */ file) => `${file} could not be fetched: this frame is sandboxed, and reads only what its server `
        + 'sends with the header Access-Control-Allow-Origin: *.',
      old: 'This page does not start in this browser. It takes Chrome or Edge 123, Firefox 120, Safari 17.5 or later.',
      retry: 'Try again',
    },
    zh: {
      disk: '本页是直接从磁盘打开的，浏览器不运行这样的页面里的模块。请用服务器打开这个文件夹，例如 python3 -m http.server，再打开它给出的地址。',
      mime: (/** @type {string} */ file) => `服务器没有把 ${file} 作为 JavaScript 发送，浏览器不运行这样的模块。须以 text/javascript 类型发送它。`,
      status: (/** @type {string} */ file) => `服务器上没有 ${file}，或者暂时无法提供。`,
      network: (/** @type {string} */ file) => `${file} 下载失败。请检查网络后重试。`,
      frame: (/** @type {string} */ file) => `${file} 下载失败：这个 iframe 处于沙箱中，只能读取服务器带 Access-Control-Allow-Origin: * 响应头发送的文件。`,
      old: '本页在这个浏览器里无法启动。需要 Chrome 或 Edge 123、Firefox 120、Safari 17.5 及以上。',
      retry: '重试',
    },
  };
  /** A page that has not started has nothing to lose: it is loaded again by itself, so many times. */
  const RELOADS = 2;
  const PAUSE = 1000;
  const LONGEST_PAUSE = 30_000;
  const KEY = 'seqscope-reloads';

  const language = /[#&?]lang=zh/.test(location.href) || /^zh\b/i.test(navigator.language) ? 'zh' : 'en';
  const words = WORDS[language];

  /** @param {string} sentence @param {string} [reason] */
  function tell(sentence, reason) {
    const place = document.getElementById('lead');
    if (!place) return;
    const said = document.createElement('p');
    said.className = 'failure';
    said.setAttribute('role', 'alert');
    said.lang = language === 'zh' ? 'zh-CN' : 'en';
    said.textContent = reason ? `${sentence} (${reason})` : sentence;
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = words.retry;
    button.onclick = () => location.reload();
    place.replaceChildren(said, button);
  }

  /**
   * What is wrong with the first script that is not as it should be: the page's own, or one that it imports.
   *
   * @param {string} address
   */
  async function diagnose(address) {
    const scripts = performance.getEntriesByType('resource').map(({ name }) => name).filter((name) => /\.js(\?|$)/.test(name));
    for (const script of new Set([address, ...scripts])) {
      const file = new URL(script).pathname.split('/').at(-1) ?? '';
      try {
        const response = await fetch(script, { method: 'HEAD', cache: 'no-store' });
        if (!response.ok) return { sentence: words.status(file), reason: `HTTP ${response.status}`, passes: response.status >= 500 };
        const type = response.headers.get('content-type') ?? '';
        if (!/(java|ecma)script/i.test(type)) return { sentence: words.mime(file), reason: type, passes: false };
      } catch {
        // A sandboxed frame is of no origin, so that all it asks for is of another.
        if (self.origin === 'null') return { sentence: words.frame(file), reason: '', passes: false };
        return { sentence: words.network(file), reason: '', passes: true };
      }
    }
    // All are there now.
    return { sentence: words.network(new URL(address).pathname.split('/').at(-1) ?? ''), reason: '', passes: true };
  }

  /** Counts the reloads of this tab. */
  function reloads() {
    try {
      const count = Number(sessionStorage.getItem(KEY)) + 1;
      sessionStorage.setItem(KEY, String(count));
      return count;
    } catch {
      return RELOADS + 1;
    }
  }

  /** Fetches a style sheet again that could not be had, after longer and longer pauses. @param {HTMLLinkElement} link */
  function restyle(link, attempt = 1) {
    setTimeout(() => {
      const again = /** @type {HTMLLinkElement} */ (link.cloneNode());
      const address = new URL(link.href);
      address.searchParams.set('again', String(attempt));
      again.href = address.href;
      again.onerror = () => restyle(again, attempt + 1);
      link.replaceWith(again);
    }, Math.min(PAUSE * attempt ** 2, LONGEST_PAUSE));
  }

  const isStyle = (/** @type {EventTarget | null} */ target) =>
    target instanceof HTMLLinkElement && target.rel === 'stylesheet' && !target.onerror;
  const isEmpty = (/** @type {HTMLLinkElement} */ link) => {
    try {
      return !link.sheet?.cssRules.length;
    } catch {
      // Nobody may look into one whose connection broke; nor into any from a disk, or in a frame without an origin.
      return self.origin !== 'null';
    }
  };
  // Those that have failed before this script was there are empty.
  for (const link of document.querySelectorAll('link')) {
    if (isStyle(link) && isEmpty(link)) restyle(link);
  }

  addEventListener('error', async (event) => {
    const { target } = event;
    if (isStyle(target)) restyle(/** @type {HTMLLinkElement} */ (target));
    else if (target instanceof HTMLScriptElement && target.type === 'module') {
      if (location.protocol === 'file:') {
        tell(words.disk);
        return;
      }
      const { sentence, reason, passes } = await diagnose(target.src);
      tell(sentence, reason);
      if (passes && reloads() <= RELOADS) setTimeout(() => location.reload(), PAUSE);
    } else if (event instanceof ErrorEvent && event.error instanceof SyntaxError) tell(words.old, event.message);
  }, true);
  // A page that has started may be reloaded as often again.
  addEventListener('load', () => {
    try {
      if (customElements.get('seq-scope')) sessionStorage.removeItem(KEY);
    } catch {
      // It may store nothing.
    }
  });
})();
