import { expect, test } from 'vitest';
import type { AuditCheck } from '../../index.ts';
import { createColours } from '../format/colours.ts';
import { auditLines } from './audit-lines.ts';

const style = { colours: createColours(false), columns: 80 };

const linesOf = (checks: readonly Partial<AuditCheck>[]): string[] => {
  const whole = { id: 'one-split', claim: 'It holds', status: 'passed', evidence: 'seen', details: [] } as const;
  const audit = {
    formatVersion: 1,
    time: '2026-11-22T16:15:00.000Z',
    checks: checks.map((check) => ({ ...whole, ...check })),
  } as const;
  return auditLines(audit, style);
};

test('each check is a line with its evidence below, and the readings of test rows are listed', () => {
  const reads = { id: 'test-after-selection', details: ['2026-11-22 000-net: heddle sweep'] };
  expect(linesOf([{}, reads, { status: 'not-checkable', evidence: 'no data' }])).toEqual([
    'passed  It holds',
    '    seen',
    'passed  It holds',
    '    seen',
    '    2026-11-22 000-net: heddle sweep',
    'not checkable  It holds',
    '    no data',
    '',
    '3 checks: 2 passed, 0 failed, 1 not checkable',
  ]);
});

test('a failed check lists what it found, ten of many, made safe to print', () => {
  const details = Array.from({ length: 12 }, (_, i) => `row ${i}\u001b[2J`);
  const lines = linesOf([{ status: 'failed', details }]);
  expect(lines[0]).toBe('FAILED  It holds');
  expect(lines.slice(2, 12)).toHaveLength(10);
  expect(lines[12]).toBe('    and 2 more');
  expect(lines.at(-1)).toBe('1 check: 0 passed, 1 failed');
  expect(lines.join('\n')).not.toContain('\u001b');
});
