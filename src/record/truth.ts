/** The true answers of some rows: a class each, or `size` numbers each. */
export type Truth =
  | { readonly kind: 'classes'; readonly labels: Int32Array }
  | { readonly kind: 'values'; readonly values: Float32Array; readonly size: number };
