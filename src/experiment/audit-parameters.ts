import { modelFromSpec } from '../model/index.ts';
import { initialFingerprint } from '../train/index.ts';
import { type AuditedRun, counted, dataProblem, type Finding } from './audit-finding.ts';
import { buildLoss } from './build.ts';
import { refitTrial } from './cell-trials.ts';
import { factsOf } from './dataset-facts.ts';
import { parseExperiment } from './parse-experiment.ts';
import { planExperiment } from './plan.ts';
import { epochsBefore } from './sweep-difference.ts';

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
    if (seeds !== null && expected?.has(record.seed) !== true) {
      const given = expected === undefined ? 'no such trial' : [...expected].join(' or ');
      wrong.push(`${record.name}: its seed is ${record.seed}, but the sweep gives ${given}`);
    }
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

/**
 * The seeds that the sweep gives its trials, by name; null where the data are not at hand to plan it. A seed follows from the
 * number of epochs too, and a trial keeps its own where the sweep is extended: then there is one for each number that the sweep has had.
 */
function seedsOf({ run, data, kinds }: AuditedRun): ReadonlyMap<string, ReadonlySet<string>> | null {
  if (typeof data === 'string' || dataProblem(data, run) !== undefined) return null;
  const spec = parseExperiment(run.sweep.spec, kinds);
  const seeds = new Map<string, Set<string>>();
  for (const epochs of [spec.training.epochs, ...epochsBefore(run.sweep.resumptions ?? [])]) {
    const asked = { ...spec, training: { ...spec.training, epochs } };
    const { trials, cells } = planExperiment(asked, factsOf(data), kinds);
    for (const { name, seed } of [...trials, ...cells.map((cell) => refitTrial(cell, 0))])
      seeds.set(name, (seeds.get(name) ?? new Set()).add(seed));
  }
  return seeds;
}
