// The rows that an export is compared on, whether the model comes from a run or stands alone.

import {
  type Backend,
  createPredictor,
  type Features,
  featuresFromRows,
  inTargetUnit,
  type LossKinds,
  lossFromSpec,
  lossKinds,
  type ModelInput,
  type NamedRow,
  type PortableModel,
  type RandomSequence,
  randomSequence,
  rowsFromFeatures,
  type SavedModel,
  scaledFeatures,
  seedFrom,
  sizeOf,
} from '../../index.ts';
import type { Engine } from '../../node/index.ts';

/** A model with rows, and what it answers to them. */
export interface ExportSample {
  readonly name: string;
  /** The trial's folder; null for a model that stands alone. */
  readonly trial: string | null;
  readonly saved: SavedModel & { readonly fingerprint: string };
  /** Raw rows: bytes or numbers; of a table, what the rows were made of. */
  readonly features: Features;
  /** Rows with named columns; null where rows have none. */
  readonly named: readonly NamedRow[] | null;
  readonly rows: number;
  readonly answers: Float32Array;
  /** Null where rows were drawn, and nobody knows the right answer. */
  readonly targets: Float32Array | Int32Array | null;
  /** `rows of the run`, `drawn rows`. */
  readonly rowsAre: string;
}

/** Rows drawn for a model that has no data beside it. */
const DRAWN_ROWS = 256;

/** A model alone, on rows drawn from a fixed seed: bytes, numbers from -2 to 2, or columns of such features. */
export async function drawnSample(
  name: string,
  saved: ExportSample['saved'],
  portable: PortableModel,
  engine: Engine,
): Promise<ExportSample> {
  const random = randomSequence(seedFrom(1), 'synthetic', 0);
  const { input } = portable;
  const length = DRAWN_ROWS * sizeOf(input.shape);
  const drawn: Features =
    input.kind === 'bytes'
      ? { ...input, values: Uint8Array.from({ length }, () => random.below(256)) }
      : { kind: 'floats', shape: input.shape, values: Float32Array.from({ length }, () => 4 * random.uniform() - 2) };
  const { features, named } = rawRows(portable, input.kind === 'table' ? oneCategoryEach(input, drawn, random) : drawn);
  const answers = await answersTo(saved, features, engine.backends[0]);
  return { name, trial: null, saved, features, named, rows: DRAWN_ROWS, answers, targets: null, rowsAre: 'drawn rows' };
}

/** Rows as a user has them, of features as the network takes them. Only tables differ. */
export function rawRows({ input }: PortableModel, features: Features): Pick<ExportSample, 'features' | 'named'> {
  if (input.kind !== 'table') return { features, named: null };
  const named = rowsFromFeatures(input.columns, features.values);
  // Once more through the preprocessing: a number that came back by a rounding other is then the same everywhere.
  const values = featuresFromRows(input.columns, named);
  return { named, features: { kind: 'floats', shape: input.shape, values } };
}

/** What the model answers, in the unit of its target. */
export async function answersTo(
  saved: ExportSample['saved'],
  features: Features,
  backend: Backend,
  losses: LossKinds = lossKinds,
): Promise<Float32Array> {
  const loss = lossFromSpec('model, loss', saved.loss, losses);
  const { model, tensors, preprocessing } = saved;
  const predictor = createPredictor({ model, loss, tensors, backend });
  try {
    return inTargetUnit(preprocessing, await predictor.predict(scaledFeatures(features)));
  } finally {
    predictor.close();
  }
}

/** Drawn features of a table: of each column of categories one at random. */
function oneCategoryEach(
  { columns, shape }: ModelInput & { readonly kind: 'table' },
  features: Features,
  random: RandomSequence,
): Features {
  const width = sizeOf(shape);
  const values = Float32Array.from(features.values);
  for (let row = 0; row < values.length / width; row++) {
    let at = row * width;
    for (const column of columns) {
      const size = column.kind === 'number' ? 1 : column.categories.length;
      if (column.kind === 'category') values.fill(0, at, at + size)[at + random.below(size)] = 1;
      at += size;
    }
  }
  return { kind: 'floats', shape, values };
}
