import { metricValue, type Resumption, type RunTrial, type SweepRecord, selectedEntry } from '../record/index.ts';
import { leaderboard } from '../sweep/index.ts';
import { type AuditedRun, counted, type Finding } from './audit-finding.ts';
import { parseExperiment } from './parse-experiment.ts';
import { cellNames } from './sweep-cells.ts';

/** Ranks the trials again from their epochs. */
export async function checkRanking(audited: AuditedRun): Promise<Finding> {
  const { sweep, leaderboard: recorded, test } = audited.run;
  if (recorded === null) return { status: 'not-checkable', evidence: 'nothing has been chosen yet' };
  const trials = inSweepOrder(audited);
  const wrong: string[] = [];
  for (const { record, epochs } of trials) {
    const best = epochs.find(({ epoch }) => epoch === record.bestEpoch);
    const value = best === undefined ? null : metricValue(best, sweep.selection.metric);
    if (record.status === 'finished' && value !== record.bestValue)
      wrong.push(`${record.name}: trial.json says ${record.bestValue}, but epoch ${record.bestEpoch} has ${value}`);
  }
  for (const [place, { trial, value }] of leaderboard(trials, sweep.selection).entries()) {
    const entry = recorded[place];
    if (entry?.trial !== trial || entry.value !== value)
      wrong.push(
        `place ${place + 1}: ${entry?.trial ?? 'nothing'} with ${entry?.value}, where ${trial} with ${value} belongs`,
      );
  }
  const selected = selectedEntry(recorded);
  if (test !== null && test.trial !== selected?.trial)
    wrong.push(`test.json is of ${test.trial}, but ${selected?.trial ?? 'nothing'} was chosen`);
  const again = `${counted(trials.length, 'trial')} ranked again by ${sweep.selection.metric} of the kept epochs`;
  if (wrong.length > 0)
    return { status: 'failed', evidence: `${again}: ${counted(wrong.length, 'disagreement')}`, details: wrong };
  return { status: 'passed', evidence: `${again}: the same order, and test.json is of the chosen one` };
}

/**
 * Equal values keep the order of the sweep. It is that of the trials' numbers until the sweep has grown: new trials then have later numbers
 * than those that were there.
 */
function inSweepOrder({ run: { sweep, trials }, kinds }: AuditedRun): readonly RunTrial[] {
  if (extensionsOf(sweep).length === 0) return trials;
  const names = cellNames(parseExperiment(sweep.spec, kinds));
  const places = new Map(names.map((name, place) => [name, place]));
  const placeOf = ({ record: { cell, name, refitOf } }: RunTrial): number =>
    refitOf === undefined ? (places.get(cell ?? name) ?? names.length) : names.length + 1;
  return trials.toSorted(
    (a, b) =>
      placeOf(a) - placeOf(b) ||
      a.record.repeat - b.record.repeat ||
      (a.record.fold ?? 0) - (b.record.fold ?? 0) ||
      a.record.index - b.record.index,
  );
}

/** Compares the times of all readings of the test rows with the time of the choice. */
export async function checkTestReads({ run }: AuditedRun): Promise<Finding> {
  const { sweep, test, leaderboard: recorded } = run;
  const { testReads, selected } = sweep;
  const details = testReads.map(({ time, trial, command }) => `${time} ${trial}: ${command}`);
  const wrong: string[] = [];
  if (test !== null && !testReads.some(({ trial }) => trial === test.trial))
    wrong.push(`test.json has figures of ${test.trial}, but no reading of the test rows for it is recorded`);
  if (recorded === null && testReads.length > 0) wrong.push('test rows were read, but nothing has been chosen');
  const extensions = extensionsOf(sweep);
  for (const { time, trial } of testReads) {
    if (selected === undefined || time >= selected) continue;
    const extension = extensions.find((resumption) => time <= resumption.time && resumption.time <= selected);
    const since =
      extension === undefined
        ? ''
        : `: the run was extended after its test rows were read, at ${extension.time} (${extension.extended.join('; ')}), and chosen from anew`;
    wrong.push(`${trial} was tested at ${time}, before the choice at ${selected}${since}`);
  }
  if (wrong.length > 0) return { status: 'failed', evidence: wrong.join('; '), details };
  if (testReads.length === 0)
    return { status: 'passed', evidence: 'no reading of the test rows is recorded, and there are no test figures' };
  if (selected === undefined)
    return {
      status: 'not-checkable',
      evidence: 'the record does not say when the choice was made (an older version of Heddle wrote it)',
      details,
    };
  const chosen = selectedEntry(recorded)?.trial;
  const others = testReads.filter(({ trial }) => trial !== chosen).length;
  const of = others === 0 ? 'all of the chosen trial' : `${others} of a trial that was not chosen`;
  return {
    status: 'passed',
    evidence: `${counted(testReads.length, 'reading')} of the test rows after the choice at ${selected}, ${of}`,
    details,
  };
}

/** The resumptions with which a sweep grew. */
const extensionsOf = ({ resumptions = [] }: SweepRecord): readonly Resumption[] =>
  resumptions.filter(({ extended }) => extended.length > 0);
