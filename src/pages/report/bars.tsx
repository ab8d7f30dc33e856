import type { JSX } from 'preact';

/** The indexes of the largest values, the largest first. */
export function likeliest(probabilities: ArrayLike<number>, most: number): number[] {
  const order = Array.from(probabilities, (_, c) => c);
  return order.sort((a, b) => probabilities[b] - probabilities[a]).slice(0, most);
}

/** Class probabilities as bars: the likeliest first, or all in class order. */
export function Bars({
  probabilities,
  classNames,
  most,
  truth = null,
}: {
  readonly probabilities: ArrayLike<number>;
  readonly classNames: readonly string[];
  /** How many to show; all, in class order, where null. */
  readonly most: number | null;
  /** The true class, where it is known. */
  readonly truth?: number | null;
}): JSX.Element {
  const [first] = likeliest(probabilities, 1);
  const shown = most === null ? classNames.map((_, c) => c) : likeliest(probabilities, most);
  const tone = (c: number): string =>
    c === truth ? 'is-truth' : c === first && probabilities[c] > 0 ? 'is-first' : '';
  return (
    <ul class="bars">
      {shown.map((c) => (
        <li key={c} class={tone(c)} style={{ '--share': probabilities[c].toFixed(4) }}>
          <span class="bar-name">{classNames[c]}</span>
          <span class="bar-share">{(100 * probabilities[c]).toFixed(1)} %</span>
        </li>
      ))}
    </ul>
  );
}
