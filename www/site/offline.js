// Has the site kept for when there is no network, and notices when there is a new version of it.

/** The script that keeps it; a page that is developed or that is one file has none. @type {URL | null} */
const WORKER = null;

/**
 * @param {(take: () => void) => void} onNewer a new version is there, whole; `take` shows it
 */
export async function keepOffline(onNewer) {
  const { serviceWorker } = navigator;
  if (WORKER === null || !serviceWorker) return;
  // A reader who spares data has not asked for what no map needs yet.
  if (/** @type {any} */ (navigator).connection?.saveData) return;
  const registration = await serviceWorker.register(WORKER, { updateViaCache: 'none' });
  const look = () => {
    const { waiting } = registration;
    // The first one waits for nothing.
    if (!waiting || !serviceWorker.controller) return;
    onNewer(() => {
      serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
      waiting.postMessage('take over');
    });
  };
  look();
  registration.addEventListener('updatefound', () => registration.installing?.addEventListener('statechange', look));
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') registration.update().catch(() => {});
  });
}
