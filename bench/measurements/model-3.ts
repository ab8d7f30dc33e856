// An epoch of model_3, Heddle's and everyone else's, in interleaved rounds.

import type { Absent, Contender } from '../lib/contender.ts';
import type { Measurement, Outcome, TextTable } from '../lib/measurement.ts';
import { type Entry, race } from '../lib/race.ts';
import { ratioTable } from '../lib/ratios.ts';
import { TASK } from '../lib/task.ts';
import { heddleContenders } from '../peers/heddle.ts';
import { jaxContenders } from '../peers/jax-js.ts';
import { numpyContenders } from '../peers/numpy-student.ts';
import { pytorchContenders } from '../peers/pytorch.ts';
import { tfjsContenders } from '../peers/tfjs.ts';

const ROUNDS = 20;
const QUICK_ROUNDS = 1;
/** One setting of each that takes seconds. */
const QUICK: readonly string[] = ['heddle-fused-2', 'heddle-fast-2', 'pytorch-1-foreach', 'numpy-float32-2'];

const isAbsent = (entry: Contender | Absent): entry is Absent => 'why' in entry;

/** The epoch of model_3. */
export const modelThreeRace: Measurement = {
  name: 'model-3',
  title: 'One epoch of model_3',
  async run(task, { quick, peers, log }): Promise<Outcome> {
    const peersOf = [heddleContenders, pytorchContenders, numpyContenders, jaxContenders, tfjsContenders];
    const all = peersOf.flatMap((contenders) => contenders(task.path));
    const contenders = all
      .filter((entry): entry is Contender => !isAbsent(entry))
      .filter(({ id }) => peers.length === 0 || peers.some((name) => id.startsWith(name)))
      .filter(({ id }) => !quick || peers.length > 0 || QUICK.includes(id));
    const { entries, absent } = await race(contenders, {
      rounds: quick ? QUICK_ROUNDS : ROUNDS,
      stepsPerEpoch: Math.floor(task.trainRows / TASK.batchSize),
      log,
    });
    return {
      data: entries,
      tables: [tableOf(entries), ratioTable(entries)],
      absent: [...all.filter(isAbsent), ...absent],
    };
  },
};

const fixed = (value: number | null | undefined, digits: number): string =>
  value === null || value === undefined ? '' : value.toFixed(digits);

function tableOf(entries: readonly Entry[]): TextTable {
  return {
    title: 'Seconds of one epoch of model_3',
    columns: ['system', 'setting', 's / epoch', 'range', 'validation s', 'peak MB', 'loss after 5', 'accuracy after 5'],
    rows: entries.map((entry) => [
      entry.name,
      entry.setting,
      fixed(entry.epoch.median, 2),
      `${fixed(entry.epoch.least, 2)}-${fixed(entry.epoch.most, 2)}`,
      fixed(entry.validation?.median, 2),
      fixed(entry.peakMegabytes, 0),
      fixed(entry.lossAfter5, 4),
      fixed(entry.accuracyAfter5, 4),
    ]),
  };
}
