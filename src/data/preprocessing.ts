// How a raw row, as a user has it, becomes the numbers that a network was trained on, as plain JSON. It is fitted on the training
// rows once, travels inside the saved model, and is applied by training, prediction, evaluation and exports alike.
// All arithmetic is float32, rounded after each operation, so that every one of them gets the same bits:
//
//   bytes, image   x = byte * scale
//   number         x = (value - offset) / divisor
//   category       x = 1 at the place of the value among the categories, 0 elsewhere
//   target         answer = output * divisor + offset

import type { Shape } from '../core/index.ts';

/** How raw rows become features. */
export type Preprocessing = BytesPreprocessing | FloatsPreprocessing | ImagePreprocessing | TablePreprocessing;

/** Rows of bytes, each multiplied by `scale`. */
export interface BytesPreprocessing {
  readonly kind: 'bytes';
  readonly scale: number;
}

/** Rows of numbers that are taken as they are. */
export interface FloatsPreprocessing {
  readonly kind: 'floats';
}

/** How a picture of another shape is brought to the shape that a network takes. */
export type ImageFit = 'crop' | 'pad' | 'stretch';

/**
 * Pictures of any size. A row is `height` x `width` grey bytes, or `height` x `width` x 3 bytes of red, green and blue.
 */
export interface ImagePreprocessing {
  readonly kind: 'image';
  readonly height: number;
  readonly width: number;
  readonly channels: 1 | 3;
  /** `crop` cuts off what is left over on the longer side, `pad` fills the shorter side with black, `stretch` ignores the ratio. */
  readonly fit: ImageFit;
  /** What each byte is multiplied by. */
  readonly scale: number;
}

/** Rows of named columns. */
export interface TablePreprocessing {
  readonly kind: 'table';
  /** In the order of the features; columns that are no features are not listed. */
  readonly columns: readonly ColumnPreprocessing[];
  /** What a network is asked for. */
  readonly target: TargetPreprocessing;
  /** Texts of a cell that mean that its value is missing; the empty text always does. */
  readonly missingTexts: readonly string[];
}

/** One column of a table, and how it becomes features. */
export type ColumnPreprocessing = NumberColumn | CategoryColumn;

/** A column of numbers: one feature. */
export interface NumberColumn {
  readonly name: string;
  readonly kind: 'number';
  readonly offset: number;
  readonly divisor: number;
  /** What stands for a missing value; null where one is an error. */
  readonly missing: number | null;
}

/** A column of words: as many features as it has categories, in their order. */
export interface CategoryColumn {
  readonly name: string;
  readonly kind: 'category';
  readonly categories: readonly string[];
  /** The category that stands for a missing value; null where one is an error. */
  readonly missing: string | null;
  /** What a value outside the categories becomes: an error, or zeros in every place. */
  readonly unseen: 'refuse' | 'zeros';
}

/** The column that a network is asked for. The names of classes are the model's. */
export type TargetPreprocessing =
  | { readonly name: string; readonly kind: 'class' }
  | { readonly name: string; readonly kind: 'number'; readonly offset: number; readonly divisor: number };

/** How scaled targets become the numbers that a user knows: value * divisor + offset. */
export interface TargetUnit {
  readonly offset: number;
  readonly divisor: number;
}

/** The unit of a network's answers; undefined where its outputs are what it was trained on, or classes. */
export function targetUnitOf(preprocessing: Preprocessing): TargetUnit | undefined {
  if (preprocessing.kind !== 'table' || preprocessing.target.kind !== 'number') return undefined;
  const { offset, divisor } = preprocessing.target;
  return { offset, divisor };
}

/** Features that one column gives. */
export function columnWidth(column: ColumnPreprocessing): number {
  return column.kind === 'number' ? 1 : column.categories.length;
}

/** The shape of one row of features after preprocessing; null where the preprocessing does not say. */
export function preprocessedShape(preprocessing: Preprocessing): Shape | null {
  if (preprocessing.kind === 'image') {
    const { height, width, channels } = preprocessing;
    return channels === 1 ? [height, width] : [height, width, channels];
  }
  if (preprocessing.kind !== 'table') return null;
  return [preprocessing.columns.reduce((width, column) => width + columnWidth(column), 0)];
}

/**
 * How pictures become rows of a network: as it was trained on pictures, or, of one that was trained on grey or colour bytes, cropped
 * to the shape of its input. Null for a network that takes no pictures.
 *
 * @param input the shape of the network's input
 */
export function picturePreprocessing(preprocessing: Preprocessing, input: Shape): ImagePreprocessing | null {
  if (preprocessing.kind === 'image') return preprocessing;
  const [height, width, channels = 1] = input;
  if (preprocessing.kind !== 'bytes' || input.length < 2 || input.length > 3) return null;
  if (channels !== 3 && (channels !== 1 || input.length === 3)) return null;
  return { kind: 'image', height, width, channels, fit: 'crop', scale: preprocessing.scale };
}

/**
 * A number of a column as a feature: (value - offset) / divisor in float32.
 *
 * @example
 * scaledNumber(12, { offset: 10, divisor: 4 }); // 0.5
 */
export function scaledNumber(value: number, { offset, divisor }: Pick<NumberColumn, 'offset' | 'divisor'>): number {
  return Math.fround(Math.fround(Math.fround(value) - Math.fround(offset)) / Math.fround(divisor));
}

/**
 * A network's output as an answer in the target's own unit: output * divisor + offset in float32.
 *
 * @example
 * answeredNumber(0.5, { offset: 10, divisor: 4 }); // 12
 */
export function answeredNumber(output: number, { offset, divisor }: TargetUnit): number {
  return Math.fround(Math.fround(Math.fround(output) * Math.fround(divisor)) + Math.fround(offset));
}

/** Outputs as answers in a unit; as they are where there is none. */
export function inUnit(outputs: Float32Array, unit: TargetUnit | undefined): Float32Array {
  return unit === undefined ? outputs : outputs.map((output) => answeredNumber(output, unit));
}
