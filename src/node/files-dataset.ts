import { type DatasetSpec, datasetReader, type Problem, placeText, problemError } from '../experiment/index.ts';
import type { FilesDataset } from './dataset-paths.ts';

/**
 * A data set out of files, with the defaults of a sweep file for what is not given.
 *
 * @throws HeddleError `sweep` for a field that is none, or a value that does not fit.
 * @example
 * filesDataset({ csv: 'sales.csv', target: 'price' }); // missing: 'refuse', test: 0.2, ...
 */
export function filesDataset(given: { readonly [field: string]: unknown }): FilesDataset {
  const problems: Problem[] = [];
  const read: DatasetSpec | undefined = datasetReader(given, ['dataset'], (problem) => problems.push(problem));
  if (read === undefined || problems.length > 0) throw problemError(problems, placeText);
  return read as FilesDataset;
}
