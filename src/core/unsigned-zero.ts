/**
 * A number's text without the sign of a zero, also where it was rounded to zero from below.
 *
 * @example
 * unsignedZero((-0.00001).toFixed(4)); // '0.0000'
 */
export function unsignedZero(text: string): string {
  return text.replace(/^-(?=[0.]+$)/, '');
}
