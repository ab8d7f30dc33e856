import type { Dataset } from '../data/index.ts';
import type { Backend } from '../kernels/kernels.ts';
import { isClassification, type RunTrial } from '../record/index.ts';
import { type AuditedRun, counted, dataProblem, type Finding } from './audit-finding.ts';
import { splitsOf } from './folds.ts';
import { parseExperiment } from './parse-experiment.ts';
import { evaluateSaved } from './saved-trial.ts';

/** Predicts the validation rows of every finished trial again from its saved weights, and compares all bits. */
export async function checkPredictions(audited: AuditedRun): Promise<Finding> {
  const { run, data, profile, kinds } = audited;
  const problem = dataProblem(data, run);
  if (problem !== undefined) return { status: 'not-checkable', evidence: problem };
  const { used } = run.sweep.profile;
  if (used !== profile || used === 'fast')
    return {
      status: 'not-checkable',
      evidence: `the run computed with profile ${used}, this audit with ${profile}: their bits differ`,
    };
  const dataset = data as Dataset;
  const splits = splitsOf(parseExperiment(run.sweep.spec, kinds), dataset.train);
  const finished = run.trials.filter(({ record }) => record.status === 'finished' && record.refitOf === undefined);
  if (finished.length === 0) return { status: 'not-checkable', evidence: 'no trial has finished' };
  const differences = new Array<string | null>(finished.length).fill(null);
  let next = 0;
  const predictOn = async (backend: Backend): Promise<void> => {
    while (next < finished.length) {
      const place = next++;
      const trial = finished[place];
      const rows = splits[trial.record.fold ?? 0].validation;
      differences[place] = await differenceOf({ ...audited, backend }, trial, dataset, rows);
    }
  };
  await Promise.all(audited.backends.map(predictOn));
  const wrong = differences.flatMap((difference, i) =>
    difference === null ? [] : [`${finished[i].record.name}: ${difference}`],
  );
  const again = `the validation rows of ${counted(finished.length, 'trial')} were predicted again from the saved weights, with running statistics and without dropout`;
  if (wrong.length === 0) return { status: 'passed', evidence: `${again}: every bit agrees` };
  return { status: 'failed', evidence: `${again}: ${counted(wrong.length, 'trial')} differ`, details: wrong };
}

async function differenceOf(
  { store, kinds, backend }: AuditedRun & { readonly backend: Backend },
  trial: RunTrial,
  dataset: Dataset,
  rows: Uint32Array,
): Promise<string | null> {
  const recorded = await store.readValidationPredictions(trial.folder);
  const { evaluation } = await evaluateSaved({ store, kinds, backend, trial, dataset, part: 'train', rows });
  const { predictions, confusion } = evaluation;
  if (recorded.length !== predictions.length)
    return `${recorded.length} numbers are recorded, not ${predictions.length}`;
  const [was, now] = [recorded, predictions].map(
    (values) => new Uint32Array(values.buffer, values.byteOffset, values.length),
  );
  const at = was.findIndex((bits, i) => bits !== now[i]);
  const width = predictions.length / rows.length;
  if (at >= 0)
    return `validation row ${Math.floor(at / width)}, number ${at % width}: ${recorded[at]} is recorded, ${predictions[at]} computed`;
  const kept = trial.epochs.find(({ epoch }) => epoch === trial.record.bestEpoch);
  if (kept === undefined || !isClassification(kept) || confusion === undefined) return null;
  const same = JSON.stringify(kept.validationConfusion) === JSON.stringify(confusion);
  return same ? null : `epoch ${kept.epoch} of metrics.jsonl has another confusion matrix than the saved weights`;
}
