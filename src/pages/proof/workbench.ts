// The worker's work, apart from its messages: a model, test rows, and Heddle's own kernels on them.

import type { Handlers } from '../../browser/connection.ts';
import { HeddleError, resolveOptions, sha256Hex } from '../../core/index.ts';
import { gunzip, type Table, type TargetUnit, targetUnitOf } from '../../data/index.ts';
import { readTableFiles, type TableFile } from '../../experiment/index.ts';
import { loadModel } from '../../export/index.ts';
import { type Backend, wasmBackend } from '../../kernels/index.ts';
import { type Loss, layerKinds, lossKinds, type Model, type NamedTensor } from '../../model/index.ts';
import { allRows, createPredictor, evaluate, type Predictor, placeTable } from '../../train/index.ts';
import type { GivenFile, LoadedModel, LoadedRows, ProofCalls, Tested } from './messages.ts';

interface Loaded {
  readonly backend: Backend;
  readonly model: Model;
  readonly loss: Loss;
  readonly tensors: readonly NamedTensor[];
  readonly facts: LoadedModel;
  /** What a regression's answers are in; absent where that is what it was trained on. */
  readonly unit?: TargetUnit;
  predictor: Predictor | null;
}

/**
 * A workbench with nothing on it. It answers one request after the other, and throws HeddleErrors, in words for the reader, for files
 * that are damaged or do not fit.
 *
 * @param now milliseconds, for measuring
 */
export function createWorkbench(now: () => number): Handlers<ProofCalls> {
  let loaded: Loaded | null = null;
  let table: Table | null = null;

  const ready = (): Loaded => {
    if (loaded !== null) return loaded;
    throw missing('the model', 'load model.safetensors of the chosen trial first.');
  };
  // The model must be there before the rows, and the rows before the test.
  let last: Promise<unknown> = Promise.resolve();
  const inTurn =
    <Request, Answer>(work: (request: Request) => Promise<Answer>): ((request: Request) => Promise<Answer>) =>
    (request) => {
      const own = last.then(() => work(request));
      last = own.catch(() => undefined);
      return own;
    };

  return {
    model: inTurn(async ({ file, profile }) => {
      loaded = await openModel(file, profile);
      return loaded.facts;
    }),
    rows: inTurn(async ({ files }) => {
      const { facts, unit } = ready();
      const opened = await Promise.all(files.map(openFile));
      const { input: shape, scale, classNames } = facts;
      table = readTableFiles(opened as TableFile[], { shape, scale, classNames, unit });
      return rowsFacts(table, opened);
    }),
    test: inTurn(async ({ batchSize }) => {
      if (table === null) throw missing('the test set', 'load its files first.');
      return recompute(ready(), table, batchSize, now);
    }),
    predict: inTurn(async ({ features }) => {
      const held = ready();
      held.predictor ??= createPredictor({ ...held, batchSize: 1 });
      return held.predictor.predict(features);
    }),
  };
}

async function openModel(file: GivenFile, profile: string): Promise<Loaded> {
  const { bytes, name } = await openFile(file);
  const saved = loadModel(bytes, name, layerKinds);
  const { kind, ...options } = saved.loss;
  if (!Object.hasOwn(lossKinds, kind)) throw missing(`the loss ${kind}`, 'the file names a loss that this page lacks.');
  const definition = lossKinds[kind];
  // A run of another arithmetic than strict is met with the best that this engine keeps the promise of.
  const backend = await wasmBackend({ profile: profile === 'strict' ? 'strict' : undefined });
  return {
    backend,
    model: saved.model,
    loss: { definition, options: resolveOptions(kind, definition.options, options) } as Loss,
    tensors: saved.tensors,
    unit: targetUnitOf(saved.preprocessing),
    predictor: null,
    facts: {
      fingerprint: saved.fingerprint,
      sha256: sha256Hex(bytes),
      profile: backend.profile,
      input: saved.model.input,
      scale: 'scale' in saved.preprocessing ? saved.preprocessing.scale : null,
      classNames: saved.classNames,
    },
  };
}

/** A file's own bytes, unpacked where it is packed. */
async function openFile({
  role,
  name,
  packed,
  bytes,
}: GivenFile): Promise<{ role: GivenFile['role']; name: string; bytes: Uint8Array }> {
  if (packed === undefined) return { role, name, bytes: bytes ?? new Uint8Array() };
  let text: string;
  try {
    text = atob(packed);
  } catch (cause) {
    throw new HeddleError('format', {
      where: name,
      expected: 'base64',
      received: 'other characters',
      hint: 'the page was changed or damaged.',
      cause,
    });
  }
  const zipped = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) zipped[i] = text.charCodeAt(i);
  return { role, name, bytes: await gunzip(zipped, { where: name }) };
}

function rowsFacts(
  table: Table,
  files: readonly { role: GivenFile['role']; name: string; bytes: Uint8Array }[],
): LoadedRows {
  return {
    rows: table.rows,
    shape: table.features.shape,
    values: table.features.values.slice(),
    labels: table.targets.kind === 'classes' ? table.targets.labels.slice() : null,
    files: files.map(({ role, name, bytes }) => ({ role, name, sha256: sha256Hex(bytes) })),
  };
}

async function recompute(
  { model, loss, tensors, backend }: Loaded,
  table: Table,
  batchSize: number,
  now: () => number,
): Promise<Tested> {
  const started = now();
  const placed = placeTable(backend.memory, table);
  try {
    const { predictions, confusion, rmse, mae, r2, ...counts } = await evaluate({
      model,
      loss,
      tensors,
      backend,
      rows: allRows(placed),
      batchSize,
    });
    return {
      rows: counts.rows,
      loss: counts.loss,
      predictions,
      predictionsSha256: sha256Hex(new Uint8Array(predictions.buffer, predictions.byteOffset, predictions.byteLength)),
      confusion: confusion ?? null,
      rmse: rmse ?? null,
      mae: mae ?? null,
      r2: r2 ?? null,
      milliseconds: now() - started,
    };
  } finally {
    placed.release();
  }
}

function missing(expected: string, hint: string): HeddleError {
  return new HeddleError('usage', { where: 'proof', expected, received: 'nothing yet', hint });
}
