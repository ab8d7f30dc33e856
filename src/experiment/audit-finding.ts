import { grouped } from '../core/index.ts';
import type { Dataset } from '../data/index.ts';
import type { Backend } from '../kernels/kernels.ts';
import type { AuditCheck, RunRecord } from '../record/index.ts';
import type { RunStore } from '../store/index.ts';
import type { ExperimentKinds } from './spec.ts';

/** What an audit takes. */
export interface AuditOptions {
  readonly store: RunStore;
  readonly kinds: ExperimentKinds;
  /** The data that the run was trained on, or in words why they are not at hand. */
  readonly data: Dataset | string;
  /** Trials are predicted side by side, one on each. */
  readonly backends: readonly Backend[];
  /** The profile that they compute with. */
  readonly profile: string;
  /** ISO 8601, UTC. */
  readonly time: string;
}

/** A run and what it is audited with. */
export interface AuditedRun extends AuditOptions {
  readonly run: RunRecord;
}

/** What one check found. */
export type Finding = Pick<AuditCheck, 'status' | 'evidence'> & { readonly details?: readonly string[] };

/** `1 trial`, `12 trials`, `60,000 rows`. */
export const counted = (count: number, noun: string): string => `${grouped(count)} ${noun}${count === 1 ? '' : 's'}`;

/** Why the data at hand cannot be compared with a run's; undefined where they can. */
export function dataProblem(data: Dataset | string, { sweep }: RunRecord): string | undefined {
  if (typeof data === 'string') return data;
  if (data.sha256 === sweep.dataset.sha256) return undefined;
  return `the data at hand are others than the run was trained with: SHA-256 ${data.sha256} instead of ${sweep.dataset.sha256}`;
}
