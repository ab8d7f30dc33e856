import { stripVTControlCharacters } from 'node:util';
import { type Colours, createColours, wantsColours } from './format/colours.ts';

/** Where a command writes: words for people, or one JSON document for programs. */
export interface Output {
  readonly json: boolean;
  readonly quiet: boolean;
  readonly colours: Colours;
  /** The stream that gets the words; with `--json` that is stderr, so that stdout holds the document alone. */
  readonly stream: NodeJS.WriteStream;
  /** Whether lines can be drawn over: a terminal that is not dumb. */
  readonly live: boolean;
  /** Columns to fit lines into; none (infinity) where nobody watches a terminal. */
  columns(): number;
  /** Writes lines of words. */
  lines(lines: readonly string[]): void;
  /** Writes the one JSON document. */
  document(value: unknown): void;
}

/** What every command is asked for. */
export interface OutputOptions {
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** The output of one command. */
export function createOutput(options: OutputOptions): Output {
  const json = options.json === true;
  const stream = json ? process.stderr : process.stdout;
  const isTerminal = stream.isTTY === true;
  return {
    json,
    quiet: options.quiet === true,
    colours: createColours(wantsColours({ environment: process.env, isTerminal })),
    stream,
    live: isTerminal && process.env['TERM'] !== 'dumb',
    columns: () => (isTerminal ? (stream.columns ?? 80) : Number.POSITIVE_INFINITY),
    lines(lines) {
      if (lines.length > 0) stream.write(`${lines.join('\n')}\n`);
    },
    document(value) {
      process.stdout.write(`${jsonOf(value, 2)}\n`);
    },
  };
}

/** Text from a file, made safe to print: without escape sequences, control characters, and those that turn the writing around. */
export function printable(text: string): string {
  return stripVTControlCharacters(text).replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, ' ');
}

/** A value as JSON that steers no terminal: characters that would are written as escapes, which leaves the value as it is. */
export function jsonOf(value: unknown, indent = 0): string {
  return JSON.stringify(value, null, indent).replace(
    /(?!\n)[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
