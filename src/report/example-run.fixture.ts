// A run that looks like a real one, drawn from a seed: for tests and for looking at the report while working on it.
// Curves follow loss(e) = floor + drop exp(-speed e); validation turns up where the model overfits.

import { deriveSeed, exp, type Json, type RandomSequence, randomSequence, seedFrom, sha256Hex } from '../core/index.ts';
import {
  accuracyOf,
  type ConfusionMatrix,
  type EpochRecord,
  f1Of,
  type LayerSpec,
  type LeaderboardEntry,
  perClassFigures,
  type RunRecord,
  type RunTrial,
  type SweepRecord,
  type TrialRecord,
} from '../record/index.ts';

const GARMENTS: readonly string[] = [
  'T-shirt/top',
  'Trouser',
  'Pullover',
  'Dress',
  'Coat',
  'Sandal',
  'Shirt',
  'Sneaker',
  'Bag',
  'Ankle boot',
];

/** Which garments are taken for which others: share of the true class's errors. */
const LOOKALIKES: Readonly<Record<number, readonly number[]>> = {
  0: [6, 6, 6, 3, 2],
  1: [3, 6],
  2: [4, 6, 4, 0],
  3: [0, 6, 4, 1],
  4: [2, 6, 2, 3],
  5: [7, 9],
  6: [0, 2, 4, 0, 3],
  7: [9, 5],
  8: [6, 0, 5],
  9: [7, 7, 5],
};

/** How hard each garment is: its share of errors relative to the mean. */
const HARDNESS: readonly number[] = [1.4, 0.25, 1.8, 0.9, 1.6, 0.4, 2.7, 0.5, 0.25, 0.4];

function confusionOf(random: RandomSequence, support: number, errorRate: number): number[][] {
  return GARMENTS.map((_, t) => {
    const row = GARMENTS.map(() => 0);
    for (let i = 0; i < support; i++) {
      const wrong = random.uniform() < errorRate * HARDNESS[t];
      const likely = LOOKALIKES[t];
      row[wrong ? likely[random.below(likely.length)] : t]++;
    }
    return row;
  });
}

const dense = (units: number): LayerSpec => ({ kind: 'dense', units, useBias: true, initializer: 'heNormal' });
const block = (units: number, rate: number): LayerSpec[] => [
  dense(units),
  { kind: 'batchNorm', momentum: 0.1, epsilon: 0.00001 },
  { kind: 'relu' },
  { kind: 'dropout', rate },
];

const MODELS: Readonly<Record<string, { layers: readonly LayerSpec[]; parameters: number; skill: number }>> = {
  model_1: {
    layers: [{ kind: 'flatten' }, ...block(512, 0.2), dense(10), { kind: 'softmax' }],
    parameters: 408074,
    skill: 0.004,
  },
  model_2: {
    layers: [{ kind: 'flatten' }, ...block(256, 0.25), dense(10), { kind: 'softmax' }],
    parameters: 204042,
    skill: 0,
  },
  model_3: {
    layers: [{ kind: 'flatten' }, ...block(512, 0.3), ...block(256, 0.3), dense(10), { kind: 'softmax' }],
    parameters: 537354,
    skill: 0.006,
  },
};

const RATES: readonly number[] = [0.005, 0.0025, 0.00125, 0.000625];

function epochsOf(random: RandomSequence, rate: number, skill: number): EpochRecord[] {
  const count = 7 + random.below(8);
  const best = count - 2;
  const speed = 0.35 + 30 * rate;
  return Array.from({ length: count }, (_, i) => {
    const epoch = i + 1;
    const trainError = 0.075 + 0.16 * exp(-speed * epoch);
    const noise = (0.6 + rate * 100) * 0.012 * (random.uniform() - 0.5);
    const overfit = Math.max(0, epoch - best) * 0.004;
    const error = 0.112 - skill + 0.1 * exp(-speed * epoch) + noise + overfit;
    const validationConfusion: ConfusionMatrix = confusionOf(random, 1200, error);
    const seconds = 1.1 + 0.2 * random.uniform();
    return {
      epoch,
      learningRate: rate,
      trainLoss: 0.19 + 2.1 * trainError + 0.004 * random.uniform(),
      trainAccuracy: 1 - trainError,
      trainMacroF1: 1 - trainError - 0.0004,
      validationLoss: 0.02 + 2.75 * error,
      validationAccuracy: accuracyOf(validationConfusion),
      validationMacroF1: f1Of(validationConfusion, 'macro'),
      validationConfusion,
      seconds,
      samplesPerSecond: 47104 / (seconds - 0.1),
    };
  });
}

function trialOf(index: number, modelName: string, rate: number): RunTrial {
  const name = `${modelName} learningRate=${rate}`;
  const seed = deriveSeed(seedFrom(1), name);
  const model = MODELS[modelName];
  const epochs = epochsOf(randomSequence(seed, 'sample', 0), rate, model.skill);
  const value = (epoch: EpochRecord): number => ('validationMacroF1' in epoch ? (epoch.validationMacroF1 ?? 0) : 0);
  const best = epochs.reduce((a, b) => (value(b) > value(a) ? b : a));
  const early = epochs.length < 15;
  const record: TrialRecord = {
    formatVersion: 1,
    index,
    name,
    modelName,
    model: { input: [28, 28], layers: model.layers },
    optimizer: { kind: 'adam', learningRate: rate, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
    loss: { kind: 'crossEntropy', labelSmoothing: 0 },
    schedule: { kind: 'constant' },
    training: {
      batchSize: 1024,
      epochs: 15,
      dropLast: true,
      earlyStopping: { metric: 'validationLoss', patience: 2, minChange: 0 },
    },
    parameters: { 'optimizer.learningRate': rate },
    seed,
    repeat: 0,
    fold: null,
    status: 'finished',
    parameterCount: model.parameters,
    memoryBytes: 24 * model.parameters + 12_000_000,
    epochsTrained: epochs.length,
    bestEpoch: best.epoch,
    bestValue: value(best),
    stopReason: early ? 'early-stopping' : 'epochs',
    message: early
      ? `Early stopping at epoch ${epochs.length}, weights of epoch ${best.epoch} kept`
      : 'All 15 epochs trained',
    initialFingerprint: sha256Hex(`${name} initial`),
    fingerprint: sha256Hex(name),
    lastFingerprint: sha256Hex(`${name} last`),
    seconds: epochs.reduce((sum, epoch) => sum + epoch.seconds, 0),
  };
  return { folder: `${String(index).padStart(3, '0')}-${modelName}`, record, epochs };
}

/** The leaderboard of trials: best selection value first, failed trials last. */
export function exampleLeaderboard(trials: readonly RunTrial[]): LeaderboardEntry[] {
  const order = [...trials].sort((a, b) => (b.record.bestValue ?? -1) - (a.record.bestValue ?? -1));
  return order.map(({ folder, record, epochs }, i) => {
    const best = epochs.find((epoch) => epoch.epoch === record.bestEpoch);
    return {
      rank: i + 1,
      trial: folder,
      name: record.name,
      modelName: record.modelName,
      parameters: record.parameters,
      status: record.status,
      value: record.bestValue,
      bestEpoch: record.bestEpoch,
      epochsTrained: record.epochsTrained,
      validationLoss: best?.validationLoss ?? null,
      validationAccuracy: best !== undefined && 'validationAccuracy' in best ? (best.validationAccuracy ?? null) : null,
      seconds: record.seconds,
      message: record.status === 'failed' ? record.message : null,
    };
  });
}

const SPEC: Json = { dataset: 'fashion-mnist', split: 'random', grid: { 'optimizer.learningRate': [...RATES] } };

function sweepOf(): SweepRecord {
  return {
    formatVersion: 1,
    name: 'fashion-mnist',
    spec: SPEC,
    seed: seedFrom(1),
    dataset: {
      id: 'fashion-mnist',
      sha256: sha256Hex('fashion-mnist'),
      source: 'files in /data/fashion-mnist',
      featureShape: [28, 28],
      classNames: GARMENTS,
      trainRows: 48000,
      validationRows: 12000,
      testRows: 10000,
      notice: null,
    },
    splitHash: sha256Hex('split'),
    duplicates: { trainValidation: 3, trainTest: 1, validationTest: 0 },
    selection: { metric: 'validationMacroF1', direction: 'max' },
    backend: 'wasm',
    profile: { asked: 'fused', used: 'fused' },
    threads: 1,
    jobs: 2,
    environment: { heddle: '0.1.0', runtime: 'Node 20.20.2', platform: 'linux x64', cpu: 'AMD EPYC 9R14', cores: 2 },
    command: 'heddle sweep fashion-mnist --seed 1',
    started: '2026-11-22T16:15:00.000Z',
    finished: '2026-11-22T16:16:23.412Z',
    testReads: [
      { time: '2026-11-22T16:16:22.900Z', trial: '011-model_3', command: 'heddle sweep fashion-mnist --seed 1' },
    ],
  };
}

/** A finished sweep of 12 classifiers of Fashion-MNIST. The same records every time. */
export function exampleRun(): RunRecord {
  const trials = Object.keys(MODELS).flatMap((model, m) => RATES.map((rate, r) => trialOf(4 * m + r, model, rate)));
  const leaderboard = exampleLeaderboard(trials);
  const confusion = confusionOf(randomSequence(seedFrom(1), 'sample', 1), 1000, 0.116);
  const sweep = sweepOf();
  return {
    sweep: { ...sweep, testReads: sweep.testReads.map((read) => ({ ...read, trial: leaderboard[0].trial })) },
    trials,
    leaderboard,
    test: {
      formatVersion: 1,
      trial: leaderboard[0].trial,
      name: leaderboard[0].name,
      rows: 10000,
      loss: 0.3389,
      accuracy: accuracyOf(confusion),
      macroF1: f1Of(confusion, 'macro'),
      confusion,
      perClass: perClassFigures(confusion, GARMENTS),
    },
  };
}

/** The example with its second and fifth trials failed, as a diverging loss leaves them. */
export function exampleRunWithFailures(): RunRecord {
  const run = exampleRun();
  const trials = run.trials.map((trial, i): RunTrial => {
    if (i !== 1 && i !== 4) return trial;
    const kept = trial.epochs.slice(0, i - 1);
    const message = `epoch ${kept.length + 1}, step 17: expected a finite loss, received NaN. Lower the learning rate.`;
    const record: TrialRecord = {
      ...trial.record,
      status: 'failed',
      stopReason: 'diverged',
      message,
      epochsTrained: kept.length,
      bestEpoch: null,
      bestValue: null,
      fingerprint: null,
    };
    return { ...trial, record, epochs: kept };
  });
  return { ...run, trials, leaderboard: exampleLeaderboard(trials) };
}

/** The example as a crash in the middle left it: no leaderboard, no test, trials running and waiting. */
export function exampleInterruptedRun(): RunRecord {
  const run = exampleRun();
  const trials = run.trials.map((trial, i): RunTrial => {
    if (i < 4) return trial;
    const epochs = i < 6 ? trial.epochs.slice(0, 3) : [];
    const best = i < 6 ? 3 : null;
    const record: TrialRecord = {
      ...trial.record,
      status: i < 6 ? 'running' : 'waiting',
      stopReason: null,
      message: null,
      epochsTrained: epochs.length,
      bestEpoch: best,
      bestValue: best === null ? null : 0.86,
      fingerprint: null,
      lastFingerprint: null,
      seconds: 0,
    };
    return { ...trial, record, epochs };
  });
  return { sweep: { ...run.sweep, finished: null, testReads: [] }, trials, leaderboard: null, test: null };
}

/** A finished sweep of three networks that fit the noisy Friedman #1 function: numbers instead of classes. */
export function exampleRegressionRun(): RunRecord {
  const { sweep } = exampleRun();
  const trials = [0.01, 0.003, 0.001].map((rate, index): RunTrial => {
    const { record, folder } = trialOf(index, 'model_2', rate);
    const random = randomSequence(record.seed, 'sample', 2);
    const epochs = Array.from({ length: 30 }, (_, i): EpochRecord => {
      const rmse = 1.02 + 4 * exp(-(0.08 + 12 * rate) * i) + 0.05 * random.uniform();
      return {
        epoch: i + 1,
        learningRate: rate,
        trainLoss: 0.95 * rmse * rmse,
        trainRmse: 0.97 * rmse,
        validationLoss: rmse * rmse,
        validationRmse: rmse,
        validationMae: 0.8 * rmse,
        validationR2: 1 - (rmse * rmse) / 25,
        seconds: 0.021,
        samplesPerSecond: 190000,
      };
    });
    return {
      folder,
      epochs,
      record: {
        ...record,
        loss: { kind: 'meanSquaredError' },
        training: { ...record.training, epochs: 30 },
        stopReason: 'epochs',
        message: 'All 30 epochs trained',
        epochsTrained: 30,
        bestEpoch: 29,
        bestValue: epochs[28].validationLoss ?? null,
      },
    };
  });
  const leaderboard = exampleLeaderboard(trials)
    .sort((a, b) => (a.value ?? 0) - (b.value ?? 0))
    .map((entry, i) => ({ ...entry, rank: i + 1 }));
  return {
    sweep: {
      ...sweep,
      name: 'function-approximation',
      command: 'heddle sweep function-approximation.yaml',
      dataset: {
        ...sweep.dataset,
        id: 'friedman-1',
        featureShape: [10],
        classNames: null,
        trainRows: 4000,
        validationRows: 1000,
        testRows: 1000,
      },
      selection: { metric: 'validationLoss', direction: 'min' },
    },
    trials,
    leaderboard,
    test: {
      formatVersion: 1,
      trial: leaderboard[0].trial,
      name: leaderboard[0].name,
      rows: 1000,
      loss: 1.1,
      rmse: 1.049,
      mae: 0.84,
      r2: 0.956,
    },
  };
}

/** The example with 30 classes, the names of two of them very long. */
export function exampleManyClasses(): RunRecord {
  const run = exampleRun();
  const classNames = Array.from({ length: 30 }, (_, c) =>
    c === 4 ? 'a class name of many words that goes on and on' : `class ${c}`,
  );
  classNames[9] = 'oneverylongword'.repeat(4);
  const confusion = classNames.map((_, t) =>
    classNames.map((_, p) => (t === p ? 40 : (t * 7 + p * 3) % 11 === 0 ? 2 : 0)),
  );
  const trials = run.trials.map((trial) => ({
    ...trial,
    epochs: trial.epochs.map((epoch) =>
      'validationConfusion' in epoch ? { ...epoch, validationConfusion: confusion } : epoch,
    ),
  }));
  return {
    ...run,
    sweep: { ...run.sweep, dataset: { ...run.sweep.dataset, classNames } },
    trials,
    test: run.test === null ? null : { ...run.test, confusion, perClass: perClassFigures(confusion, classNames) },
  };
}

/** The example whose third trial exploded and was trained to its end all the same. */
export function exampleExplodedRun(): RunRecord {
  const run = exampleRun();
  const trials = run.trials.map((trial, i) =>
    i === 2 ? { ...trial, epochs: trial.epochs.map((epoch) => ({ ...epoch, validationLoss: 6e30 })) } : trial,
  );
  return { ...run, trials };
}
