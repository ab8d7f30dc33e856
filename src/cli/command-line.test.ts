import { expect, test } from 'vitest';
import { commandLine } from './command-line.ts';

const argv = (...words: string[]): string[] => ['/usr/bin/node', '/heddle/dist/cli/main.js', ...words];

test('a command is written as a shell reads it', () => {
  expect(commandLine(argv('sweep', 'my sweep.yaml', '--set', "name=Ann's"))).toBe(
    `npx heddle sweep 'my sweep.yaml' --set 'name=Ann'\\''s'`,
  );
});

test('the main job is written as npm start', () => {
  expect([commandLine(argv('start')), commandLine(argv('start', '--seed', '2'))]).toEqual([
    'npm start',
    'npm start -- --seed 2',
  ]);
});
