import type { Command } from 'commander';
import { expect, test } from 'vitest';
import { widthOf } from './format/text-width.ts';
import { exampleLines, helpColumns, helpLayout } from './help-layout.ts';
import { createProgram } from './program.ts';

/** The help of a command as it is printed in a window. */
function helpOf(command: Command, columns: number): string[] {
  command.configureHelp(helpLayout(columns));
  return command.helpInformation().split('\n');
}

test('no line of help is wider than the window, and none is broken inside a word', () => {
  const program = createProgram(() => {});
  for (const command of [program, ...program.commands]) {
    const words = new Set(helpOf(command, 1000).join(' ').split(/\s+/));
    for (const columns of [60, 80, 100, 200]) {
      const lines = helpOf(command, columns);
      for (const line of lines) expect(widthOf(line), line).toBeLessThanOrEqual(columns);
      expect(new Set(lines.join(' ').split(/\s+/))).toEqual(words);
    }
  }
});

test('a term that is wider than its column has a line to itself', () => {
  const { formatItem } = helpLayout(40);
  expect(formatItem?.('--short', 30, 'what it does and for whom', undefined as never)).toBe(
    '  --short           what it does and for\n                    whom',
  );
  expect(formatItem?.('--quite-a-long-option', 30, 'what it does', undefined as never)).toBe(
    '  --quite-a-long-option\n                    what it does',
  );
});

test('an example that is wider than the window is broken as a shell allows it', () => {
  expect(exampleLines([['heddle train it --trial model_3 --epochs 2', '']], 40)).toEqual([
    '  heddle train it --trial model_3 \\\n      --epochs 2',
  ]);
});

test('help has 80 columns where nobody watches a terminal', () => {
  expect(helpColumns({ isTTY: false, columns: 200 })).toBe(80);
  expect(helpColumns({ isTTY: true, columns: 120 })).toBe(120);
  expect(helpColumns({ isTTY: true, columns: 0 })).toBe(80);
});
