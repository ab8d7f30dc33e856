/**
 * A count as people read it, with a comma every three digits.
 *
 * @example
 * grouped(60000); // '60,000'
 */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}
