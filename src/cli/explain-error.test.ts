import { expect, test } from 'vitest';
import { HeddleError } from '../index.ts';
import { explainError } from './explain-error.ts';

const parts = { where: 'sweep.yaml:7:12', expected: 'a layer', received: '"droput"', hint: 'did you mean dropout?' };

test('an error of the user says where, what was expected, what came, and what to do', () => {
  expect(explainError(new HeddleError('sweep', parts), false)).toEqual({
    lines: [
      'error: sweep.yaml:7:12',
      '  expected    a layer',
      '  received    "droput"',
      '  what to do  did you mean dropout?',
    ],
    document: { code: 'sweep', ...parts },
    exitCode: 2,
  });
});

test('further mistakes in a sweep file follow, each on its line', () => {
  const hint = 'did you mean dropout?\nsweep.yaml:9:3 grid: expected a list, received 3. Put brackets around it.';
  expect(explainError(new HeddleError('sweep', { ...parts, hint }), false).lines.slice(3)).toEqual([
    '  what to do  did you mean dropout?',
    'also: sweep.yaml:9:3 grid: expected a list, received 3. Put brackets around it.',
  ]);
});

test('wrong usage and wrong sweep files end with 2, an interruption with 130, everything else with 1', () => {
  const codes = (['usage', 'sweep', 'interrupted', 'data', 'file', 'engine', 'format'] as const).map(
    (code) => explainError(new HeddleError(code, parts), false).exitCode,
  );
  expect(codes).toEqual([2, 2, 130, 1, 1, 1, 1]);
});

test('any other error is a fault in Heddle, without a stack unless it is asked for', () => {
  const fault = new TypeError('x is undefined');
  const { lines, exitCode, document } = explainError(fault, false);
  expect(lines).toEqual([
    'error: this is a fault in Heddle, not in what you asked for: TypeError: x is undefined',
    '  what to do  report it with the command you ran and the output of HEDDLE_DEBUG=1 <command>',
  ]);
  expect(exitCode).toBe(1);
  expect(document).toEqual({ code: 'internal', where: 'heddle', message: 'TypeError: x is undefined' });
  expect(explainError(fault, true).lines.join('\n')).toContain('explain-error.test.ts');
});

test('control characters in an error do not reach the terminal', () => {
  const error = new HeddleError('data', { ...parts, received: 'a\u001b[31mred\u001b[0m fi\u0007le' });
  expect(explainError(error, false).lines[2]).toBe('  received    ared fi le');
});
