// How --help is laid out: what is typed on the left, what it does beside it, broken between words where the window ends.
// Where a term is wider than its column, what it does begins on the next line.

import type { HelpConfiguration } from 'commander';
import { padEnd, widthOf, wrapWords } from './format/text-width.ts';

/** Columns where nobody watches a terminal. */
const PLAIN_COLUMNS = 80;

/** The most of the width that the terms of a list take: options and commands, and whole lines to type. */
const TERMS = 0.4;
const EXAMPLES = 0.55;

/** The columns that help is wrapped at. */
export function helpColumns({ isTTY, columns }: Pick<NodeJS.WriteStream, 'isTTY' | 'columns'>): number {
  return isTTY && columns > 0 ? columns : PLAIN_COLUMNS;
}

/** A term and what it does, indented by two, for a column of terms that is `widest` at most. */
function itemLines(term: string, text: string, widest: number, columns: number): string[] {
  const hanging = ' '.repeat(widest + 4);
  const lines = wrapWords(text, Math.max(1, columns - widest - 4));
  if (text === '' || widthOf(term) > widest) return [`  ${term}`, ...lines.map((line) => hanging + line)];
  return lines.map((line, i) => (i === 0 ? `  ${padEnd(term, widest)}  ${line}` : hanging + line));
}

/** What is typed, behind `Usage: `; no argument is broken, though its name has spaces. */
function usageLines(usage: string, columns: number): string[] {
  const indent = 'Usage: '.length;
  const whole = usage.replace(/<[^>]+>/g, (argument) => argument.replaceAll(' ', '\0'));
  return wrapWords(whole, columns - indent).map(
    (line, i) => `${i === 0 ? '' : ' '.repeat(indent)}${line.replaceAll('\0', ' ')}`,
  );
}

/** What commander asks for each list, and for what stands above it. */
export function helpLayout(columns: number): HelpConfiguration {
  return {
    helpWidth: columns,
    styleUsage: (usage) => usageLines(usage, columns).join('\n'),
    boxWrap: (text, width) => wrapWords(text, width).join('\n'),
    formatItem: (term, widest, text) =>
      itemLines(term, text, Math.min(widest, Math.floor(columns * TERMS)), columns).join('\n'),
  };
}

/** Lines to type, each with what it does; one that is wider than the window is broken as a shell allows it. */
export function exampleLines(examples: readonly (readonly [line: string, text: string])[], columns: number): string[] {
  const natural = Math.max(0, ...examples.filter(([, text]) => text !== '').map(([line]) => widthOf(line)));
  const widest = Math.min(natural, Math.floor(columns * EXAMPLES));
  return examples.flatMap(([line, text]) => itemLines(brokenLine(line, columns), text, widest, columns));
}

function brokenLine(line: string, columns: number): string {
  return widthOf(line) + 2 <= columns ? line : wrapWords(line, columns - 8).join(' \\\n      ');
}
