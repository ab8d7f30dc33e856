import type { DatasetListing } from '../../node/index.ts';
import { pairs } from '../format/table.ts';
import type { ViewStyle } from './view.ts';

/** Where a data set is, in a few words; where it is not, what is wrong there, or the folders looked in. */
export function availability({ found, problem, places }: DatasetListing): string {
  if (problem !== null) return problem;
  if (found !== null) return found;
  return `not on this machine (looked in ${places.join(', ')})`;
}

/** One data set as `heddle datasets` lists it. */
export function datasetLines(dataset: DatasetListing, { colours, columns }: ViewStyle): string[] {
  const facts: [string, string][] = [
    ['what', dataset.description],
    ['where', availability(dataset)],
  ];
  return [colours.bold(dataset.name), ...pairs(facts, columns)];
}
