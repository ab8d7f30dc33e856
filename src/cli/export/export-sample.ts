// The rows that an export is compared on, whether the model comes from a run or stands alone.

import {
  createPredictor,
  type Features,
  type LossKinds,
  lossKinds,
  type PortableModel,
  randomSequence,
  resolveOptions,
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
  /** Raw rows. */
  readonly features: Features;
  readonly rows: number;
  readonly answers: Float32Array;
  /** Null where rows were drawn, and nobody knows the right answer. */
  readonly targets: Float32Array | Int32Array | null;
  /** `rows of the run`, `drawn rows`. */
  readonly rowsAre: string;
}

/** Rows drawn for a model that has no data beside it. */
const DRAWN_ROWS = 256;

/** A model alone, on rows drawn from a fixed seed: bytes, or numbers from -2 to 2. */
export async function drawnSample(
  name: string,
  saved: ExportSample['saved'],
  portable: PortableModel,
  engine: Engine,
  losses: LossKinds = lossKinds,
): Promise<ExportSample> {
  const random = randomSequence(seedFrom(1), 'synthetic', 0);
  const { input } = portable;
  const length = DRAWN_ROWS * sizeOf(input.shape);
  const features: Features =
    input.kind === 'bytes'
      ? { ...input, values: Uint8Array.from({ length }, () => random.below(256)) }
      : { ...input, values: Float32Array.from({ length }, () => 4 * random.uniform() - 2) };
  const { kind, ...options } = saved.loss;
  const loss = { definition: losses[kind], options: resolveOptions(kind, losses[kind].options, options) };
  const { model, tensors } = saved;
  const predictor = createPredictor({ model, loss, tensors, backend: engine.backends[0] });
  try {
    const answers = await predictor.predict(scaledFeatures(features));
    return { name, trial: null, saved, features, rows: DRAWN_ROWS, answers, targets: null, rowsAre: 'drawn rows' };
  } finally {
    predictor.close();
  }
}
