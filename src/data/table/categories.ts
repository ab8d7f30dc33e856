/** Categories in their order: numbers by size, anything else by its letters; the codes follow. */
export function sortedCategories(
  names: readonly string[],
  codes: Int32Array,
): { readonly categories: readonly string[]; readonly codes: Int32Array } {
  const numeric = names.every((name) => name.trim() !== '' && Number.isFinite(Number(name)));
  const order = [...names.keys()].sort((a, b) => {
    if (numeric && Number(names[a]) !== Number(names[b])) return Number(names[a]) - Number(names[b]);
    return names[a] < names[b] ? -1 : names[a] > names[b] ? 1 : 0;
  });
  const places = new Int32Array(names.length);
  for (const [place, code] of order.entries()) places[code] = place;
  return { categories: order.map((code) => names[code]), codes: codes.map((code) => (code < 0 ? -1 : places[code])) };
}
