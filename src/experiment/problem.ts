// Mistakes in a sweep as data: where in the value, what would have been right, what came, what to do. Whoever read the
// value from a file turns the path into a line.

import { describe, HeddleError } from '../core/index.ts';

/** A place in plain data: keys and indexes from the top. */
export type Path = readonly (string | number)[];

/** Something that is wrong in a sweep. */
export interface Problem {
  readonly path: Path;
  /** Whether the last key of the path is itself what is wrong, rather than its value. */
  readonly atKey: boolean;
  /** The kind that stands there, for words: `dense`. */
  readonly kind?: string;
  readonly expected: string;
  readonly received: string;
  readonly hint: string;
}

/** Takes note of a problem. */
export type Report = (problem: Problem) => void;

/** The problem of a value that is not what its place needs. */
export function valueProblem(path: Path, expected: string, value: unknown, hint: string): Problem {
  return { path, atKey: false, expected, received: value === undefined ? 'nothing' : describe(value), hint };
}

/** The problem of a name that does not belong where it stands. */
export function keyProblem(path: Path, expected: string, hint: string): Problem {
  return { path, atKey: true, expected, received: describe(path.at(-1)), hint };
}

/** A path as people write it: `models.model_1[2].units`; `sweep` for the whole. */
export function pathText(path: Path): string {
  const text = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`)).join('');
  return text === '' ? 'sweep' : text.replace(/^\./, '');
}

/** A problem's path, and the kind that stands there: `models.model_1[2] dense`. */
export function placeText({ path, kind }: Problem): string {
  return kind === undefined ? pathText(path) : `${pathText(path)} ${kind}`;
}

/**
 * Whether a change at a path may have brought a problem about: it is in the changed value, or with the layer that the
 * changed option belongs to.
 */
export function concernsChange(changed: Path, { path, kind }: Problem): boolean {
  const ofLayer = kind !== undefined && path[0] === 'models' && path.every((key, i) => key === changed[i]);
  return ofLayer || changed.every((key, i) => key === path[i]);
}

/**
 * The error that says some problems, each on a line of its own.
 *
 * @param where turns a problem into the place that the user knows
 */
export function problemError(problems: readonly Problem[], where: (problem: Problem) => string): HeddleError {
  const [first, ...others] = problems;
  const lines = others.map(
    (other) => `\n${where(other)}: expected ${other.expected}, received ${other.received}. ${other.hint}`,
  );
  return new HeddleError('sweep', {
    where: where(first),
    expected: first.expected,
    received: first.received,
    hint: [first.hint, ...lines].join(''),
  });
}
