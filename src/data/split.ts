// Which rows train and which validate. A split is a pure function of the number of rows (or their labels) and the seed;
// each part lists its rows in ascending order, since training shuffles anew every epoch.

import {
  describe,
  HeddleError,
  littleEndianBytes,
  randomSequence,
  rowNumbers,
  type Seed,
  sha256,
  shuffleInPlace,
} from '../core/index.ts';
import { countRows } from './count-rows.ts';

/** Row numbers of the training table, each in exactly one part, ascending. */
export interface Split {
  readonly train: Uint32Array;
  readonly validation: Uint32Array;
}

/**
 * Draws `validationRows` of `rows` rows at random, each set of rows equally likely.
 *
 * @throws HeddleError `split` unless 0 <= validationRows < rows.
 * @example
 * randomSplit(60_000, 12_000, seedFrom(1)); // 48,000 rows to train on, 12,000 to validate
 */
export function randomSplit(rows: number, validationRows: number, seed: Seed): Split {
  checkSizes(rows, validationRows);
  const order = shuffledRows(rows, seed, 0);
  return { train: order.slice(validationRows).sort(), validation: order.slice(0, validationRows).sort() };
}

/**
 * Draws `validationRows` rows at random so that every class keeps its share: as near to count x validationRows / rows as
 * whole rows allow, with the rows left over given to the classes with the largest remainders; but a class of two rows or more has
 * one in each part, however small its share.
 *
 * @param labels the class of every row
 * @throws HeddleError `split` unless 0 <= validationRows < rows and each part has as many rows as there are classes in `labels`,
 *   and for a label below 0.
 */
export function stratifiedSplit(labels: Int32Array, validationRows: number, seed: Seed): Split {
  const rows = labels.length;
  checkSizes(rows, validationRows);
  checkClasses(labels, validationRows);
  const quota = quotas(labels, validationRows);
  const validates = new Uint8Array(rows);
  for (const row of shuffledRows(rows, seed, 0)) {
    const left = quota.get(labels[row])!;
    if (left === 0) continue;
    quota.set(labels[row], left - 1);
    validates[row] = 1;
  }
  const every = Uint32Array.from(labels.keys());
  return {
    train: every.filter((row) => validates[row] === 0),
    validation: every.filter((row) => validates[row] === 1),
  };
}

/** SHA-256 over both parts, training first, each as its length and its row numbers in little-endian uint32: 64 hexadecimal digits. */
export function splitHash(split: Split): string {
  const hash = sha256();
  for (const part of [split.train, split.validation]) {
    hash.update(littleEndianBytes(Uint32Array.of(part.length))).update(littleEndianBytes(part));
  }
  return hash.hex();
}

/** Row numbers in an order drawn from the split stream, at a position of one's own. */
export const shuffledRows = (rows: number, seed: Seed, position: number): Uint32Array =>
  shuffleInPlace(rowNumbers(rows), randomSequence(seed, 'split', position));

/** How many rows of each class validate: whole parts of the exact shares first, then one more by largest remainder. */
function quotas(labels: Int32Array, validationRows: number): Map<number, number> {
  const exact = [...countRows(labels, 'class')].map(
    ([label, count]): Class => ({
      label,
      count,
      share: count * validationRows,
    }),
  );
  const whole = new Map(exact.map(({ label, share }) => [label, Math.floor(share / labels.length)]));
  const missing = validationRows - [...whole.values()].reduce((sum, count) => sum + count, 0);
  const byRemainder = exact.sort((a, b) => (b.share % labels.length) - (a.share % labels.length) || a.label - b.label);
  for (const { label } of byRemainder.slice(0, missing)) whole.set(label, whole.get(label)! + 1);
  return inEachPart(whole, exact, labels.length);
}

/** A class with its rows, and its share of those that validate, times all rows. */
interface Class {
  readonly label: number;
  readonly count: number;
  readonly share: number;
}

/** A class that a part lacks gets a row of another there: of that which has most there beyond its share. */
function inEachPart(quota: Map<number, number>, classes: readonly Class[], rows: number): Map<number, number> {
  const byLabel = [...classes].sort((a, b) => a.label - b.label);
  for (const part of ['validation', 'train'] as const) {
    const sign = part === 'validation' ? 1 : -1;
    const inPart = ({ label, count }: Class): number =>
      part === 'validation' ? quota.get(label)! : count - quota.get(label)!;
    const surplus = ({ label, share }: Class): number => sign * (quota.get(label)! * rows - share);
    for (const { label } of byLabel.filter((one) => one.count >= 2 && inPart(one) === 0)) {
      const givers = byLabel.filter((other) => inPart(other) >= 2);
      const giver = givers.reduce((most, one) => (surplus(one) > surplus(most) ? one : most));
      quota.set(label, quota.get(label)! + sign);
      quota.set(giver.label, quota.get(giver.label)! - sign);
    }
  }
  return quota;
}

function checkSizes(rows: number, validationRows: number): void {
  if (Number.isSafeInteger(validationRows) && validationRows >= 0 && validationRows < rows) return;
  throw new HeddleError('split', {
    where: 'split.validationRows',
    expected: `a whole number from 0 to ${rows - 1}, so that at least one of the ${rows} rows is left to train on`,
    received: describe(validationRows),
    hint:
      validationRows > 0 && validationRows < 1
        ? `a share is not a number of rows: give ${Math.round(validationRows * rows)}.`
        : 'choose fewer validation rows, or use more rows.',
  });
}

/** With fewer rows than classes a part must lack one, however they are drawn. */
function checkClasses(labels: Int32Array, validationRows: number): void {
  const classes = new Set(labels).size;
  const trainRows = labels.length - validationRows;
  if (validationRows >= classes && trainRows >= classes) return;
  throw new HeddleError('split', {
    where: 'split.validationRows',
    expected: `at least ${classes} rows to train on and ${classes} to validate: each class needs a row in both parts`,
    received: `${trainRows} rows to train on and ${validationRows} to validate`,
    hint: 'choose another number of validation rows, use more rows, or split at random.',
  });
}
