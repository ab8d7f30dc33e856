// Layers, losses, optimizers, schedules and splits are all written alike:
//
//   relu                              a kind, every option at its default
//   { dropout: 0.2 }                  a kind and its main option
//   { dense: { units: 512 } }         a kind and its options
//   { kind: dense, units: 512 }       the same, written out: how a resolved sweep has it

import { describe, type OptionField, suggestion } from '../core/index.ts';
import type { KindSpec } from '../record/index.ts';
import { keyProblem, type Path, type Report, valueProblem } from './problem.ts';
import { type Fields, isFields, optionReader, type Reader } from './read.ts';

/** What can be named somewhere: the options of each kind, and which of them may stand alone. */
export type KindTable = {
  readonly [kind: string]: {
    readonly options: { readonly [name: string]: OptionField<unknown> };
    readonly mainOption?: string;
  };
};

/** A kind as it was written. */
interface WrittenKind {
  readonly kind: string;
  /** Where the kind's name stands. */
  readonly at: Path;
  readonly atKey: boolean;
  readonly options: Fields;
  /** Where an option stands. */
  readonly optionAt: (name: string) => Path;
}

/** Takes the four ways of writing apart; undefined for anything else. */
function takeApart(value: unknown, path: Path, table: KindTable): WrittenKind | undefined {
  if (typeof value === 'string') return { kind: value, at: path, atKey: false, options: {}, optionAt: () => path };
  if (!isFields(value)) return undefined;
  if (typeof value.kind === 'string') {
    const { kind, ...options } = value;
    return { kind, at: [...path, 'kind'], atKey: false, options, optionAt: (name) => [...path, name] };
  }
  const [kind, ...others] = Object.keys(value);
  if (kind === undefined || others.length > 0) return undefined;
  const inner = value[kind];
  const at = [...path, kind];
  if (inner === null) return { kind, at, atKey: true, options: {}, optionAt: () => at };
  if (isFields(inner)) return { kind, at, atKey: true, options: inner, optionAt: (name) => [...at, name] };
  if (!Object.hasOwn(table, kind)) return { kind, at, atKey: true, options: {}, optionAt: () => at };
  const { mainOption } = table[kind];
  if (mainOption === undefined) return undefined;
  return { kind, at, atKey: true, options: { [mainOption]: inner }, optionAt: () => at };
}

/**
 * Reads a kind and its options.
 *
 * @param what in words: `a layer`, `an optimizer`
 * @param absent the kind where none is given; required without it
 */
export function kindReader<Spec extends KindSpec>(what: string, table: KindTable, absent?: string): Reader<Spec> {
  return (value, path, report) => {
    const written = takeApart(value === undefined ? absent : value, path, table);
    if (written === undefined) {
      report(valueProblem(path, `${what}: a name, or a name with its options`, value, exampleOf(value, table)));
      return undefined;
    }
    const { kind, at, atKey, options, optionAt } = written;
    if (!Object.hasOwn(table, kind)) {
      const hint = suggestion(kind, Object.keys(table));
      report(atKey ? keyProblem(at, what, hint) : valueProblem(at, what, kind, hint));
      return undefined;
    }
    const fields = table[kind].options;
    let sound = true;
    const note: Report = (problem) => {
      sound = false;
      report(problem);
    };
    for (const name of Object.keys(options)) {
      if (Object.hasOwn(fields, name)) continue;
      const names = Object.keys(fields);
      const hint = names.length === 0 ? `${kind} takes no options.` : suggestion(name, names);
      note({ ...keyProblem(optionAt(name), `an option of ${kind}`, hint), received: describe(name) });
    }
    const resolved: Record<string, unknown> = { kind };
    for (const [name, field] of Object.entries(fields)) {
      const given = Object.hasOwn(options, name) ? options[name] : undefined;
      const place = given === undefined ? at : optionAt(name);
      resolved[name] = optionReader(name, field)(given, place, note);
    }
    return sound ? (resolved as Spec) : undefined;
  };
}

/**
 * A written kind with one option replaced, in the written-out form; unchanged where it cannot be taken apart, so that
 * reading it says what is wrong.
 */
export function withOption(value: unknown, table: KindTable, option: string, replacement: unknown): unknown {
  const written = takeApart(value, [], table);
  if (written === undefined) return value;
  // A new metric brings its own direction.
  const { direction, ...others } = written.options;
  return { kind: written.kind, ...(option === 'metric' ? others : written.options), [option]: replacement };
}

function exampleOf(value: unknown, table: KindTable): string {
  const named = isFields(value) ? Object.keys(value).find((name) => Object.hasOwn(table, name)) : undefined;
  const kind = named ?? Object.keys(table)[0];
  const [option] = Object.keys(table[kind].options);
  return option === undefined ? `write ${kind}.` : `write ${kind}, or ${kind}: { ${option}: ... }.`;
}
