// What identifies a data set in a run record:
//
//   SHA-256 ( training features | training targets | test features | test targets )
//
// each as it is in memory, little-endian: bytes as bytes, labels as int32, other numbers as float32. Shapes, class names and
// the scale of the pixels are not part of it.

import { littleEndianBytes, type Sha256, sha256 } from '../core/index.ts';
import type { Table } from './dataset.ts';

/**
 * SHA-256 over the features and targets of the training rows and, where there are any, the test rows: 64 hexadecimal digits.
 *
 * @param hash a hash that was just begun, where the platform has a faster one than core's
 */
export function datasetHash(train: Table, test: Table | null, hash: Sha256 = sha256()): string {
  for (const table of test === null ? [train] : [train, test]) {
    hash.update(littleEndianBytes(table.features.values));
    hash.update(littleEndianBytes(table.targets.kind === 'classes' ? table.targets.labels : table.targets.values));
  }
  return hash.hex();
}
