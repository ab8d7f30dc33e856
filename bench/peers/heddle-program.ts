// Heddle itself, as a child process beside the others: model_3 through the public `train`.

import { isClassification, type Profile, train } from 'heddle';
import { createEngine } from 'heddle/node';
import { modelThreeTraining } from '../lib/model-3-training.ts';
import { TASK } from '../lib/task.ts';
import { nextCommand, say } from './answer.ts';

const { folder, profile, threads } = JSON.parse(process.argv[2]) as {
  readonly folder: string;
  readonly profile: Profile;
  readonly threads: number;
};

const engine = await createEngine({ profile, threads });
const training = modelThreeTraining(engine, folder);
say({ ready: true, profile: engine.profile.used });

// The first command begins the first epoch; the end of each epoch answers one command and waits for the next.
const more = (): boolean => nextCommand() !== undefined;
if (more()) {
  await train({
    ...training,
    epochs: 1000,
    listeners: [
      {
        name: 'bench',
        afterEpoch(record) {
          if (!isClassification(record)) throw new Error('model_3 is a classifier');
          const steps = Math.floor(training.train.rows.length / TASK.batchSize);
          const seconds = (steps * TASK.batchSize) / record.samplesPerSecond;
          say({
            seconds,
            steps,
            validationSeconds: record.seconds - seconds,
            trainLoss: record.trainLoss,
            validationAccuracy: record.validationAccuracy ?? null,
            peakMegabytes: process.resourceUsage().maxRSS / 1024,
          });
          return more() ? undefined : { message: 'the runner has ended' };
        },
      },
    ],
  });
}
await engine.close();
