import type { AuditCheck, AuditRecord } from '../../index.ts';
import { quantityText } from '../format/number-text.ts';
import { wrapWords } from '../format/text-width.ts';
import { printable } from '../output.ts';
import type { ViewStyle } from './view.ts';

/** Most details of a check that are printed; audit.json has them all. */
const MOST_DETAILS = 10;

const MARKS: { readonly [Status in AuditCheck['status']]: string } = {
  passed: 'passed',
  failed: 'FAILED',
  'not-checkable': 'not checkable',
};

/** Every check with its claim and evidence; the details of those that failed, and of the readings of test rows. */
export function auditLines({ checks }: AuditRecord, { colours, columns }: ViewStyle): string[] {
  const colour = { passed: colours.green, failed: colours.red, 'not-checkable': colours.yellow };
  const lines = checks.flatMap(({ id, claim, status, evidence, details }) => {
    const listed = status === 'failed' || id === 'test-after-selection' ? details : [];
    const shown = listed.slice(0, MOST_DETAILS).map((detail) => `    ${printable(detail)}`);
    const more = listed.length > MOST_DETAILS ? [`    and ${listed.length - MOST_DETAILS} more`] : [];
    return [
      `${colour[status](MARKS[status])}  ${colours.bold(claim)}`,
      ...wrapWords(printable(evidence), Math.max(24, columns - 4)).map((line) => `    ${line}`),
      ...shown,
      ...more,
    ];
  });
  const count = (wanted: AuditCheck['status']): number => checks.filter(({ status }) => status === wanted).length;
  const [failed, unknown] = [count('failed'), count('not-checkable')];
  const rest = unknown === 0 ? '' : `, ${unknown} not checkable`;
  const total = `${quantityText(checks.length, 'check')}: ${count('passed')} passed, ${failed} failed${rest}`;
  return [...lines, '', failed === 0 ? colours.bold(total) : colours.red(total)];
}
