import type { AuditCheck, RunRecord } from '../../record/index.ts';
import { type Block, longColumn, paragraph, type Section, textCell, textColumn } from '../document.ts';
import { capital, count, dateTime } from '../format.ts';

const WORDS: Readonly<Record<AuditCheck['status'], string>> = {
  passed: 'passed',
  failed: 'FAILED',
  'not-checkable': 'cannot be checked',
};

/** What failed, for the first screen; nothing where all is well or nothing was audited. */
export function auditAlarms({ audit }: RunRecord): Block[] {
  return (audit?.checks ?? [])
    .filter(({ status }) => status === 'failed')
    .map(({ claim, evidence }) => ({
      kind: 'notice',
      tone: 'alarm',
      content: [
        { strong: `An audit check failed: ${claim}.` },
        ` ${capital(evidence)}${evidence.endsWith('.') ? '' : '.'} `,
        { link: 'See the audit.', to: 'audit' },
      ],
    }));
}

/** The audit in a few words: `6 of 6 checks passed`. */
export function auditText({ audit }: RunRecord): string | null {
  if (audit === undefined) return null;
  const number = (wanted: AuditCheck['status']): number =>
    audit.checks.filter(({ status }) => status === wanted).length;
  const open = number('not-checkable');
  return `${count(number('passed'))} of ${count(audit.checks.length)} checks passed${
    open === 0 ? '' : `, ${count(open)} could not be made`
  }${number('failed') === 0 ? '' : `, ${count(number('failed'))} FAILED`}`;
}

/** Every check with its evidence. Null where nothing was audited. */
export function auditPanel({ audit }: RunRecord): Section | null {
  if (audit === undefined) return null;
  const details = audit.checks
    .filter((check) => check.details.length > 0)
    .map(
      (check): Block => ({
        kind: 'details',
        id: `audit-${check.id}`,
        summary: check.claim,
        aside: `${count(check.details.length)} ${check.details.length === 1 ? 'fact' : 'facts'}`,
        open: check.status === 'failed',
        blocks: [
          {
            kind: 'table',
            table: {
              columns: [longColumn('what the evidence is about')],
              rows: check.details.map((detail) => ({ cells: [textCell(detail)] })),
              sortable: false,
            },
          },
        ],
      }),
    );
  return {
    id: 'audit',
    title: 'Audit',
    blocks: [
      paragraph(
        'What can be recomputed from the run folder was, on ',
        dateTime(audit.time),
        '. A run whose files were all made up consistently would pass too.',
      ),
      {
        kind: 'table',
        table: {
          columns: [longColumn('claim'), textColumn('result'), longColumn('evidence')],
          rows: audit.checks.map(({ claim, status, evidence }) => ({
            ...(status === 'failed' ? { tone: 'alarm' as const } : {}),
            cells: [
              textCell(claim),
              textCell(status === 'failed' ? { strong: WORDS[status] } : WORDS[status]),
              textCell(evidence),
            ],
          })),
          sortable: false,
        },
      },
      ...details,
    ],
  };
}
