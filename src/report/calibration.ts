// Whether a classifier's probabilities mean what they say. With the rows sorted into bins b by the probability p of the
// predicted class (confidence):
//
//   accuracy(b)   = share of the rows of b whose predicted class is the true one
//   confidence(b) = mean of p over the rows of b
//   ECE           = sum over b of (rows of b / rows) |accuracy(b) - confidence(b)|
//
// the expected calibration error of Guo et al. (2017). The predicted class is the first of the largest probabilities.

/** Rows whose confidence lies in [from, to), the last bin with its end. */
export interface CalibrationBin {
  readonly from: number;
  readonly to: number;
  readonly rows: number;
  /** Means over the bin's rows; 0 where there are none. */
  readonly confidence: number;
  readonly accuracy: number;
}

/** A classifier's calibration on some rows. */
export interface Calibration {
  readonly bins: readonly CalibrationBin[];
  /** 0 (as sure as it is right) to 1. */
  readonly expectedCalibrationError: number;
}

/** One row as a classifier sees it. */
export interface RowAnswer {
  readonly row: number;
  readonly truth: number;
  readonly predicted: number;
  /** The probability of the predicted class. */
  readonly confidence: number;
}

/** Each row's predicted class and confidence, from rows x classes probabilities. */
export function rowAnswers(probabilities: Float32Array, labels: ArrayLike<number>): RowAnswer[] {
  const classes = probabilities.length / labels.length;
  return Array.from(labels, (truth, row) => {
    let predicted = 0;
    const at = row * classes;
    for (let c = 1; c < classes; c++) if (probabilities[at + c] > probabilities[at + predicted]) predicted = c;
    return { row, truth, predicted, confidence: probabilities[at + predicted] };
  });
}

/**
 * The calibration of some answers.
 *
 * @param bins how many bins of equal width
 * @example
 * calibrationOf([{ row: 0, truth: 1, predicted: 1, confidence: 0.75 }]).expectedCalibrationError; // 0.25
 */
export function calibrationOf(answers: readonly RowAnswer[], bins: number = 10): Calibration {
  const sums = Array.from({ length: bins }, () => ({ rows: 0, confidence: 0, right: 0 }));
  for (const { truth, predicted, confidence } of answers) {
    const sum = sums[Math.min(bins - 1, Math.max(0, Math.floor(confidence * bins)))];
    sum.rows++;
    sum.confidence += confidence;
    if (truth === predicted) sum.right++;
  }
  const mean = (total: number, rows: number): number => (rows === 0 ? 0 : total / rows);
  const error = sums.reduce((total, { confidence, right }) => total + Math.abs(right - confidence), 0);
  return {
    bins: sums.map(({ rows, confidence, right }, b) => ({
      from: b / bins,
      to: (b + 1) / bins,
      rows,
      confidence: mean(confidence, rows),
      accuracy: mean(right, rows),
    })),
    expectedCalibrationError: mean(error, answers.length),
  };
}

/** The wrong answers, the surest first; equally sure ones in row order. */
export function confidentMistakes(answers: readonly RowAnswer[], most: number): RowAnswer[] {
  return answers
    .filter(({ truth, predicted }) => truth !== predicted)
    .sort((a, b) => b.confidence - a.confidence || a.row - b.row)
    .slice(0, most);
}
