// Options are declared once, as an OptionSpec, and serve everywhere: defaults and checks of factories,
// JSON of saved models, fields of sweep files, and docs.

import { describe, HeddleError } from './errors.ts';
import { suggestion } from './nearest.ts';

/** One option: what it means, its default, and what it accepts. */
export interface OptionField<Value> {
  /** One sentence for docs and errors. */
  readonly doc: string;
  /** The value when none is given; absent means the option is required. */
  readonly default?: Value;
  /** What is accepted, in words that complete "expected ...". */
  readonly expected: string;
  /** Whether a value of any type is acceptable. */
  accepts(value: unknown): boolean;
}

/** All options of one kind of thing, by name. */
export type OptionSpec<Options> = { readonly [Name in keyof Options]-?: OptionField<Options[Name]> };

/** A number between bounds, both included unless `open` says otherwise. */
export function numberOption(parts: {
  doc: string;
  default?: number;
  min?: number;
  max?: number;
  open?: 'min' | 'max' | 'both';
}): OptionField<number> {
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY, open } = parts;
  const openMin = open === 'min' || open === 'both';
  const openMax = open === 'max' || open === 'both';
  return {
    ...parts,
    expected: rangeText('a number', min, max, openMin, openMax),
    accepts: (value) =>
      typeof value === 'number' &&
      Number.isFinite(value) &&
      (openMin ? value > min : value >= min) &&
      (openMax ? value < max : value <= max),
  };
}

/** A whole number between bounds, both included. */
export function integerOption(parts: {
  doc: string;
  default?: number;
  min?: number;
  max?: number;
}): OptionField<number> {
  const { min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER } = parts;
  return {
    ...parts,
    expected: rangeText('a whole number', min, max),
    accepts: (value) => Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max,
  };
}

/** true or false. */
export function booleanOption(parts: { doc: string; default?: boolean }): OptionField<boolean> {
  return { ...parts, expected: 'true or false', accepts: (value) => typeof value === 'boolean' };
}

/** One of a few names. */
export function choiceOption<Name extends string>(parts: {
  doc: string;
  default?: Name;
  choices: readonly Name[];
}): OptionField<Name> {
  return {
    ...parts,
    expected: `one of ${parts.choices.join(', ')}`,
    accepts: (value) => parts.choices.includes(value as Name),
  };
}

/** Anything else: say what is expected and test for it. */
export function customOption<Value>(parts: OptionField<Value>): OptionField<Value> {
  return parts;
}

function rangeText(noun: string, min: number, max: number, openMin = false, openMax = false): string {
  const above = min <= Number.MIN_SAFE_INTEGER ? undefined : openMin ? `above ${min}` : `at least ${min}`;
  const below = max >= Number.MAX_SAFE_INTEGER ? undefined : openMax ? `below ${max}` : `at most ${max}`;
  const bounds = [above, below].filter((bound) => bound !== undefined);
  return bounds.length === 0 ? noun : `${noun} ${bounds.join(' and ')}`;
}

/**
 * The options as given, checked, with defaults filled in. `where` names the thing in errors.
 *
 * @throws HeddleError `option` for an unknown name, a missing required option or a value out of range.
 * @example
 * resolveOptions('dropout', { rate: numberOption({ doc: '...', min: 0, max: 1, open: 'max' }) }, { rate: 0.3 });
 */
export function resolveOptions<Options>(where: string, spec: OptionSpec<Options>, given: unknown): Options {
  if (given !== undefined && (typeof given !== 'object' || given === null || Array.isArray(given))) {
    throw new HeddleError('option', {
      where,
      expected: 'its options as fields',
      received: describe(given),
      hint: `write them as { ${Object.keys(spec).join(', ')} }.`,
    });
  }
  const values = (given ?? {}) as Record<string, unknown>;
  const fields = spec as Record<string, OptionField<unknown>>;
  for (const name of Object.keys(values)) {
    if (!Object.hasOwn(fields, name)) {
      throw new HeddleError('option', {
        where: `${where}.${name}`,
        expected: `an option of ${where.split(' ').at(-1)}`,
        received: describe(name),
        hint: `${suggestion(name, Object.keys(fields))}${Object.keys(fields).length === 0 ? ' (it takes no options).' : ''}`,
      });
    }
  }
  const resolved: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(fields)) {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined) {
      if (!('default' in field) || field.default === undefined) {
        throw new HeddleError('option', {
          where: `${where}.${name}`,
          expected: field.expected,
          received: 'nothing',
          hint: `give ${name}: ${field.doc}`,
        });
      }
      resolved[name] = field.default;
    } else {
      if (!field.accepts(value)) {
        throw new HeddleError('option', {
          where: `${where}.${name}`,
          expected: field.expected,
          received: describe(value),
          hint: `${name} is ${field.doc}`,
        });
      }
      resolved[name] = value;
    }
  }
  return resolved as Options;
}
