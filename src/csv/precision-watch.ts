// float32 holds about 7 digits: numbers that are large beside their differences, such as times in seconds since 1970, become equal.

/** Looks at the numbers of one column before they are rounded. */
export interface PrecisionWatch {
  /** Whether numbers may still become equal. It stays false once the column is seen to be fine. */
  readonly watching: boolean;
  see(value: number): void;
  /** Two different numbers that float32 takes for one, the smaller first; null where it has steps enough for the column. */
  equal(): readonly [number, number] | null;
}

/** A column whose range has so many steps of float32 keeps what a network can learn of it. */
const ENOUGH_STEPS = 1000;

/** A step of float32 at a number, as a share of it, at most; and differences that float64 itself rounds away. */
const STEP = 2 ** -23;
const NOISE = 2 ** -44;

/** Watches a column. The share of its range in its largest number only grows, so few numbers of an ordinary column are looked at. */
export function createPrecisionWatch(): PrecisionWatch {
  let smallest = Number.POSITIVE_INFINITY;
  let largest = Number.NEGATIVE_INFINITY;
  /** The first number that became each number of float32; null once the range has steps enough. */
  let firsts: Map<number, number> | null = new Map();
  let pair: readonly [number, number] | null = null;
  const share = (): number => (largest - smallest) / Math.max(-smallest, largest);
  return {
    get watching() {
      return firsts !== null;
    },
    see(value) {
      if (firsts === null) return;
      smallest = Math.min(smallest, value);
      largest = Math.max(largest, value);
      if (share() >= ENOUGH_STEPS * STEP) {
        firsts = null;
        return;
      }
      const rounded = Math.fround(value);
      const first = firsts.get(rounded);
      if (first === undefined) firsts.set(rounded, value);
      else if (first !== value) pair ??= first < value ? [first, value] : [value, first];
    },
    equal: () => (firsts !== null && share() > NOISE ? pair : null),
  };
}
