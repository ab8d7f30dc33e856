import { expect, test } from 'vitest';
import { createColours, wantsColours } from './colours.ts';

const wants = (environment: Record<string, string>, isTerminal: boolean): boolean =>
  wantsColours({ environment, isTerminal });

test('colours are for terminals that have them', () => {
  expect([wants({}, true), wants({ TERM: 'dumb' }, true), wants({}, false)]).toEqual([true, false, false]);
});

test('NO_COLOR turns colours off, and an empty one does nothing', () => {
  expect([
    wants({ NO_COLOR: '1' }, true),
    wants({ NO_COLOR: '1', FORCE_COLOR: '1' }, true),
    wants({ NO_COLOR: '' }, true),
  ]).toEqual([false, false, true]);
});

test('FORCE_COLOR turns colours on without a terminal, and 0 turns them off', () => {
  expect([
    wants({ FORCE_COLOR: '1' }, false),
    wants({ FORCE_COLOR: '0' }, true),
    wants({ FORCE_COLOR: 'false' }, true),
  ]).toEqual([true, false, false]);
});

test('colours that are off leave text as it is', () => {
  expect([createColours(false).red('a'), createColours(true).red('a')]).toEqual(['a', '\u001b[31ma\u001b[39m']);
});
