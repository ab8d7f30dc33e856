// Readers of option values. A value that does not fit becomes commander's own usage error.

import { InvalidArgumentError } from 'commander';

/** A whole number within bounds, both included. */
export function wholeNumber(from: number, to: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= from && value <= to) return value;
    throw new InvalidArgumentError(`Expected a whole number from ${from} to ${to}.`);
  };
}

/** `a,b,c` as a list without empty names. */
export function nameList(text: string): string[] {
  const names = text.split(',').map((name) => name.trim());
  if (names.every((name) => name !== '')) return names;
  throw new InvalidArgumentError('Expected names with commas between them, such as model_1,model_3.');
}

/** The character between cells. */
export function delimiter(text: string): string {
  if (/^[^"\n\r]$/.test(text)) return text;
  const expected = 'Expected one character other than a quote or a line break';
  throw new InvalidArgumentError(`${expected}; a tab is $'\\t' in most shells.`);
}

/** Collects an option that may be given again and again. */
export function collected(text: string, before: readonly string[] = []): string[] {
  return [...before, text];
}
