// README.md's tables of commands and options say what the program takes.

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createProgram } from './program.ts';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const program = createProgram(() => undefined);
const help = program.createHelp();
const commands = help.visibleCommands(program).filter((command) => command.name() !== 'help');
const names = commands.map((command) => command.name());

/** The rows of the table whose first column is called so, as cells. */
function tableOf(first: string): string[][] {
  const lines = readme.split('\n');
  const head = lines.findIndex((line) => line.startsWith(`| ${first} |`));
  const rows = lines.slice(head + 2);
  const end = rows.findIndex((line) => !line.startsWith('|'));
  const cellsOf = (line: string): string[] => line.split(/(?<!\\)\|/).slice(1, -1);
  return rows.slice(0, end).map((line) => cellsOf(line).map((cell) => cell.trim()));
}

/** `all`, `all but runs` or `sweep, train` as names of commands. */
function named(text: string): string[] {
  const [, but] = /^all(?: but (.*))?$/.exec(text) ?? [];
  if (text.startsWith('all')) return names.filter((name) => but?.split(', ').includes(name) !== true);
  return text.split(', ');
}

test('the table of commands has every command, in its order', () => {
  expect(tableOf('command').map(([cell]) => /^`([a-z]+)/.exec(cell)?.[1])).toEqual(names);
});

test('the table of options names exactly the commands that take each of them', () => {
  const rows = tableOf('option');
  expect(rows.length).toBeGreaterThan(15);
  for (const [cell, of] of rows)
    for (const [option] of cell.matchAll(/--[a-z-]+/g)) {
      const taking = commands.filter(({ options }) => options.some(({ long, hidden }) => long === option && !hidden));
      expect([option, named(of).sort()]).toEqual([option, taking.map((command) => command.name()).sort()]);
    }
});

test('one trial has no others beside it, so the help of train says nothing of jobs', () => {
  const helpOf = (name: string): string => commands.find((command) => command.name() === name)!.helpInformation();
  expect(helpOf('sweep')).toContain('--jobs');
  expect(helpOf('train')).not.toContain('jobs');
});
