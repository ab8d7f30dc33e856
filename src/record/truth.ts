/** The true answers of some rows: a class each, or `size` numbers each. */
export type Truth =
  | { readonly kind: 'classes'; readonly labels: Int32Array }
  | {
      readonly kind: 'values';
      /** rows x size, in the unit of the answers. */
      readonly values: Float32Array;
      readonly size: number;
      /** What the loss is computed on: (value - offset) / divisor; where absent, the values themselves. */
      readonly unit?: { readonly offset: number; readonly divisor: number };
    };

/** A number of true answers, or a prediction of one, as the loss takes it. */
export const inLossUnit = (
  value: number,
  unit: { readonly offset: number; readonly divisor: number } | undefined,
): number => (unit === undefined ? value : (value - unit.offset) / unit.divisor);
