// heddle/browser: training on a page. In: the same models, tables and options as `fit`. Out: the same results, computed in a
// worker, so that the page stays free. The workers' programs are embedded (generated/, from the *-worker.ts files by
// scripts/bundle-workers.mjs). To add what a worker can do: its types in protocol.ts, a handler, and a function for the page.

export { type CachedDownloadOptions, cachedDownload, type DownloadProgress } from './cached-download.ts';
export { createBrowserEngine } from './create-engine.ts';
export type {
  BrowserEngine,
  BrowserEngineOptions,
  BrowserFitOptions,
  BrowserTrained,
  LiveTraining,
  TrainingEvent,
} from './engine.ts';
export { type BrowserDatasetName, type LoadBrowserDatasetOptions, loadBrowserDataset } from './load-dataset.ts';
export { type BrowserSweep, type BrowserSweepOptions, runBrowserSweep } from './run-sweep.ts';
