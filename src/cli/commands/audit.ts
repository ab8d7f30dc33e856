import {
  type AuditRecord,
  auditRun,
  type Dataset,
  HeddleError,
  type RunStore,
  type SweepRecord,
  standardKinds,
} from '../../index.ts';
import { createEngine, type Engine } from '../../node/index.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { createOutput, type Output, type OutputOptions } from '../output.ts';
import { auditLines } from '../view/audit-lines.ts';
import { styleOf } from '../view/view-for.ts';
import { loadForRun } from './load-for.ts';
import { locateRun } from './locate-run.ts';
import { noteIn } from './note-in.ts';

/** The options of `heddle audit`. */
export interface AuditCommandOptions extends OutputOptions {
  readonly out: string;
  readonly dataDir?: string;
}

/** `heddle audit`: recomputes what a run claims, writes audit.json, and fails where a check failed. */
export async function auditCommand(run: string, options: AuditCommandOptions): Promise<ExitCode> {
  const output = createOutput(options);
  const store = await locateRun(run, options.out);
  const { sweep } = await store.read();
  const data = await dataOrReason(sweep, options, output);
  const engine = await createEngine({ profile: sweep.profile.used === 'strict' ? 'strict' : 'fused' });
  const audit = await noteIn(store, output, (run) => writeAudit({ store: run, data, engine })).finally(() =>
    engine.close(),
  );
  if (output.json) output.document({ runFolder: store.location, ...audit });
  else output.lines(auditLines(audit, styleOf(output)));
  return audit.checks.some(({ status }) => status === 'failed') ? EXIT.failed : EXIT.done;
}

/** Audits a run and keeps the result in its folder. */
export async function writeAudit({
  store,
  data,
  engine,
}: {
  readonly store: RunStore;
  readonly data: Dataset | string;
  readonly engine: Engine;
}): Promise<AuditRecord> {
  const time = new Date().toISOString();
  const audit = await auditRun({
    store,
    kinds: standardKinds,
    data,
    backends: engine.backends,
    profile: engine.profile.used,
    time,
  });
  await store.writeAudit(audit);
  return audit;
}

/** The run's data, or why they are not at hand: an audit without them checks what it can. */
async function dataOrReason(
  sweep: SweepRecord,
  options: AuditCommandOptions,
  output: Output,
): Promise<Dataset | string> {
  try {
    return await loadForRun(sweep, options, output);
  } catch (error) {
    if (!(error instanceof HeddleError)) throw error;
    output.lines([error.message, '']);
    return `the data are not at hand: ${error.where}`;
  }
}
