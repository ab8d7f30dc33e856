// How near results that should agree must be: every tolerance of the tests, in one place.

/** |actual - expected| <= relative |expected| + absolute. */
export interface Tolerance {
  readonly relative: number;
  readonly absolute: number;
}

/** Analytic gradients against central differences, in float64: |difference| <= 1e-7 max(1, |analytic|). */
export const GRADIENT_TOLERANCE = 1e-7;

/** The step of a central difference: its error is about step^2 / 6 from the third derivative and 1e-16 / step from rounding. */
export const GRADIENT_STEP = 1e-5;

/** The float64 reference against PyTorch in double precision; the absolute part is for sums that cancel to 0. */
export const PYTORCH: Tolerance = { relative: 1e-9, absolute: 1e-14 };

/** Fixtures computed on two machines: the same formulas, other orders of sums. */
export const FIXTURES: Tolerance = { relative: 1e-12, absolute: 1e-15 };

/**
 * Fixtures of a parameter whose gradient is 0 but for rounding, about 1e-17, and of means that it is part of, after ten steps of Adam at
 * 0.01: it divides such a gradient by epsilon, 1e-8, so that each step may be another by 1e-11.
 */
export const ROUNDING_TRAINED: Tolerance = { relative: 0, absolute: 1e-10 };

/** The same formula in float64, in another order. */
export const ROUNDING: Tolerance = { relative: 1e-12, absolute: 1e-14 };

/** One rounding to float32, or an epsilon in a denominator, away. */
export const NEAR: Tolerance = { relative: 1e-6, absolute: 0 };

/** A small network in float32 against the same in float64. */
export const FLOAT32: Tolerance = { relative: 1e-4, absolute: 1e-5 };

/** Small networks in float32, fused against strict: a few hundred roundings of 6e-8. */
export const FUSED: Tolerance = { relative: 1e-4, absolute: 1e-5 };

/** Losses of a small network with the profile fast (a BLAS) against the same in float64. */
export const FAST: Tolerance = { relative: 1e-4, absolute: 1e-5 };

/** The memory a model plans against what a training takes, as a share of the latter. */
export const MEMORY_SHARE = 0.1;
