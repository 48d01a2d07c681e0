// The scripts of the workers. A bundle puts a file like this one in its place, in which they are scripts of its own.

/** What `new Worker` is told of them: here they are modules; in a bundle each is one classic script. @type {WorkerType} */
export const TYPE = 'module';

/** By what they do: their name in a folder of copies, and their address. */
export const WORKERS = {
  models: { name: 'models.js', address: new URL('./models.js', import.meta.url) },
  questions: { name: 'questions.js', address: new URL('./questions.js', import.meta.url) },
};

/** The same on the page's own thread, for pages that can have no worker. */
export const ON_PAGE = {
  models: () => import('./answers-of-models.js'),
  questions: () => import('./answers-of-questions.js'),
};
