// Readers turn a part of a sweep's plain value into its resolved form. They report every problem and go on; a reader
// that has reported one answers undefined.

import { type OptionField, suggestion } from '../core/index.ts';
import { keyProblem, type Path, type Report, valueProblem } from './problem.ts';

/** Reads one value; `value` is undefined where the field is absent. */
export type Reader<Value> = (value: unknown, path: Path, report: Report) => Value | undefined;

/** A plain object with named fields. */
export type Fields = { readonly [name: string]: unknown };

/** Whether a value has named fields. */
export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Reads a single option: its default where absent. */
export function optionReader<Value>(name: string, field: OptionField<Value>): Reader<Value> {
  return (value, path, report) => {
    if (value === undefined && field.default !== undefined) return field.default;
    if (value !== undefined && field.accepts(value)) return value as Value;
    const hint = value === undefined ? `give ${name}: ${field.doc}` : `${name} is ${field.doc}`;
    report(valueProblem(path, field.expected, value, hint));
    return undefined;
  };
}

/** Reads null, or nothing, as null. */
export function orNull<Value>(read: Reader<Value>): Reader<Value | null> {
  return (value, path, report) => (value === undefined || value === null ? null : read(value, path, report));
}

/**
 * Reads an object field by field; a field that has no reader is a problem.
 *
 * @param what what the object is, in words that complete "a field of ..."
 */
export function fieldsReader<Value>(
  what: string,
  readers: { readonly [Name in keyof Required<Value>]: Reader<Value[Name]> },
): Reader<Value> {
  return (value, path, report) => {
    if (!isFields(value)) {
      report(
        valueProblem(path, `${what} as named fields`, value, `its fields are ${Object.keys(readers).join(', ')}.`),
      );
      return undefined;
    }
    let sound = true;
    const note: Report = (problem) => {
      sound = false;
      report(problem);
    };
    for (const name of Object.keys(value)) {
      if (!Object.hasOwn(readers, name)) {
        note(keyProblem([...path, name], `a field of ${what}`, suggestion(name, Object.keys(readers))));
      }
    }
    const resolved = Object.entries<Reader<unknown>>(readers).map(([name, read]) => {
      const given = Object.hasOwn(value, name) ? value[name] : undefined;
      return [name, read(given, [...path, name], note)] as const;
    });
    return sound ? (Object.fromEntries(resolved) as Value) : undefined;
  };
}
