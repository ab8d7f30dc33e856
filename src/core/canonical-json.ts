import { describe, HeddleError } from './errors.ts';

/** Plain data: what JSON can hold. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * The one JSON text of a value: keys sorted by code unit, no white space, numbers as JavaScript prints them.
 * Equal values give equal texts, whatever order their keys were written in. Keys whose value is undefined are left out.
 *
 * @throws HeddleError `format` for a value JSON cannot hold (NaN, a function, ...).
 * @example
 * canonicalJson({ b: 1, a: [true] }); // '{"a":[true],"b":1}'
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number' && Number.isFinite(value)) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype) {
    const entries = Object.entries(value).filter(([, item]) => item !== undefined);
    entries.sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join(',')}}`;
  }
  throw new HeddleError('format', {
    where: 'canonicalJson',
    expected: 'plain data (null, true, false, finite numbers, texts, lists, plain objects)',
    received: describe(value),
    hint: 'replace it by something JSON can hold.',
  });
}
