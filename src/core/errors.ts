/** The four parts every Heddle error says, and an optional cause. */
export interface ErrorParts {
  /** The place that is wrong, as the user wrote it: `model[3] dense`, `sweep.yaml:7:12`. */
  readonly where: string;
  /** What would have been right there. */
  readonly expected: string;
  /** What came instead. */
  readonly received: string;
  /** What the user can do now. */
  readonly hint: string;
  /** The error this one was made from. */
  readonly cause?: unknown;
}

/** What kind of thing went wrong; stable, for programs that react to errors. */
export type ErrorCode =
  | 'usage'
  | 'option'
  | 'shape'
  | 'data'
  | 'not-found'
  | 'download'
  | 'checksum'
  | 'split'
  | 'model'
  | 'diverged'
  | 'file'
  | 'lease'
  | 'format'
  | 'engine'
  | 'worker'
  | 'sweep'
  | 'interrupted';

/**
 * The one error Heddle throws for anything a user can cause or mend.
 *
 * @example
 * throw new HeddleError('shape', {
 *   where: 'model[1] dense', expected: 'a flat input, such as [784]', received: '[28, 28]', hint: 'put flatten() before it',
 * });
 */
export class HeddleError extends Error {
  override readonly name = 'HeddleError';
  readonly code: ErrorCode;
  readonly where: string;
  readonly expected: string;
  readonly received: string;
  readonly hint: string;

  constructor(code: ErrorCode, { where, expected, received, hint, cause }: ErrorParts) {
    super(`${where}: expected ${expected}, received ${received}. ${hint}`, cause === undefined ? undefined : { cause });
    this.code = code;
    this.where = where;
    this.expected = expected;
    this.received = received;
    this.hint = hint;
  }
}

/** The same error, with `prefix` put before its `where`, so that a caller can say where it was called. */
export function errorAt(prefix: string, error: unknown): unknown {
  if (!(error instanceof HeddleError)) return error;
  const where = error.where === '' ? prefix : `${prefix}${error.where.startsWith('[') ? '' : ' '}${error.where}`;
  return new HeddleError(error.code, { ...error, where, cause: error.cause });
}

/**
 * A short, safe picture of any value for the `received` part of an error: at most 80 characters, no control characters, none
 * that turn the direction of writing around.
 */
export function describe(value: unknown): string {
  let text: string;
  if (typeof value === 'string') text = JSON.stringify(value);
  else if (typeof value === 'function') text = 'a function';
  else if (typeof value === 'bigint' || typeof value === 'number' || value === undefined || value === null)
    text = String(value);
  else if (ArrayBuffer.isView(value)) text = `a ${value.constructor.name} of ${value.byteLength} bytes`;
  else {
    try {
      text = JSON.stringify(value) ?? String(value);
    } catch {
      text = 'a value that is not plain data';
    }
  }
  const clean = text.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, ' ');
  return clean.length > 80 ? `${clean.slice(0, 77)}...` : clean;
}
