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
import { modelThree, readTable } from '../lib/task.ts';

const ROWS = 16_384;
const EPOCHS = 3;

interface Point {
  readonly microsecondsPerRow: number;
  readonly gigaflops: number;
  /** Bytes that the model plans, and by which the WebAssembly memory grew. */
  readonly plannedBytes: number;
  readonly grownBytes: number;
}

/** Multiplications and additions of a training step's products, for each row; the first layer has no input gradient. */
function operationsPerRow(widths: readonly number[]): number {
  return widths.slice(1).reduce((sum, width, i) => sum + 2 * width * widths[i] * (i === 0 ? 2 : 3), 0);
}

async function point(
  folder: string,
  model: Model,
  widths: readonly number[],
  batchSize: number,
  rows: number,
): Promise<Point> {
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
    const perSecond = Math.max(...epochs.slice(1).map(({ samplesPerSecond }) => samplesPerSecond));
    return {
      microsecondsPerRow: 1e6 / perSecond,
      gigaflops: (perSecond * operationsPerRow(widths)) / 1e9,
      plannedBytes: model.memory({ batchSize }).total + 8 * rows,
      grownBytes: wasm.buffer.byteLength - before,
    };
  } finally {
    await engine.close();
  }
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
    const batches: (Point & { readonly batchSize: number })[] = [];
    for (const batchSize of quick ? [256, 1024] : [256, 512, 1024, 2048, 4096, 8192]) {
      const found = await point(path, modelThree(), [784, 512, 256, 10], batchSize, quick ? 4096 : ROWS);
      log(`batch ${batchSize}: ${found.microsecondsPerRow.toFixed(1)} us a row`);
      batches.push({ batchSize, ...found });
    }
    const widths: (Point & { readonly width: number })[] = [];
    for (const width of quick ? [256, 512] : [256, 512, 1024, 4096]) {
      const found = await point(
        path,
        networkOf(width),
        [784, width, 256, 10],
        1024,
        width > 1024 || quick ? 4096 : ROWS,
      );
      log(`width ${width}: ${found.gigaflops.toFixed(1)} GF/s`);
      widths.push({ width, ...found });
    }
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
