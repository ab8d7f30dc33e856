import { modelFromSpec } from '../model/index.ts';
import { initialFingerprint } from '../train/index.ts';
import { type AuditedRun, counted, dataProblem, type Finding } from './audit-finding.ts';
import { buildLoss } from './build.ts';
import { factsOf } from './dataset-facts.ts';
import { parseExperiment } from './parse-experiment.ts';
import { planExperiment } from './plan.ts';

/** Draws the initial parameters of every trial again from its seed, and each seed again from the sweep's. */
export async function checkParameters(audited: AuditedRun): Promise<Finding> {
  const {
    run,
    kinds,
    backends: [backend],
  } = audited;
  const begun = run.trials.filter(({ record }) => record.initialFingerprint !== null);
  if (begun.length === 0) return { status: 'not-checkable', evidence: 'no trial has recorded what it began with' };
  const seeds = seedsOf(audited);
  const wrong: string[] = [];
  for (const { record } of begun) {
    const expected = seeds?.get(record.name);
    if (seeds !== null && expected !== record.seed)
      wrong.push(`${record.name}: its seed is ${record.seed}, but the sweep gives ${expected ?? 'no such trial'}`);
    const model = modelFromSpec(record.model, kinds.layers);
    const loss = buildLoss(record.loss, kinds);
    const found = await initialFingerprint({ model, loss, seed: record.seed, backend });
    if (found !== record.initialFingerprint)
      wrong.push(`${record.name}: it began with ${record.initialFingerprint}, but its seed gives ${found}`);
  }
  const whose = seeds === null ? '' : `, and each seed from the sweep's`;
  const drawn = `the initial parameters of ${counted(begun.length, 'trial')} were drawn again from their seeds${whose}`;
  if (wrong.length === 0) return { status: 'passed', evidence: `${drawn}: every fingerprint agrees` };
  return { status: 'failed', evidence: `${drawn}: ${counted(wrong.length, 'disagreement')}`, details: wrong };
}

/** The seeds that the sweep gives its trials, by name; null where the data are not at hand to plan it. */
function seedsOf({ run, data, kinds }: AuditedRun): ReadonlyMap<string, string> | null {
  if (typeof data === 'string' || dataProblem(data, run) !== undefined) return null;
  const plan = planExperiment(parseExperiment(run.sweep.spec, kinds), factsOf(data), kinds);
  const trials = plan.trials.map(({ name, seed }) => [name, seed] as const);
  return new Map([...trials, ...plan.cells.map((cell) => [`${cell.cell} refit`, cell.seedOf(0, null)] as const)]);
}
