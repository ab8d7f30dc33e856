// How far two sets of answers are apart: a model's own and those of a file made from it.

/** The largest difference of a float32 export that is accepted, of probabilities and, relative to their size, of values. */
export const AGREEMENT = 1e-5;

/** Two probabilities nearer than this may change places. */
const TIE = 2 * AGREEMENT;

/** A comparison of answers to the same rows. */
export interface Agreement {
  readonly rows: number;
  /** Largest absolute difference; infinite where an answer is not finite or missing. */
  readonly worstDifference: number;
  /** The row of it, from 0. */
  readonly worstRow: number;
  /** Rows whose largest answer is of another class, though the best two differ by more than 2e-5. */
  readonly otherClass: number;
}

/**
 * Compares answers, rows x outputs.
 *
 * @example
 * agreementOf(Float32Array.of(0.25, 0.75), Float32Array.of(0.5, 0.5), 2).worstDifference; // 0.25
 */
export function agreementOf(expected: Float32Array, received: Float32Array, outputs: number): Agreement {
  const rows = expected.length / outputs;
  if (received.length !== expected.length) {
    return { rows, worstDifference: Number.POSITIVE_INFINITY, worstRow: 0, otherClass: rows };
  }
  let [worstDifference, worstRow, otherClass] = [0, 0, 0];
  for (let row = 0; row < rows; row++) {
    const range = [row * outputs, (row + 1) * outputs] as const;
    const [own, other] = [expected.subarray(...range), received.subarray(...range)];
    for (let j = 0; j < outputs; j++) {
      const difference = Math.abs(own[j] - other[j]);
      // NaN differs from everything.
      if (!(difference <= worstDifference)) {
        worstDifference = Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference;
        worstRow = row;
      }
    }
    const best = indexOfLargest(own);
    if (indexOfLargest(other) !== best && gapOf(own, best) > TIE) otherClass++;
  }
  return { rows, worstDifference, worstRow, otherClass };
}

const indexOfLargest = (values: Float32Array): number => {
  let best = 0;
  for (let j = 1; j < values.length; j++) if (values[j] > values[best]) best = j;
  return best;
};

/** By how much the largest is larger than the next. */
function gapOf(values: Float32Array, best: number): number {
  let next = Number.NEGATIVE_INFINITY;
  for (let j = 0; j < values.length; j++) if (j !== best) next = Math.max(next, values[j]);
  return values[best] - next;
}
