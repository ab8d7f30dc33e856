// RMSE, MAE and R2 from sums over rows, for each output: sum e^2, sum |e|, sum t, sum t^2, with e = prediction - target.
//
//   RMSE = sqrt(mean of e^2)      MAE = mean of |e|      R2 = 1 - sum e^2 / (sum t^2 - (sum t)^2 / n), meaned over outputs

/** The figures of a regression. */
export interface RegressionFigures {
  readonly rmse: number;
  readonly mae: number;
  /** Scikit-learn's r2_score: an output whose targets are all equal counts 1 when predicted exactly, else 0. */
  readonly r2: number;
}

/**
 * The figures of `rows` rows from their sums, four for each output.
 *
 * @example
 * regressionFigures([2, 2, 4, 10], 2); // rmse 1, mae 1, r2 0
 */
export function regressionFigures(sums: ArrayLike<number>, rows: number): RegressionFigures {
  const outputs = sums.length / 4;
  let squares = 0;
  let sizes = 0;
  let r2 = 0;
  for (let j = 0; j < outputs; j++) {
    const [squared, absolute, total, totalSquares] = [sums[4 * j], sums[4 * j + 1], sums[4 * j + 2], sums[4 * j + 3]];
    const spread = totalSquares - (total * total) / rows;
    squares += squared;
    sizes += absolute;
    r2 += spread > 0 ? 1 - squared / spread : squared === 0 ? 1 : 0;
  }
  return { rmse: Math.sqrt(squares / (rows * outputs)), mae: sizes / (rows * outputs), r2: r2 / outputs };
}
