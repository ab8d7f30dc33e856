// Things from their specs: a page builds with factories; a worker gets plain data, and knows Heddle's own kinds.

import { configured, type OptionSpec } from '../core/index.ts';
import type { KindSpec } from '../record/index.ts';

/**
 * The loss, optimizer or schedule that a spec describes.
 *
 * @param kinds Heddle's own, by name
 * @throws HeddleError `format` for a kind that is not among them, `option` for options that do not fit.
 */
export function fromSpec<Options, Definition extends { readonly options: OptionSpec<Options> }>(
  where: string,
  spec: KindSpec,
  kinds: { readonly [kind: string]: Definition & { readonly options: OptionSpec<Options> } },
): { readonly definition: Definition; readonly options: Options } {
  return configured(spec, kinds, {
    where,
    expected: `a ${where} that Heddle's worker knows`,
    hint: (nearest) => `${nearest} Kinds of your own train with fit() of 'heddle', on the page's thread.`,
  });
}
