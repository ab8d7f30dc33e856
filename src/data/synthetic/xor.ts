import { classTable, floatFeatures, type Table } from '../dataset.ts';

/** The four rows of XOR: two inputs of 0 or 1, class `odd` where exactly one of them is 1. */
export function xor(): Table {
  return classTable('xor', floatFeatures([2], [0, 0, 0, 1, 1, 0, 1, 1]), Int32Array.of(0, 1, 1, 0), ['even', 'odd']);
}
