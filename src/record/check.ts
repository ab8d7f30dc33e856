// Checks of plain data read from a file. A check looks at one value and throws a HeddleError `format` that names the
// file and the field; it never changes or copies the value. Fields it does not know are left alone, so that a reader
// opens files to which a later writer of the same format version has added facts.

import { describe, HeddleError } from '../core/index.ts';

/** Where a value stands: the file as the user knows it, and the path of fields in it (empty for the whole file). */
export interface Place {
  readonly file: string;
  readonly field: string;
}

/**
 * Throws unless the value is acceptable.
 *
 * @throws HeddleError `format` naming file and field.
 */
export type Check = (value: unknown, place: Place) => void;

/** One check for every field of a record: the compiler asks for a new line here when a field is added there. */
export type FieldChecks<Fields> = { readonly [Name in keyof Required<Fields>]: Check };

const DAMAGED = 'the file is damaged or was not written by Heddle: restore it, or train again.';

/** The error of a value that is not what its place needs. */
export function formatError(place: Place, expected: string, received: string, hint: string = DAMAGED): HeddleError {
  return new HeddleError('format', {
    where: place.field === '' ? place.file : `${place.file}, field ${place.field}`,
    expected,
    received,
    hint,
  });
}

/** A value as an error shows it. */
export function shown(value: unknown): string {
  return value === undefined ? 'nothing' : describe(value);
}

function checkThat(expected: string, accepts: (value: unknown) => boolean): Check {
  return (value, place) => {
    if (!accepts(value)) throw formatError(place, expected, shown(value));
  };
}

/** Any text. */
export const text: Check = checkThat('a text', (value) => typeof value === 'string');

/** A finite number. */
export const number: Check = checkThat('a finite number', (value) => Number.isFinite(value));

/** A whole number from 0 on. */
export const whole: Check = checkThat(
  'a whole number from 0 on',
  (value) => Number.isSafeInteger(value) && (value as number) >= 0,
);

/** A whole number from 1 on. */
export const counting: Check = checkThat(
  'a whole number from 1 on',
  (value) => Number.isSafeInteger(value) && (value as number) >= 1,
);

/** A 64-bit seed. */
export const seed: Check = checkThat(
  'a seed of 16 hexadecimal digits',
  (value) => typeof value === 'string' && /^[0-9a-f]{16}$/.test(value),
);

/** A time in UTC. */
export const time: Check = checkThat(
  'a time such as 2026-11-22T16:15:00.000Z',
  (value) => typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(value),
);

/** true or false. */
export const boolean: Check = checkThat('true or false', (value) => typeof value === 'boolean');

/** Any plain data at all, as long as the field is there. */
export const present: Check = checkThat('a value', (value) => value !== undefined);

/** One of a few texts. */
export function oneOf(choices: readonly string[]): Check {
  return checkThat(`one of ${choices.join(', ')}`, (value) => choices.includes(value as string));
}

/** null, or what `check` accepts. */
export function nullable(check: Check): Check {
  return (value, place) => {
    if (value !== null) check(value, place);
  };
}

/** Absent, or what `check` accepts. */
export function optional(check: Check): Check {
  return (value, place) => {
    if (value !== undefined) check(value, place);
  };
}

/** A list whose every item passes. */
export function listOf(check: Check): Check {
  return (value, place) => {
    if (!Array.isArray(value)) throw formatError(place, 'a list', shown(value));
    value.forEach((item, i) => {
      check(item, { file: place.file, field: `${place.field}[${i}]` });
    });
  };
}

/** An object whose every value passes, whatever its keys. */
export function mapOf(check: Check): Check {
  return (value, place) => {
    for (const [name, item] of Object.entries(objectAt(value, place))) check(item, inside(place, name));
  };
}

/** An object with the given fields, checked in the order they are listed. */
export function fields<Fields>(checks: FieldChecks<Fields>): Check {
  return (value, place) => {
    const object = objectAt(value, place);
    for (const [name, check] of Object.entries<Check>(checks)) {
      check(Object.hasOwn(object, name) ? object[name] : undefined, inside(place, name));
    }
  };
}

/** The format version of a file: 1. A newer one is refused by number, since its fields may mean other things. */
export const formatVersion: Check = (value, place) => {
  if (value === 1) return;
  const newer = Number.isSafeInteger(value) && (value as number) > 1;
  throw formatError(
    place,
    'format version 1',
    newer ? `format version ${value}` : shown(value),
    newer ? 'it was written by a newer Heddle: update Heddle to read it.' : DAMAGED,
  );
};

function objectAt(value: unknown, place: Place): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw formatError(place, 'an object with named fields', shown(value));
}

const inside = (place: Place, name: string): Place => ({
  file: place.file,
  field: place.field === '' ? name : `${place.field}.${name}`,
});
