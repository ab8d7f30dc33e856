// RMSE, MAE and R2 from sums over rows, for each output: sum e^2, sum |e|, sum d, sum d^2 and the shift, with e = prediction -
// target and d = target - shift. The shift is one of the targets: without it the spread of large targets would cancel.
//
//   RMSE = sqrt(mean of e^2)      MAE = mean of |e|      R2 = 1 - sum e^2 / (sum d^2 - (sum d)^2 / n), meaned over outputs

/** The figures of a regression. */
export interface RegressionFigures {
  readonly rmse: number;
  readonly mae: number;
  /** Scikit-learn's r2_score: an output whose targets are all equal counts 1 when predicted exactly, else 0. */
  readonly r2: number;
}

/**
 * The figures of `rows` rows from their sums, five for each output.
 *
 * @example
 * regressionFigures([2, 2, 4, 10, 0], 2); // rmse 1, mae 1, r2 0
 */
export function regressionFigures(sums: ArrayLike<number>, rows: number): RegressionFigures {
  const outputs = sums.length / 5;
  let squares = 0;
  let sizes = 0;
  let r2 = 0;
  for (let j = 0; j < outputs; j++) {
    const [squared, absolute, total, totalSquares] = [sums[5 * j], sums[5 * j + 1], sums[5 * j + 2], sums[5 * j + 3]];
    const spread = totalSquares - (total * total) / rows;
    squares += squared;
    sizes += absolute;
    r2 += spread > 0 ? 1 - squared / spread : squared === 0 ? 1 : 0;
  }
  return { rmse: Math.sqrt(squares / (rows * outputs)), mae: sizes / (rows * outputs), r2: r2 / outputs };
}
