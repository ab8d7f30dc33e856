// What checkpoints cost: the same training of model_3 with and without them, in turns, with the checkpoints of a sweep: one for each epoch
// and one every 30 seconds, forced to the disk. The promise is less than 2 % of the training time.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { adam, allRows, crossEntropy, placeTable, seedFrom, type TrainOptions, train } from 'heddle';
import { createDiskStore, createEngine } from 'heddle/node';
import { saveCheckpoint } from '../../src/experiment/checkpoint-file.ts';
import type { Measurement } from '../lib/measurement.ts';
import { spreadOf } from '../lib/statistics.ts';
import { modelThree, readTable, TASK } from '../lib/task.ts';

const ROUNDS = 5;
const EPOCHS = 3;
const PROMISE = 0.02;

/** Seconds of a training with and without checkpoints, taken one after the other. */
interface Round {
  readonly without: number;
  readonly with: number;
}

/** What keeping one checkpoint took, beside the training. */
interface Kept {
  readonly milliseconds: number;
  readonly bytes: number;
}

async function secondsOf(options: TrainOptions): Promise<number> {
  const begun = performance.now();
  await train(options);
  return (performance.now() - begun) / 1000;
}

/** The cost of checkpoints. */
export const checkpointCost: Measurement = {
  name: 'checkpoints',
  title: 'What checkpoints cost a training of model_3',
  async run({ path }, { quick, log }) {
    const parent = mkdtempSync(join(tmpdir(), 'heddle-bench-checkpoints-'));
    const engine = await createEngine({});
    try {
      const store = await createDiskStore(parent, 'checkpoints', 'bench');
      const placed = placeTable(engine.memory, readTable(path, 'train'));
      const validation = placeTable(engine.memory, readTable(path, 'validation'));
      const options: TrainOptions = {
        model: modelThree(),
        loss: crossEntropy(),
        optimizer: adam({ learningRate: TASK.learningRate }),
        backend: engine.backends[0],
        train: allRows(placed),
        validation: allRows(validation),
        batchSize: TASK.batchSize,
        epochs: quick ? 1 : EPOCHS,
        seed: seedFrom(TASK.seed),
        now: () => performance.now(),
      };
      const kept: Kept[] = [];
      const save: NonNullable<TrainOptions['checkpoints']>['save'] = async (checkpoint) => {
        const begun = performance.now();
        const bytes = saveCheckpoint(checkpoint);
        await store.writeCheckpoint('000-model_3', bytes);
        kept.push({ milliseconds: performance.now() - begun, bytes: bytes.length });
      };
      const rounds: Round[] = [];
      // The first round warms up.
      for (let round = 0; round <= (quick ? 1 : ROUNDS); round++) {
        const plain = (): Promise<number> => secondsOf(options);
        const checked = (): Promise<number> => secondsOf({ ...options, checkpoints: { every: 30_000, save } });
        // Who goes first changes, so that a machine that slows down does so for both.
        const first = round % 2 === 0 ? await plain() : await checked();
        const second = round % 2 === 0 ? await checked() : await plain();
        const [without, withThem] = round % 2 === 0 ? [first, second] : [second, first];
        log(`round ${round}: without ${without.toFixed(2)} s, with ${withThem.toFixed(2)} s`);
        if (round > 0) rounds.push({ without, with: withThem });
      }
      const cost = spreadOf(rounds.map((round) => round.with / round.without - 1));
      const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;
      return {
        data: { epochs: options.epochs, rounds, cost, kept },
        absent: [],
        tables: [
          {
            title: `Checkpoints of model_3 (asked: less than ${percent(PROMISE)} of the training time)`,
            columns: [
              's without',
              's with',
              'cost',
              'range',
              'checkpoints',
              'MB each',
              'ms to keep one, beside the training',
            ],
            rows: [
              [
                spreadOf(rounds.map(({ without }) => without)).median.toFixed(2),
                spreadOf(rounds.map((round) => round.with)).median.toFixed(2),
                percent(cost.median),
                `${percent(cost.least)} to ${percent(cost.most)}`,
                String(kept.length),
                (kept[0].bytes / 2 ** 20).toFixed(1),
                spreadOf(kept.map(({ milliseconds }) => milliseconds)).median.toFixed(0),
              ],
            ],
          },
        ],
      };
    } finally {
      await engine.close();
      rmSync(parent, { recursive: true, force: true });
    }
  },
};
