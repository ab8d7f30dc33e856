import { describe, HeddleError, suggestion } from '../core/index.ts';
import type { Table } from '../data/index.ts';
import type { Loss, Model } from '../model/index.ts';
import type { Optimizer, Schedule } from '../train/index.ts';

/** The options that a call takes, in the order in which errors list them: the compiler asks for a line for each. */
export type OptionNames<Options> = { readonly [Name in keyof Required<Options>]: true };

/** Options of every way to fit. */
export const COMMON_OPTIONS = {
  loss: true,
  optimizer: true,
  schedule: true,
  validation: true,
  batchSize: true,
  epochs: true,
  dropLast: true,
  clipNorm: true,
  seed: true,
  keepBest: true,
} as const;

/**
 * Checks what plain JavaScript can get wrong: forgotten arguments, names instead of things, misspelt options.
 *
 * @param optionNames all that may be given
 * @throws HeddleError `option` naming what is wrong.
 */
export function checkFit<
  Options extends { readonly loss: Loss; readonly optimizer?: Optimizer; readonly schedule?: Schedule },
>(model: Model, table: Table, options: Options, optionNames: OptionNames<Options>): void {
  const wrong = (where: string, expected: string, received: unknown, hint: string): HeddleError =>
    new HeddleError('option', { where: `fit ${where}`, expected, received: describe(received), hint });
  if (typeof model?.toJSON !== 'function') throw wrong('model', 'a model', model, 'make one with sequential().');
  if (table?.features === undefined)
    throw wrong('table', 'a table', table, 'make one with classTable() or valueTable().');
  if (typeof options !== 'object' || options === null)
    throw wrong('options', 'options', options, 'give at least { loss }.');
  const names = Object.keys(optionNames);
  const unknown = Object.keys(options).find((name) => !names.includes(name));
  if (unknown !== undefined) throw wrong(unknown, 'an option of fit', unknown, suggestion(unknown, names));
  const kinds = { loss: 'crossEntropy()', optimizer: 'adam()', schedule: 'cosine()' } as const;
  for (const [name, example] of Object.entries(kinds) as [keyof typeof kinds, string][]) {
    const given = options[name];
    if (given === undefined && name !== 'loss') continue;
    if (given?.definition === undefined)
      throw wrong(name, `a ${name}, such as ${example}`, given, `call its factory: ${example}.`);
  }
}
