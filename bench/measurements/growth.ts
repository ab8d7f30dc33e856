// How cost grows: time per row over batch sizes, rate of the matrix products over widths, and the planned memory beside the real.

import {
  adam,
  allRows,
  batchNorm,
  crossEntropy,
  dense,
  dropout,
  type Model,
  placeTable,
  relu,
  seedFrom,
  sequential,
  train,
  type WasmMemory,
} from 'heddle';
import { createEngine } from 'heddle/node';
import type { Measurement } from '../lib/measurement.ts';
import { spreadOf } from '../lib/statistics.ts';
import { modelThree, readTable } from '../lib/task.ts';

const ROWS = 16_384;
const EPOCHS = 3;
/** Rounds in each of which every size is measured once: what slows the machine down for a while slows all sizes down. */
const ROUNDS = 12;

interface Point {
  readonly microsecondsPerRow: number;
  readonly gigaflops: number;
  readonly plannedBytes: number;
  readonly grownBytes: number;
}

/** A training of one size. */
interface Trained {
  /** Of each epoch but the first. */
  readonly rowsPerSecond: readonly number[];
  /** Multiplications and additions of the products, for each row. */
  readonly operations: number;
  /** Bytes that the model plans, and by which the WebAssembly memory grew. */
  readonly plannedBytes: number;
  readonly grownBytes: number;
}

/** Multiplications and additions of a training step's products, for each row; the first layer has no input gradient. */
function operationsPerRow(widths: readonly number[]): number {
  return widths.slice(1).reduce((sum, width, i) => sum + 2 * width * widths[i] * (i === 0 ? 2 : 3), 0);
}

async function trained(
  folder: string,
  model: Model,
  widths: readonly number[],
  batchSize: number,
  rows: number,
): Promise<Trained> {
  const engine = await createEngine({});
  try {
    const whole = readTable(folder, 'train');
    const placed = placeTable(engine.memory, whole);
    const { wasm } = engine.memory as WasmMemory;
    const before = wasm.buffer.byteLength;
    const { epochs } = await train({
      model,
      loss: crossEntropy(),
      optimizer: adam(),
      backend: engine.backends[0],
      train: { placed, rows: allRows(placed).rows.slice(0, rows) },
      batchSize,
      epochs: EPOCHS,
      seed: seedFrom(1),
      now: () => performance.now(),
    });
    return {
      rowsPerSecond: epochs.slice(1).map(({ samplesPerSecond }) => samplesPerSecond),
      operations: operationsPerRow(widths),
      plannedBytes: model.memory({ batchSize }).total + 8 * rows,
      grownBytes: wasm.buffer.byteLength - before,
    };
  } finally {
    await engine.close();
  }
}

/** Every size in turns, and the median epoch of each. */
async function inRounds(
  sizes: readonly number[],
  rounds: number,
  measure: (size: number) => Promise<Trained>,
): Promise<Point[]> {
  const found = sizes.map((): Trained[] => []);
  for (let round = 0; round < rounds; round++) {
    for (const [i, size] of sizes.entries()) found[i].push(await measure(size));
  }
  return found.map((of) => {
    const { median } = spreadOf(of.flatMap(({ rowsPerSecond }) => rowsPerSecond));
    const [{ operations, plannedBytes, grownBytes }] = of;
    return { microsecondsPerRow: 1e6 / median, gigaflops: (median * operations) / 1e9, plannedBytes, grownBytes };
  });
}

function networkOf(width: number): Model {
  return sequential({ input: [784] }, [
    ...[dense({ units: width }), batchNorm(), relu(), dropout({ rate: 0.3 })],
    ...[dense({ units: 256 }), batchNorm(), relu(), dropout({ rate: 0.3 })],
    dense({ units: 10 }),
  ]);
}

/** Growth. */
export const growth: Measurement = {
  name: 'growth',
  title: 'Growth over batch sizes and widths',
  async run({ path }, { quick, log }) {
    const rounds = quick ? 1 : ROUNDS;
    const batchSizes = quick ? [256, 1024] : [256, 512, 1024, 2048, 4096, 8192];
    const byBatch = await inRounds(batchSizes, rounds, (batchSize) =>
      trained(path, modelThree(), [784, 512, 256, 10], batchSize, quick ? 4096 : ROWS),
    );
    const batches = byBatch.map((found, i) => ({ batchSize: batchSizes[i], ...found }));
    for (const { batchSize, microsecondsPerRow } of batches)
      log(`batch ${batchSize}: ${microsecondsPerRow.toFixed(1)} us a row`);
    const layerWidths = quick ? [256, 512] : [256, 512, 1024, 4096];
    const byWidth = await inRounds(layerWidths, rounds, (width) =>
      trained(path, networkOf(width), [784, width, 256, 10], 1024, width > 1024 || quick ? 4096 : ROWS),
    );
    const widths = byWidth.map((found, i) => ({ width: layerWidths[i], ...found }));
    for (const { width, gigaflops } of widths) log(`width ${width}: ${gigaflops.toFixed(1)} GF/s`);
    const base = batches.find(({ batchSize }) => batchSize === 1024)!;
    const middle = widths.find(({ width }) => width === 512)!;
    const megabytes = (bytes: number): string => (bytes / 2 ** 20).toFixed(1);
    return {
      data: { batches, widths },
      absent: [],
      tables: [
        {
          title: 'model_3 over batch sizes (flat within 15 %; memory within 10 %)',
          columns: ['batch', 'us / row', 'to batch 1024', 'planned MB', 'memory grew by MB'],
          rows: batches.map((found) => [
            String(found.batchSize),
            found.microsecondsPerRow.toFixed(1),
            (found.microsecondsPerRow / base.microsecondsPerRow).toFixed(2),
            megabytes(found.plannedBytes),
            megabytes(found.grownBytes),
          ]),
        },
        {
          title: 'Matrix products over hidden widths, whole steps (within 20 % of width 512)',
          columns: ['width', 'GF/s', 'to width 512'],
          rows: widths.map(({ width, gigaflops }) => [
            String(width),
            gigaflops.toFixed(1),
            (gigaflops / middle.gigaflops).toFixed(2),
          ]),
        },
      ],
    };
  },
};
