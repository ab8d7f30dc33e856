// An audit recomputes what a run claims from what it left behind. Each check says what it compared; what cannot be recomputed,
// as without the data, is said to be not checkable rather than passed over.

import { HeddleError } from '../core/index.ts';
import type { AuditCheck, AuditRecord } from '../record/index.ts';
import { checkRanking, checkTestReads } from './audit-choice.ts';
import type { AuditedRun, AuditOptions, Finding } from './audit-finding.ts';
import { checkParameters } from './audit-parameters.ts';
import { checkPredictions } from './audit-predictions.ts';
import { checkRows, checkSplit } from './audit-rows.ts';

const CHECKS: readonly { readonly id: string; readonly claim: string; check(audited: AuditedRun): Promise<Finding> }[] =
  [
    {
      id: 'fresh-parameters',
      claim: 'Every trial began with fresh parameters, drawn from its own seed',
      check: checkParameters,
    },
    { id: 'one-split', claim: 'All trials share the recorded split', check: checkSplit },
    { id: 'disjoint-rows', claim: 'No row is in two parts of the data', check: checkRows },
    { id: 'ranking', claim: 'The choice follows from the validation figures alone', check: checkRanking },
    { id: 'test-after-selection', claim: 'Test rows were read only after the choice was made', check: checkTestReads },
    {
      id: 'evaluation-mode',
      claim: 'Validation predictions are those of the kept weights in evaluation mode',
      check: checkPredictions,
    },
  ];

/**
 * Audits a run. A file that is missing or damaged fails the check that needs it.
 *
 * @throws HeddleError as `store.read` when the run cannot be read at all.
 */
export async function auditRun(options: AuditOptions): Promise<AuditRecord> {
  const audited = { ...options, run: await options.store.read() };
  const checks: AuditCheck[] = [];
  for (const { id, claim, check } of CHECKS) {
    const { status, evidence, details = [] } = await findingOf(() => check(audited));
    checks.push({ id, claim, status, evidence, details });
  }
  return { formatVersion: 1, time: options.time, checks };
}

async function findingOf(check: () => Promise<Finding>): Promise<Finding> {
  try {
    return await check();
  } catch (error) {
    if (error instanceof HeddleError) return { status: 'failed', evidence: error.message };
    throw error;
  }
}
