import type { Json } from '../../core/index.ts';
import type { ConfusionMatrix } from '../../record/index.ts';
import { type Chart, chartFrame, chartText, type Palette } from './chart.ts';

/** Most classes whose matrix is drawn: beyond, its cells are too small to read. */
export const MOST_CLASSES = 40;

/** Most classes whose matrix stands beside its figures on a page: beyond, it takes the whole width. */
export const MOST_BESIDE = 11;

/**
 * How strongly a cell is shaded, 0 to 1: the square root of its share of the row, so that confusions of a few percent
 * can be seen beside a diagonal near one.
 */
export function shade(count: number, rowTotal: number): number {
  return rowTotal === 0 ? 0 : Math.sqrt(count / rowTotal);
}

/** A confusion matrix as a heat map for the figure files: rows are true classes; right counts blue, wrong ones orange. */
export function confusionChart(
  id: string,
  title: string,
  counts: ConfusionMatrix,
  labels: readonly string[],
  palette: Palette,
): Chart {
  const names = labels.map((label) => chartText(label, 16));
  const cells = counts.flatMap((row, t) => {
    const total = row.reduce((sum, n) => sum + n, 0);
    return row.map((n, p) => ({ right: t === p, strength: shade(n, total), value: [p, t, shade(n, total), n] }));
  });
  const heat = (right: boolean): Json => ({
    type: 'heatmap',
    silent: true,
    emphasis: { disabled: true },
    data: cells
      .filter((cell) => cell.right === right)
      .map(
        ({ value, strength }): Json => ({ value, label: { color: strength > 0.7 ? palette.surface : palette.ink } }),
      ),
    label: { show: true, formatter: '{@[3]}', fontSize: 12 },
    itemStyle: { borderColor: palette.surface, borderWidth: 1 },
  });
  const scale = (seriesIndex: number, color: string): Json => ({
    show: false,
    seriesIndex,
    dimension: 2,
    min: 0,
    max: 1,
    inRange: { color: [palette.surface, color] },
  });
  const axis = (name: string, gap: number): { [name: string]: Json } => ({
    type: 'category',
    data: names,
    name,
    nameLocation: 'middle',
    nameGap: gap,
    nameTextStyle: { color: palette.muted, fontSize: 12 },
    axisLine: { show: false },
    axisTick: { show: false },
    axisLabel: { color: palette.ink, fontSize: 12, interval: 0 },
  });
  const side = 44 * names.length;
  const { tooltip: _, ...frame } = chartFrame(title, palette);
  return {
    id,
    description: title,
    width: side + 180,
    height: side + 150,
    option: {
      ...frame,
      grid: { left: 130, right: 50, top: 130, bottom: 20, outerBoundsMode: 'none' },
      xAxis: {
        ...axis('predicted class', 86),
        position: 'top',
        axisLabel: { color: palette.ink, fontSize: 12, interval: 0, rotate: -45 },
      },
      yAxis: { ...axis('true class', 108), inverse: true },
      visualMap: [scale(0, palette.series[0]), scale(1, palette.series[1])],
      series: [heat(true), heat(false)],
    },
  };
}
