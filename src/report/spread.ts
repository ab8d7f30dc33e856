// How the values of one column are spread: a histogram of numbers, stacked by class where there are few; bars of categories.

import type { CheckupRecord, ColumnCheckup } from '../record/index.ts';
import { count } from './format.ts';
import { html, type Markup } from './html.ts';

const WIDTH = 240;
const HEIGHT = 80;

/** The figure of a column; null for one that has nothing to show. */
export function spreadMarkup(column: ColumnCheckup, classes: CheckupRecord['classes']): Markup | null {
  const { name, categories, histogram } = column;
  const caption = html`<figcaption>${name}</figcaption>`;
  if (categories !== null) {
    const most = Math.max(1, ...categories.most.map(({ rows }) => rows));
    const bars = categories.most.map(
      ({ label, rows }) =>
        html`<span title="${label}">${label}</span><i style="width:${((100 * rows) / most).toFixed(1)}%"></i><b>${count(rows)}</b>`,
    );
    const others = categories.count - categories.most.length;
    const more = others > 0 ? html`<div class="ends"><span>and ${count(others)} more</span></div>` : '';
    return html`<figure class="spread">${caption}<div class="words">${bars}</div>${more}</figure>`;
  }
  if (histogram === null) return null;
  const { from, to, counts } = histogram;
  const steps = counts[0].length;
  const total = (step: number): number => counts.reduce((sum, list) => sum + list[step], 0);
  const most = Math.max(1, ...counts[0].map((_, step) => total(step)));
  const width = WIDTH / steps;
  const rectangles = counts.flatMap((list, series) =>
    list.map((rows, step) => {
      const below = counts.slice(0, series).reduce((sum, other) => sum + other[step], 0);
      const y = HEIGHT - (HEIGHT * (below + rows)) / most;
      const shape = html`<rect x="${(step * width + 0.5).toFixed(2)}" y="${y.toFixed(2)}" width="${(width - 1).toFixed(2)}" height="${((HEIGHT * rows) / most).toFixed(2)}" fill="var(--series-${series + 1})"/>`;
      return rows === 0 ? '' : shape;
    }),
  );
  const byClass = counts.length > 1 && classes !== null ? ', by class' : '';
  return html`<figure class="spread">${caption}<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="${`histogram of ${name} from ${short(from)} to ${short(to)}${byClass}`}">${rectangles}</svg><div class="ends"><span>${short(from)}</span><span>${short(to)}</span></div></figure>`;
}

const short = (value: number): string => String(Number(value.toPrecision(4)));
