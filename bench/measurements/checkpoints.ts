// What checkpoints cost: the same training of model_3 with and without them, in turns, with the checkpoints of a sweep: one for each epoch
// and one every 30 seconds, forced to the disk. The promise is less than 2 % of the training time.
//
// A checkpoint of an epoch is taken when the next one has begun, and is part of that one's seconds; a training waits for its last one,
// once. So the cost of a training of 15 epochs, as those of the main job, is (15 difference of an epoch + difference of the end) / 15 epochs.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TrainOptions, train } from 'heddle';
import { createDiskStore, createEngine } from 'heddle/node';
import { checkpointRoom, saveCheckpoint } from '../../src/experiment/checkpoint-file.ts';
import type { Measurement } from '../lib/measurement.ts';
import { modelThreeTraining } from '../lib/model-3-training.ts';
import { type Spread, spreadOf } from '../lib/statistics.ts';

const ROUNDS = 24;
const EPOCHS = 3;
const WHOLE = 15;
const PROMISE = 0.02;

/** Seconds of the epochs after the first, and of a training's end: all that is in no epoch. */
interface Timed {
  readonly epochs: readonly number[];
  readonly end: number;
}

/** What keeping one checkpoint took, beside the training. */
interface Kept {
  readonly milliseconds: number;
  readonly bytes: number;
}

async function timed(options: TrainOptions): Promise<Timed> {
  const begun = performance.now();
  const { epochs } = await train(options);
  const seconds = epochs.map((epoch) => epoch.seconds);
  const inEpochs = seconds.reduce((sum, value) => sum + value, 0);
  return { epochs: seconds.slice(1), end: (performance.now() - begun) / 1000 - inEpochs };
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
      const options: TrainOptions = { ...modelThreeTraining(engine, path), epochs: quick ? 2 : EPOCHS };
      const kept: Kept[] = [];
      const room = checkpointRoom();
      const save: NonNullable<TrainOptions['checkpoints']>['save'] = async (checkpoint) => {
        const begun = performance.now();
        const bytes = saveCheckpoint(checkpoint, room);
        await store.writeCheckpoint('000-model_3', bytes);
        kept.push({ milliseconds: performance.now() - begun, bytes: bytes.length });
      };
      const plain: Timed[] = [];
      const checked: Timed[] = [];
      // The first round warms up.
      for (let round = 0; round <= (quick ? 1 : ROUNDS); round++) {
        const turns = [
          async () => ({ to: plain, found: await timed(options) }),
          async () => ({
            to: checked,
            found: await timed({ ...options, checkpoints: { every: 30_000, save, lent: true } }),
          }),
        ];
        // Who goes first changes, so that a machine that slows down does so for both.
        for (const turn of round % 2 === 0 ? turns : turns.reverse()) {
          const { to, found } = await turn();
          if (round > 0) to.push(found);
        }
        log(`round ${round} of ${quick ? 1 : ROUNDS}`);
      }
      const epoch = (of: readonly Timed[]): Spread => spreadOf(of.flatMap(({ epochs }) => epochs));
      const end = (of: readonly Timed[]): number => spreadOf(of.map((found) => found.end)).median;
      const [without, withThem] = [epoch(plain), epoch(checked)];
      const waited = end(checked) - end(plain);
      // Within a round the machine changes least: the median of the rounds' own differences.
      const medianOf = (values: readonly number[]): number => spreadOf(values).median;
      const differences = plain.map(({ epochs }, round) => medianOf(checked[round].epochs) - medianOf(epochs));
      const cost = (WHOLE * medianOf(differences) + waited) / (WHOLE * without.median);
      const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;
      const range = ({ median, least, most }: Spread): string =>
        `${median.toFixed(3)} (${least.toFixed(3)}-${most.toFixed(3)})`;
      return {
        data: { plain, checked, cost, kept },
        absent: [],
        tables: [
          {
            title: `Checkpoints of model_3 (asked: less than ${percent(PROMISE)} of the training time)`,
            columns: [
              's / epoch without',
              's / epoch with',
              'ms at the end',
              `cost of ${WHOLE} epochs`,
              'MB each',
              'ms to keep one',
            ],
            rows: [
              [
                range(without),
                range(withThem),
                (1000 * waited).toFixed(0),
                percent(cost),
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
