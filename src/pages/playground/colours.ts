/** A colour of the style sheet as red, green and blue. */
export function colourOf(variable: string): readonly [number, number, number] {
  const text = getComputedStyle(document.documentElement).getPropertyValue(variable).trim();
  const value = Number.parseInt(text.replace('#', ''), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

/** Calls `changed` when the page turns light or dark; answers how to stop. */
export function onScheme(changed: () => void): () => void {
  const scheme = matchMedia('(prefers-color-scheme: dark)');
  scheme.addEventListener('change', changed);
  return () => scheme.removeEventListener('change', changed);
}
