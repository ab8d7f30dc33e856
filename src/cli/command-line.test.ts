import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { commandLine, environmentRecord } from './command-line.ts';

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

test('the example of sweep.json in docs/formats.md has command and environment as they are written', () => {
  const page = readFileSync(new URL('../../docs/formats.md', import.meta.url), 'utf8');
  const [, example] = page.match(/## sweep\.json\n[\s\S]*?```json\n([\s\S]*?)```/) ?? [];
  const { command, testReads, environment } = JSON.parse(example);
  const typed = commandLine(argv('sweep', 'fashion-mnist', '--seed', '1'));
  expect([command, ...testReads.map((read: { command: string }) => read.command)]).toEqual([typed, typed]);
  const written = environmentRecord();
  expect(Object.keys(environment)).toEqual(Object.keys(written));
  const withoutVersions = (runtime: string): string => runtime.replace(/\d[\w.-]*/g, '*');
  expect(withoutVersions(environment.runtime)).toBe(withoutVersions(written.runtime));
});
