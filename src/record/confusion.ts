// Accuracy, precision, recall and F1 of an integer confusion matrix: the one copy that training, reports and
// pages share. confusion[t][p] counts the rows of true class t that were predicted as class p.
//
//   precision(c) = confusion[c][c] / sum over t of confusion[t][c]
//   recall(c)    = confusion[c][c] / sum over p of confusion[c][p]
//   F1(c)        = 2 confusion[c][c] / (column sum + row sum)
//
// A quotient with a zero denominator is 0 (scikit-learn's zero_division=0). Nothing here is ever averaged over
// batches.

/** confusion[t][p]: how many rows of true class t were predicted as p. Whole numbers, square. */
export type ConfusionMatrix = readonly (readonly number[])[];

/** How `macro`, `micro` and `weighted` averages over classes are taken. */
export type Averaging = 'macro' | 'micro' | 'weighted';

/** The figures of one class. */
export interface ClassFigures {
  readonly label: string;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  /** Rows of this true class. */
  readonly support: number;
}

/** a / b, and 0 where b is 0. */
const quotient = (a: number, b: number): number => (b === 0 ? 0 : a / b);

/** Rows counted in all cells. */
export function totalOf(confusion: ConfusionMatrix): number {
  return confusion.reduce((sum, row) => sum + row.reduce((rowSum, count) => rowSum + count, 0), 0);
}

/** Share of rows whose predicted class is the true class, 0 to 1. */
export function accuracyOf(confusion: ConfusionMatrix): number {
  return quotient(
    confusion.reduce((sum, row, t) => sum + row[t], 0),
    totalOf(confusion),
  );
}

/** Precision, recall, F1 and support of every class, in class order. */
export function perClassFigures(confusion: ConfusionMatrix, labels?: readonly string[]): ClassFigures[] {
  return confusion.map((row, c) => {
    const hits = row[c];
    const actual = row.reduce((sum, count) => sum + count, 0);
    const predicted = confusion.reduce((sum, other) => sum + other[c], 0);
    return {
      label: labels?.[c] ?? String(c),
      precision: quotient(hits, predicted),
      recall: quotient(hits, actual),
      f1: quotient(2 * hits, predicted + actual),
      support: actual,
    };
  });
}

function averageOf(confusion: ConfusionMatrix, averaging: Averaging, figure: (of: ClassFigures) => number): number {
  // Over all classes at once every row has one true and one predicted class, so micro precision = recall = F1 = accuracy.
  if (averaging === 'micro') return accuracyOf(confusion);
  const classes = perClassFigures(confusion).filter((of, c) => of.support > 0 || confusion.some((row) => row[c] > 0));
  if (averaging === 'macro') {
    return quotient(
      classes.reduce((sum, of) => sum + figure(of), 0),
      classes.length,
    );
  }
  return quotient(
    classes.reduce((sum, of) => sum + figure(of) * of.support, 0),
    totalOf(confusion),
  );
}

/**
 * F1 averaged over classes, as scikit-learn's `f1_score(average=..., zero_division=0)`: a class that is neither a
 * true nor a predicted class of any row does not count.
 *
 * @example
 * f1Of([[2, 0], [1, 1]], 'macro'); // (4/5 + 2/3) / 2
 */
export function f1Of(confusion: ConfusionMatrix, averaging: Averaging): number {
  return averageOf(confusion, averaging, (of) => of.f1);
}

/** Precision averaged over classes; see {@link f1Of}. */
export function precisionOf(confusion: ConfusionMatrix, averaging: Averaging): number {
  return averageOf(confusion, averaging, (of) => of.precision);
}

/** Recall averaged over classes; see {@link f1Of}. */
export function recallOf(confusion: ConfusionMatrix, averaging: Averaging): number {
  return averageOf(confusion, averaging, (of) => of.recall);
}
