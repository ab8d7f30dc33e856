import { grouped, sizeOf } from '../core/index.ts';
import { type Dataset, sharedRows } from '../data/index.ts';
import { modelFromSpec } from '../model/index.ts';
import { type AuditedRun, counted, dataProblem, type Finding } from './audit-finding.ts';
import { splitsOf } from './folds.ts';
import { parseExperiment } from './parse-experiment.ts';
import type { SplitRows } from './split.ts';

/** Splits the rows again from the sweep's seed, and counts the rows that each trial predicted. */
export async function checkSplit(audited: AuditedRun): Promise<Finding> {
  const { run, data, kinds, store } = audited;
  const problem = dataProblem(data, run);
  if (problem !== undefined) return { status: 'not-checkable', evidence: problem };
  const splits = splitsAgain(audited, data as Dataset);
  const recorded = run.sweep.folds?.map(({ splitHash }) => splitHash) ?? [run.sweep.splitHash];
  const wrong = splits.flatMap(({ hash }, i) =>
    hash === recorded[i] ? [] : [`the recorded hash is ${recorded[i]}, but the sweep's seed gives ${hash}`],
  );
  let predicted = 0;
  for (const { folder, record } of run.trials) {
    if (record.status !== 'finished' || record.refitOf !== undefined) continue;
    const { length } = await store.readValidationPredictions(folder);
    const rows = length / sizeOf(modelFromSpec(record.model, kinds.layers).output);
    const expected = splits[record.fold ?? 0]?.validation.length;
    if (rows === expected) predicted++;
    else wrong.push(`${record.name}: it predicted ${grouped(rows)} rows of ${grouped(expected)}`);
  }
  const again = `the split was made again from the sweep's seed (${counted(splits.length, 'part')}), and ${counted(predicted, 'trial')} predicted all its validation rows`;
  if (wrong.length === 0) return { status: 'passed', evidence: `${again}: every hash agrees`, details: recorded };
  return { status: 'failed', evidence: `${again}: ${counted(wrong.length, 'disagreement')}`, details: wrong };
}

/** Compares row numbers, then the content of every row with the rows of the other parts. */
export async function checkRows(audited: AuditedRun): Promise<Finding> {
  const { run, data } = audited;
  const problem = dataProblem(data, run);
  if (problem !== undefined) return { status: 'not-checkable', evidence: problem };
  const { train, test } = data as Dataset;
  const wrong: string[] = [];
  for (const { train: trained, validation } of splitsAgain(audited, data as Dataset)) {
    const numbers = new Set(trained);
    for (const row of validation) if (numbers.has(row)) wrong.push(`row ${row} trains and validates`);
    for (const { part, first, second } of sharedRows(
      train.features,
      { train: trained, validation },
      test?.features ?? null,
    ))
      wrong.push(`${PARTS[part][0]} row ${first} = ${PARTS[part][1]} row ${second}`);
  }
  const all = counted(train.rows, 'training and validation row');
  const compared = `${all} and ${counted(test?.rows ?? 0, 'test row')} were compared byte for byte`;
  const found = [...new Set(wrong)];
  if (found.length === 0) return { status: 'passed', evidence: `${compared}: none is in two parts` };
  return {
    status: 'failed',
    evidence: `${compared}: ${counted(found.length, 'pair')} of equal rows in two parts`,
    details: found,
  };
}

const PARTS = {
  trainValidation: ['training', 'validation'],
  trainTest: ['training', 'test'],
  validationTest: ['validation', 'test'],
} as const;

function splitsAgain({ run, kinds }: AuditedRun, { train }: Dataset): readonly SplitRows[] {
  return splitsOf(parseExperiment(run.sweep.spec, kinds), train);
}
