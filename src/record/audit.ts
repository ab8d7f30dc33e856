/** How a check came out. */
export type AuditStatus = 'passed' | 'failed' | 'not-checkable';

/** One check of a run, with what it rests on. */
export interface AuditCheck {
  /** Stable name: `fresh-parameters`. */
  readonly id: string;
  /** What is claimed, as a sentence: `Every trial began with fresh parameters of its own`. */
  readonly claim: string;
  readonly status: AuditStatus;
  /** One sentence: what was compared and found, or why it cannot be checked. */
  readonly evidence: string;
  /** What the evidence is about, one fact a line: offending trials or rows, commands that read the test rows. */
  readonly details: readonly string[];
}

/** audit.json: what an audit of the run found. */
export interface AuditRecord {
  readonly formatVersion: 1;
  /** When it was made: ISO 8601, UTC. */
  readonly time: string;
  readonly checks: readonly AuditCheck[];
}
