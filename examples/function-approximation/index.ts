// Two functions learned from noisy values: a sine of one variable, and Friedman's first problem, whose ten features
// include five that say nothing. Prints how well each network does on rows it has never seen, and draws it.
//
//   npx tsx examples/function-approximation/index.ts [folder for the pictures, ./examples-output unless given]

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  adam,
  cosine,
  dense,
  fit,
  friedman1,
  type Layer,
  meanSquaredError,
  noisySine,
  relu,
  seedFrom,
  sequential,
  type Table,
  type Trained,
  tanh,
} from 'heddle';
import { createEngine } from 'heddle/node';
import { chartSvg } from 'heddle/report';
import { agreementChart, curveChart } from './charts.ts';

const folder = process.argv[2] ?? 'examples-output';
const engine = await createEngine({ threads: 1 });

/** Trains on one table and prints the figures on another. */
async function learn(name: string, table: Table, heldOut: Table, hidden: readonly Layer[]): Promise<Trained> {
  const model = sequential({ input: table.features.shape }, [...hidden, dense({ units: 1 })]);
  const trained = await fit(model, table, {
    loss: meanSquaredError(),
    optimizer: adam({ learningRate: 0.01 }),
    schedule: cosine(),
    batchSize: 64,
    epochs: 60,
    backend: engine.backends[0],
  });
  const { r2 = 0, rmse = 0 } = await trained.evaluate(heldOut);
  console.log(`${name}: R2 ${r2.toFixed(4)}, RMSE ${rmse.toFixed(3)} on ${heldOut.rows} held-out rows`);
  return trained;
}

try {
  const points = noisySine(1000, seedFrom(1));
  const sine = await learn('noisy sine', points, noisySine(500, seedFrom(2)), [
    dense({ units: 32 }),
    tanh(),
    dense({ units: 32 }),
    tanh(),
  ]);
  const grid = Float32Array.from({ length: 201 }, (_, i) => (i - 100) / 100);

  const unseen = friedman1(1000, seedFrom(2));
  const friedman = await learn('Friedman #1', friedman1(4000, seedFrom(1)), unseen, [
    dense({ units: 32 }),
    relu(),
    dense({ units: 32 }),
    relu(),
  ]);

  const charts = {
    'noisy-sine.svg': curveChart(points, grid, await sine.predict(grid)),
    'friedman1.svg': agreementChart(unseen, (await friedman.evaluate(unseen)).predictions),
  };
  mkdirSync(folder, { recursive: true });
  for (const [name, chart] of Object.entries(charts)) {
    writeFileSync(join(folder, name), chartSvg(chart));
    console.log(`drawn: ${join(folder, name)}`);
  }
} finally {
  await engine.close();
}
