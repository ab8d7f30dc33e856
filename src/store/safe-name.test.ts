import fc from 'fast-check';
import { expect, test } from 'vitest';
import { plainName, safeName, trialFolder } from './safe-name.ts';

test('a trial folder is its number and its model', () => {
  expect(trialFolder(3, 'model_1')).toBe('003-model_1');
  expect(trialFolder(1234, 'mlp.v2')).toBe('1234-mlp.v2');
});

test('names of other scripts stay readable', () => {
  expect(trialFolder(0, 'модель 1')).toBe('000-модель-1');
});

test('a hostile name cannot leave the folder', () => {
  expect(trialFolder(0, '../../etc/passwd')).toBe('000-etc-passwd');
  expect(trialFolder(0, '..')).toBe('000-model');
  expect(trialFolder(0, 'C:\\windows\u0000\n<script>')).toBe('000-C-windows-script');
  expect(trialFolder(0, '')).toBe('000-model');
});

test('whatever the name, the folder is one plain name of at most 255 bytes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (name) => {
      const folder = trialFolder(7, name);
      expect(plainName('trial', folder)).toBe(folder);
      expect(folder).not.toMatch(/[/\\\0]|\.\.|[. ]$/);
      expect(new TextEncoder().encode(folder).length).toBeLessThanOrEqual(255);
      expect(safeName(safeName(name, 'x'), 'x')).toBe(safeName(name, 'x'));
    }),
  );
});

test('a path where a name must be is refused', () => {
  expect(() => plainName('run, trial folder', '../a')).toThrow(
    'run, trial folder: expected a plain name such as 003-model_1, received "../a". it may not hold / or \\ or begin with a dot.',
  );
});
