// Layers, losses, optimizers and schedules are plain data alike: a kind's name and its options. Here is the way there and back.

import type { Json } from './canonical-json.ts';
import { describe, HeddleError } from './errors.ts';
import { suggestion } from './nearest.ts';
import { type OptionSpec, resolveOptions } from './option-spec.ts';

/** A layer, loss, optimizer or schedule as its factory makes it. */
interface Configured {
  readonly definition: { readonly kind: string };
  readonly options: unknown;
}

/** Its plain data: the name of its kind, and its options. */
export function specOf({ definition, options }: Configured): {
  readonly kind: string;
  readonly [option: string]: Json;
} {
  return { kind: definition.kind, ...(options as { readonly [option: string]: Json }) };
}

/** What the error for a kind that is not there says. */
export interface KindRefusal {
  readonly where: string;
  /** In words that complete "expected ...": `a kind of loss`. */
  readonly expected: string;
  /** From the sentence that names the nearest kind, or all; default: that sentence. */
  readonly hint?: (nearest: string) => string;
}

/**
 * The definition of a kind.
 *
 * @param kinds what may be named
 * @throws HeddleError `format` for a kind that is not among them.
 * @example
 * definitionOf('relu', { relu: 1, tanh: 2 }, { where: 'model[1]', expected: 'a kind of layer' }); // 1
 */
export function definitionOf<Definition>(
  kind: string,
  kinds: { readonly [kind: string]: Definition },
  { where, expected, hint = (nearest) => nearest }: KindRefusal,
): Definition {
  if (typeof kind === 'string' && Object.hasOwn(kinds, kind)) return kinds[kind];
  const nearest = suggestion(String(kind), Object.keys(kinds));
  throw new HeddleError('format', { where, expected, received: describe(kind), hint: hint(nearest) });
}

/**
 * The thing that a kind's name and options describe, as its factory would make it.
 *
 * @throws HeddleError `format` for a kind that is not among `kinds`, `option` for options that do not fit.
 */
export function configured<Options, Definition extends { readonly options: OptionSpec<Options> }>(
  { kind, ...options }: { readonly kind: string; readonly [option: string]: unknown },
  kinds: { readonly [kind: string]: Definition & { readonly options: OptionSpec<Options> } },
  refusal: KindRefusal,
): { readonly definition: Definition; readonly options: Options } {
  const definition = definitionOf(kind, kinds, refusal);
  return { definition, options: resolveOptions(kind, definition.options, options) };
}
