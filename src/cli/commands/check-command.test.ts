import { expect, test } from 'vitest';
import type { SweepRecord } from '../../index.ts';
import { exampleRun } from '../../report/example-run.fixture.ts';
import { checkCommand } from './check-command.ts';

const { sweep } = exampleRun();

const check =
  (command: 'sweep' | 'train', begun: Partial<SweepRecord>): (() => void) =>
  () =>
    checkCommand('runs/a', { ...sweep, ...begun }, command);

test('a run goes on by the command that it says began it, whatever its line looks like', () => {
  for (const command of ['heddle', 'npx heddle train x', 'npx heddle sweep x']) {
    expect(check('train', { begunBy: 'train', command })).not.toThrow();
    expect(check('sweep', { begunBy: 'sweep', command })).not.toThrow();
  }
  expect(check('sweep', { begunBy: 'train', command: 'heddle' })).toThrow(
    'run runs/a: expected a run that heddle sweep began, received one of: heddle. go on with it by heddle train --resume; its network is tested by heddle evaluate --split test.',
  );
  expect(check('train', { begunBy: 'sweep', command: 'heddle' })).toThrow(
    'run runs/a: expected a run that heddle train began, received one of: heddle. go on with it by heddle sweep --resume.',
  );
});

test.each([
  ['npx heddle train fashion-mnist --trial model_3', 'train', 'sweep'],
  ['npx heddle sweep fashion-mnist', 'sweep', 'train'],
  ['npm start', 'sweep', 'train'],
] as const)('of a run that does not say it, the line does: %s', (command, own, other) => {
  expect(check(own, { command })).not.toThrow();
  expect(check(other, { command })).toThrow(`expected a run that heddle ${other} began`);
});

test('a run that a program began goes on by either', () => {
  for (const command of ['sweep', 'train'] as const)
    expect(check(command, { command: 'runBrowserSweep()' })).not.toThrow();
});
