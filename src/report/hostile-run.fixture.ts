// The example with every name that a person can choose replaced by an attack on the page, the Markdown or the figures.

import type { RunRecord } from '../record/index.ts';
import { exampleRun } from './example-run.fixture.ts';

/** A name that tries to end scripts, attributes, tables, code and XML, to turn the writing around and to steer a terminal. */
export const HOSTILE_NAME: string =
  '</script><script>window.hacked=1</script><img src="https://evil.example/x" onerror="hacked=2">\'|`*_[a](javascript:1)\n# h\u0000\u202e\u001b[31m\u009b2J\u0007\r\u007f--> ]]>';

/** The example run with hostile names. Trial folders stay plain: a store makes no others. */
export function hostileRun(): RunRecord {
  const run = exampleRun();
  const { sweep } = run;
  const rename = (name: string): string => `${name} ${HOSTILE_NAME}`;
  const classNames = (sweep.dataset.classNames ?? []).map((name, c) => (c % 2 === 0 ? rename(name) : name));
  return {
    sweep: {
      ...sweep,
      name: rename(sweep.name),
      command: rename(sweep.command),
      spec: { note: HOSTILE_NAME },
      backend: HOSTILE_NAME,
      dataset: { ...sweep.dataset, id: HOSTILE_NAME, source: HOSTILE_NAME, notice: HOSTILE_NAME, classNames },
      environment: { ...sweep.environment, cpu: HOSTILE_NAME },
      testReads: sweep.testReads.map((read) => ({ ...read, command: HOSTILE_NAME })),
    },
    trials: run.trials.map((trial) => ({
      ...trial,
      record: {
        ...trial.record,
        name: rename(trial.record.name),
        modelName: rename(trial.record.modelName),
        message: HOSTILE_NAME,
        parameters: { ...trial.record.parameters, [HOSTILE_NAME]: `${trial.record.index % 2} ${HOSTILE_NAME}` },
      },
    })),
    leaderboard: (run.leaderboard ?? []).map((entry) => ({
      ...entry,
      name: rename(entry.name),
      modelName: rename(entry.modelName),
      parameters: { ...entry.parameters, [HOSTILE_NAME]: `${entry.rank % 2} ${HOSTILE_NAME}` },
    })),
    test:
      run.test === null
        ? null
        : {
            ...run.test,
            name: rename(run.test.name),
            perClass: run.test.perClass?.map((of) => ({ ...of, label: HOSTILE_NAME })),
          },
  };
}

/** A name of a trial's folder that a disk can hold and a store would not make. */
export const HOSTILE_FOLDER: string = `"><script>window.hacked=3<\u2215script>) $& $1 '`;

/** The example run with hostile names of trial folders, and trials whose names are patterns of a replacement. */
export function hostileFolders(): RunRecord {
  const run = exampleRun();
  const rename = (folder: string): string => `${folder}${HOSTILE_FOLDER}`;
  return {
    ...run,
    sweep: { ...run.sweep, testReads: run.sweep.testReads.map((read) => ({ ...read, trial: rename(read.trial) })) },
    trials: run.trials.map((trial) => ({
      ...trial,
      folder: rename(trial.folder),
      record: { ...trial.record, name: `$& $1 ${trial.record.name}` },
    })),
    leaderboard: (run.leaderboard ?? []).map((entry) => ({ ...entry, trial: rename(entry.trial) })),
    test: run.test === null ? null : { ...run.test, trial: rename(run.test.trial) },
  };
}
