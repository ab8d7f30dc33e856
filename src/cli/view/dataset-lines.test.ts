import { expect, test } from 'vitest';
import type { DatasetListing } from '../../node/index.ts';
import { createColours } from '../format/colours.ts';
import { availability, datasetLines } from './dataset-lines.ts';

const LISTING: DatasetListing = {
  name: 'fashion-mnist',
  description: 'images of clothing',
  found: null,
  problem: null,
  places: ['/data/fashion-mnist', '/data'],
};

test('a data set is where it was found, or in none of the folders looked in, or what is wrong there is said', () => {
  expect(availability({ ...LISTING, found: 'files in /data' })).toBe('files in /data');
  expect(availability(LISTING)).toBe('not on this machine (looked in /data/fashion-mnist, /data)');
  const problem = 'data folder /nope: expected a folder, received no such file or folder. check the path.';
  expect(datasetLines({ ...LISTING, problem }, { colours: createColours(false), columns: 100 })).toEqual([
    'fashion-mnist',
    '  what   images of clothing',
    `  where  ${problem}`,
  ]);
});
