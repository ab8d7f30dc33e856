import { expect, test } from 'vitest';
import { describe, errorAt, HeddleError } from './errors.ts';

const parts = { where: 'dense', expected: 'a flat input', received: '[28, 28]', hint: 'put flatten() before it.' };

test('a message says where, what was expected, what came, and what to do', () => {
  const error = new HeddleError('shape', parts);
  expect(error.message).toBe('dense: expected a flat input, received [28, 28]. put flatten() before it.');
  expect(error).toMatchObject({ name: 'HeddleError', code: 'shape', ...parts });
  expect(error).toBeInstanceOf(Error);
});

test('the cause is kept when there is one, and absent when there is none', () => {
  const cause = new Error('disk full');
  expect(new HeddleError('file', { ...parts, cause }).cause).toBe(cause);
  expect('cause' in new HeddleError('file', parts)).toBe(false);
});

test('errorAt puts the caller before where, and keeps the rest', () => {
  const cause = new RangeError('too long');
  const inner = new HeddleError('shape', { ...parts, cause });
  const outer = errorAt('model[3]', inner) as HeddleError;
  expect(outer.message).toBe('model[3] dense: expected a flat input, received [28, 28]. put flatten() before it.');
  expect(outer.code).toBe('shape');
  expect(outer.cause).toBe(cause);
});

test('errorAt joins an index without a space, and an empty place without anything', () => {
  const at = (where: string) => (errorAt('model', new HeddleError('shape', { ...parts, where })) as HeddleError).where;
  expect(at('[3] dense')).toBe('model[3] dense');
  expect(at('')).toBe('model');
});

test('errorAt leaves errors that are not the user’s alone', () => {
  const bug = new TypeError('x is undefined');
  expect(errorAt('model', bug)).toBe(bug);
});

test('describe shows any value in a few characters', () => {
  expect(describe('droput')).toBe('"droput"');
  expect(describe(Number.NaN)).toBe('NaN');
  expect(describe(12n)).toBe('12');
  expect(describe(undefined)).toBe('undefined');
  expect(describe(null)).toBe('null');
  expect(describe(true)).toBe('true');
  expect(describe([28, 28])).toBe('[28,28]');
  expect(describe({ rate: 2 })).toBe('{"rate":2}');
  expect(describe('a\u202eb\u2066c\u009b')).toBe('"a b c "');
  expect(describe(() => 1)).toBe('a function');
  expect(describe(Symbol('s'))).toBe('Symbol(s)');
  expect(describe(new Float32Array(3))).toBe('a Float32Array of 12 bytes');
});

test('describe never shows control characters, and stops at 80 characters', () => {
  expect(describe([`\u001b[31mred`])).not.toContain('\u001b');
  expect(describe(`red\u009b31m`)).toBe('"red 31m"');
  const long = describe('x'.repeat(200));
  expect(long).toHaveLength(80);
  expect(long.endsWith('...')).toBe(true);
});

test('describe survives values that cannot be JSON', () => {
  const circle: Record<string, unknown> = {};
  circle['self'] = circle;
  expect(describe(circle)).toBe('a value that is not plain data');
  expect(describe({ big: 1n })).toBe('a value that is not plain data');
});
