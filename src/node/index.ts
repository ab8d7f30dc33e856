// heddle/node: what Heddle needs of Node. Worker threads that compute, run folders on disk, data sets found or downloaded.

export { type Blas, type BlasSearch, findBlas } from './blas.ts';
export {
  type CheckDatasetOptions,
  type CheckedDataset,
  checkDataset,
  type DatasetCheck,
} from './check-dataset.ts';
export { placedDataset } from './dataset-paths.ts';
export { createDiskStore, listRuns, openDiskStore, type RunListing, removeEmptyRun, runTime } from './disk-store.ts';
export { createEngine, type Engine, type EngineFacts, type EngineOptions, engineFacts } from './engine.ts';
export type { Vectors } from './fastest-kernels.ts';
export { codeOf, fileError } from './file-error.ts';
export { filesDataset } from './files-dataset.ts';
export type { FilesTask } from './files-task.ts';
export { findPython } from './find-python.ts';
export { type HeldRun, holdRun } from './hold-run.ts';
export { type Host, systemHost } from './host.ts';
export { type DatasetListing, type LoadDatasetOptions, listDatasets, loadDataset } from './load-dataset.ts';
export { csvSource, idxTable } from './load-files.ts';
export { folderTable } from './load-images.ts';
export { makeFolders } from './make-folders.ts';
export { readPage } from './pages.ts';
export { buildPlayground, type ServedPlayground, servePlayground } from './playground.ts';
export { enableRelaxedSimd } from './relaxed-simd.ts';
export { writeWhole } from './write-whole.ts';
