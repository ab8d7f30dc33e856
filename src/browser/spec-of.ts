// Things as specs, and back. A page builds with factories; a worker gets plain data, and knows Heddle's own kinds.

import { describe, HeddleError, type Json, type OptionSpec, resolveOptions, suggestion } from '../core/index.ts';
import type { KindSpec } from '../record/index.ts';

/** A loss, an optimizer or a schedule. */
interface Configured {
  readonly definition: { readonly kind: string };
  readonly options: unknown;
}

/** The plain data of a loss, an optimizer or a schedule. */
export function specOf({ definition, options }: Configured): KindSpec {
  return { kind: definition.kind, ...(options as { readonly [option: string]: Json }) };
}

/**
 * The loss, optimizer or schedule that a spec describes.
 *
 * @param kinds Heddle's own, by name
 * @throws HeddleError `format` for a kind that is not among them, `option` for options that do not fit.
 */
export function fromSpec<Options, Definition extends { readonly options: OptionSpec<Options> }>(
  where: string,
  { kind, ...options }: KindSpec,
  kinds: { readonly [kind: string]: Definition & { readonly options: OptionSpec<Options> } },
): { readonly definition: Definition; readonly options: Options } {
  if (!Object.hasOwn(kinds, kind)) {
    throw new HeddleError('format', {
      where,
      expected: `a ${where} that Heddle's worker knows`,
      received: describe(kind),
      hint: `${suggestion(kind, Object.keys(kinds))} Kinds of your own train with fit() of 'heddle', on the page's thread.`,
    });
  }
  const definition = kinds[kind];
  return { definition, options: resolveOptions(kind, definition.options, options) };
}
