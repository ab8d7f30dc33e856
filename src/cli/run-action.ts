import { HeddleError } from '../index.ts';
import type { ExitCode } from './exit-codes.ts';
import { type ExplainedError, explainError } from './explain-error.ts';
import { jsonOf } from './output.ts';

/** Runs a command; an error becomes a block of text on stderr, with `--json` also a document on stdout. */
export async function runAction(action: () => Promise<ExitCode>, json: boolean): Promise<ExitCode> {
  process.on('uncaughtException', (error) => process.exit(reportError(error, json)));
  try {
    return await action();
  } catch (error) {
    return reportError(error, json);
  }
}

/** What to say, and end with, when standard output takes nothing more. */
export function outputFailed(cause: NodeJS.ErrnoException): ExitCode {
  const error = new HeddleError('file', {
    where: 'standard output',
    expected: 'room for what is printed',
    received: cause.code ?? cause.message,
    hint: 'free some space where the output goes, or send it elsewhere.',
    cause,
  });
  return reportError(error, false);
}

/** Says on stderr what went wrong; the document is for the caller to print. */
export function sayError(error: unknown): ExplainedError {
  const explained = explainError(error, process.env['HEDDLE_DEBUG'] === '1');
  process.stderr.write(`${explained.lines.join('\n')}\n`);
  return explained;
}

function reportError(error: unknown, json: boolean): ExitCode {
  const { document, exitCode } = sayError(error);
  if (json) process.stdout.write(`${jsonOf({ error: document }, 2)}\n`);
  return exitCode;
}
