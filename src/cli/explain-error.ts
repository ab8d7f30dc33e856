import { HeddleError } from '../index.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { pairs } from './format/table.ts';
import { printable } from './output.ts';

/** An error as a person and a program read it. */
export interface ExplainedError {
  readonly lines: readonly string[];
  readonly document: { readonly [part: string]: string };
  readonly exitCode: ExitCode;
}

/**
 * What went wrong, in one block. An error of the user's says where, what was expected, what came and what to do;
 * any other is a fault of Heddle's, and says so.
 *
 * @param debug adds where in the program the error came from
 */
export function explainError(error: unknown, debug: boolean): ExplainedError {
  const stack = debug && error instanceof Error && error.stack !== undefined ? ['', ...error.stack.split('\n')] : [];
  if (error instanceof HeddleError) {
    const { code, where, expected, received, hint } = error;
    const [toDo, ...others] = hint.split('\n');
    const parts = pairs([
      ['expected', printable(expected)],
      ['received', printable(received)],
      ['what to do', printable(toDo)],
    ]);
    return {
      lines: [`error: ${printable(where)}`, ...parts, ...others.map(furtherLine), ...stack],
      document: { code, where, expected, received, hint },
      exitCode: exitCodeOf(error),
    };
  }
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return {
    lines: [
      `error: this is a fault in Heddle, not in what you asked for: ${printable(message)}`,
      ...pairs([['what to do', 'report it with the command you ran and the output of HEDDLE_DEBUG=1 <command>']]),
      ...stack,
    ],
    document: { code: 'internal', where: 'heddle', message },
    exitCode: EXIT.failed,
  };
}

/** A further mistake, or an indented name to choose from. */
function furtherLine(line: string): string {
  return line.startsWith('  ') ? printable(line) : `also: ${printable(line)}`;
}

/** Wrong usage is a wrong command line or a wrong sweep file: nothing was tried. */
function exitCodeOf({ code }: HeddleError): ExitCode {
  if (code === 'interrupted') return EXIT.interrupted;
  return code === 'usage' || code === 'sweep' ? EXIT.usage : EXIT.failed;
}
