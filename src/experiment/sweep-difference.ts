// In what two sweeps differ, and whether the second only adds to the first.

import { canonicalJson, HeddleError, type Json } from '../core/index.ts';
import type { Resumption } from '../record/index.ts';

/** One place in which two sweeps differ. */
export interface Difference {
  /** `training.epochs`. */
  readonly path: string;
  /** Undefined where there is nothing at this path. */
  readonly before: Json | undefined;
  readonly after: Json | undefined;
}

/** Where two values differ, as deep as both are objects; lists are compared as a whole. */
export function differences(before: Json | undefined, after: Json | undefined, path = ''): Difference[] {
  if (isObject(before) && isObject(after)) {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return names.flatMap((name) => differences(own(before, name), own(after, name), joined(path, name)));
  }
  if (before !== undefined && after !== undefined && canonicalJson(before) === canonicalJson(after)) return [];
  return before === after ? [] : [{ path, before, after }];
}

/** What may grow: more epochs, more values and dimensions of the grid, more models, more repeats. */
function isGrowth({ path, before, after }: Difference): boolean {
  if (path === 'training.epochs' || path === 'repeats') return Number(after) > Number(before);
  if (path.startsWith('models.')) return before === undefined;
  if (!path.startsWith('grid.')) return false;
  if (before === undefined) return true;
  if (!Array.isArray(before) || !Array.isArray(after)) return false;
  const values = new Set(after.map(canonicalJson));
  return before.every((value) => values.has(canonicalJson(value)));
}

/**
 * Refuses a sweep that is not the one a run was begun with. With `extend` it may have grown.
 *
 * @param location the run, for the error
 * @returns the differences that were allowed
 * @throws HeddleError `usage` showing each difference that is not allowed.
 */
export function checkSameSweep(location: string, before: Json, after: Json, extend: boolean): readonly Difference[] {
  const found = differences(before, after);
  const refused = extend ? found.filter((difference) => !isGrowth(difference)) : found;
  if (refused.length === 0) return found;
  const growable = !extend && found.every(isGrowth);
  throw new HeddleError('usage', {
    where: `run ${location}`,
    expected: extend ? 'a sweep that only adds epochs, models or values of the grid' : 'the sweep it was begun with',
    received: `one that differs in ${refused.map(differenceText).join('; ')}`,
    hint: growable
      ? 'with --extend the run takes up what is new; without a sweep file it goes on as it was begun.'
      : 'leave the sweep file and its options out to go on as it was begun, or start a new run.',
  });
}

/** `training.epochs: 15 -> 20`. */
export function differenceText({ path, before, after }: Difference): string {
  const text = (value: Json | undefined): string => {
    if (value === undefined) return 'nothing';
    const written = JSON.stringify(value);
    return written.length > 60 ? `${written.slice(0, 57)}...` : written;
  };
  return `${path}: ${text(before)} -> ${text(after)}`;
}

/** The numbers of epochs that a sweep had before it was extended, read from what {@link differenceText} wrote of it. */
export function epochsBefore(resumptions: readonly Pick<Resumption, 'extended'>[]): readonly number[] {
  return resumptions
    .flatMap(({ extended }) => extended)
    .flatMap((text) => /^training\.epochs: (\d+) -> \d+$/.exec(text)?.[1] ?? [])
    .map(Number);
}

type JsonObject = { readonly [name: string]: Json };

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const own = (object: JsonObject, name: string): Json | undefined =>
  Object.hasOwn(object, name) ? object[name] : undefined;

// A grid's dimension is one name with dots in it.
const joined = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);
