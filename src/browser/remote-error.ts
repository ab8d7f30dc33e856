import { HeddleError } from '../core/index.ts';

/** An error as plain data. */
export interface PlainError {
  readonly message: string;
  readonly heddle: Pick<HeddleError, 'code' | 'where' | 'expected' | 'received' | 'hint'> | null;
  readonly stack: string | null;
}

/** What went wrong, so that it can be posted. */
export function plainError(error: unknown): PlainError {
  const message = error instanceof Error ? error.message : String(error);
  const stack = error instanceof Error ? (error.stack ?? null) : null;
  if (!(error instanceof HeddleError)) return { message, heddle: null, stack };
  const { code, where, expected, received, hint } = error;
  return { message, heddle: { code, where, expected, received, hint }, stack };
}

/** The error that was posted: a HeddleError stays one. */
export function errorFrom({ message, heddle, stack }: PlainError): Error {
  if (heddle !== null) return new HeddleError(heddle.code, heddle);
  return new Error(message, { cause: stack });
}
