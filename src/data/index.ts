// data: rows to learn from. In: bytes of files, or a seed. Out: a Dataset (training and test tables), which rows train and
// which validate, and the hashes that identify both. Pure: nothing here touches a disk or a network (src/node does).
// To add a format, write a parser from bytes in its own file; to add a synthetic set, a file in synthetic/ and a line here.

export {
  classTable,
  type Dataset,
  type DatasetMaker,
  type Features,
  floatFeatures,
  preparedOn,
  preparedWith,
  preprocessingOf,
  type RawRows,
  type Table,
  type Targets,
  unitOfTargets,
  valueTable,
} from './dataset.ts';
export { datasetHash } from './dataset-hash.ts';
export { countDuplicates, type DuplicateCounts, eachRepeat, type SharedRow, sharedRows } from './duplicates.ts';
export {
  FASHION_MNIST_CLASSES,
  FASHION_MNIST_FILES,
  FASHION_MNIST_MIRRORS,
  type FashionMnistFile,
  type FashionMnistParts,
  fashionMnistFrom,
} from './fashion-mnist.ts';
export { groupFolds, randomFolds, stratifiedFolds } from './folds.ts';
export { gunzip, isGzip } from './gzip.ts';
export { checkClassSizes, type HoldOut, holdOut, holdOutOf } from './hold-out.ts';
export {
  checkIdxPair,
  type IdxArray,
  type IdxImages,
  parseIdx,
  parseIdxImages,
  parseIdxLabels,
  writeIdx,
} from './idx.ts';
export { parsePreprocessing } from './parse-preprocessing.ts';
export { pickRows } from './pick-rows.ts';
export {
  answeredNumber,
  type BytesPreprocessing,
  type CategoryColumn,
  type ColumnPreprocessing,
  columnWidth,
  type FloatsPreprocessing,
  type ImageFit,
  type ImagePreprocessing,
  inUnit,
  type NumberColumn,
  type Preprocessing,
  picturePreprocessing,
  preprocessedShape,
  scaledNumber,
  type TablePreprocessing,
  type TargetPreprocessing,
  type TargetUnit,
  targetUnitOf,
} from './preprocessing.ts';
export { randomSplit, type Split, splitHash, stratifiedSplit } from './split.ts';
export { groupSplit, timeSplit } from './split-by.ts';
export { rowsOfShare, type SplitKind, splitTable } from './split-table.ts';
export { friedman1 } from './synthetic/friedman1.ts';
export { noisySine } from './synthetic/noisy-sine.ts';
export { SYNTHETIC_GARMENTS_SEED, syntheticGarments } from './synthetic/synthetic-garments.ts';
export { twoSpirals } from './synthetic/two-spirals.ts';
export { xor } from './synthetic/xor.ts';
export { sortedCategories } from './table/categories.ts';
export {
  DECIMAL_COMMA_HINT,
  DEFAULT_MISSING_TEXTS,
  DELIMITER_EXPECTED,
  equalHint,
  hasDecimalComma,
  isDate,
  isDelimiter,
  MOST_CATEGORIES,
  MOST_DECLARED,
} from './table/cell-texts.ts';
export { encodeFeatures, encodeTable } from './table/encode-table.ts';
export {
  type ColumnFit,
  countCodes,
  fitColumn,
  type MissingPolicy,
  medianOf,
  type NumberSummary,
  type Scaling,
  summaryOf,
} from './table/fit-column.ts';
export { rawRowsOf } from './table/fit-table.ts';
export {
  cellPlace,
  columnsByName,
  isMissing,
  type RawCategories,
  type RawColumn,
  type RawNumbers,
  type RawTable,
  takeRows,
} from './table/raw-table.ts';
export { type TableParts, tableDataset } from './table/table-dataset.ts';
export type { ColumnNotes, TableNotes, Tally } from './table/table-notes.ts';
export type { TableFit, TableRows } from './table/table-rows.ts';
export { type DatasetTables, tablesDataset } from './tables-dataset.ts';
