/**
 * Code to run in a page before anything is asked of it: the element is defined (a page of one file unpacks its scripts
 * first), its models have answered, what draws them, which is a module of its own, has come, and the frame that shows it
 * has passed. What follows can use `scope` and `root`.
 */
export const READY = `
  await customElements.whenDefined('seq-scope');
  const scope = document.querySelector('seq-scope');
  await scope.ready;
  const root = scope.shadowRoot;
  for (let wait = 0; wait < 1200 && !root.querySelector('.stage > div > *'); wait++) await new Promise((resolve) => setTimeout(resolve, 50));
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));`;
