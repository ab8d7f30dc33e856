// The only file that knows ECharts: draws a Chart as an SVG text without a DOM, or as a living chart on a page.

import { HeatmapChart, LineChart, ParallelChart } from 'echarts/charts';
import {
  GridComponent,
  LegendPlainComponent,
  MarkLineComponent,
  ParallelComponent,
  TitleComponent,
  TooltipComponent,
  VisualMapContinuousComponent,
} from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import type { Json } from '../core/index.ts';
import { type Chart, NARROW } from './charts/index.ts';
import { tickText } from './format.ts';
import { escapeHtml } from './html.ts';

/** The pointer over a chart: in the chart's own numbers, and in pixels from its left edge. */
export interface ChartPoint {
  readonly kind: 'mousemove' | 'mousedown' | 'mouseup';
  readonly x: number;
  readonly y: number;
  readonly left: number;
}

/** A chart on a page. */
export interface LiveChart {
  /** Fits the chart to its element. */
  resize(): void;
  /** Draws another state of the same chart in its place. */
  update(chart: Chart): void;
  /** Tells where the pointer is and what it does; null when it leaves the plot. */
  onPointer(listener: (point: ChartPoint | null) => void): void;
  /** Brings one series forward, or none. */
  highlight(seriesId: string | null): void;
  /** Takes the chart away. */
  dispose(): void;
}

/** The parts that charts with axes need; registering them twice does nothing. */
function useAxes(): void {
  use([
    LineChart,
    ParallelChart,
    GridComponent,
    LegendPlainComponent,
    MarkLineComponent,
    ParallelComponent,
    TitleComponent,
    TooltipComponent,
    SVGRenderer,
  ]);
}

/**
 * A chart as an SVG document with its description as title. The same chart gives the same text every time.
 *
 * @example
 * const option = { xAxis: {}, yAxis: {}, series: [{ type: 'line', data: [[0, 0], [1, 1]] }] };
 * chartSvg({ id: 'rise', description: 'A straight line', width: 400, height: 300, option });
 */
export function chartSvg(chart: Chart): string {
  useAxes();
  use([HeatmapChart, VisualMapContinuousComponent]);
  const drawing = init(null, null, { renderer: 'svg', ssr: true, width: chart.width, height: chart.height });
  drawing.setOption(withTicks(chart.option));
  const svg = drawing.renderToSVGString();
  drawing.dispose();
  return tidySvg(svg, chart);
}

/**
 * Puts a living chart, with tooltips, in place of what an element holds. The element has the chart's height.
 */
export function mountChart(element: HTMLElement, chart: Chart): LiveChart {
  useAxes();
  element.replaceChildren();
  const drawing = init(element, null, { renderer: 'svg' });
  const name = (of: Chart): void => {
    element.setAttribute('role', 'img');
    element.setAttribute('aria-label', of.description);
  };
  name(chart);
  drawing.setOption(fitting(chart));
  // With a view box the picture shrinks with its place, as on paper, where no program runs.
  const frame = (): void =>
    element.querySelector('svg')?.setAttribute('viewBox', `0 0 ${drawing.getWidth()} ${drawing.getHeight()}`);
  frame();
  // On paper a chart is as wide as its picture would be, so that its text has the size of text.
  const onPaper = (): void => {
    drawing.resize({ width: Math.min(drawing.getWidth(), chart.width), height: chart.height });
    drawing.getZr().flush();
    frame();
  };
  const onScreen = (): void => {
    drawing.resize({ width: 'auto', height: 'auto' });
    frame();
  };
  window.addEventListener('beforeprint', onPaper);
  window.addEventListener('afterprint', onScreen);
  return {
    resize() {
      drawing.resize();
      frame();
    },
    update(next) {
      name(next);
      drawing.setOption(withTicks(next.option), { replaceMerge: ['series'] });
    },
    onPointer(listener) {
      for (const kind of ['mousemove', 'mousedown', 'mouseup'] as const) {
        drawing.getZr().on(kind, ({ offsetX, offsetY }) => {
          const place = [offsetX, offsetY];
          const [x, y] = drawing.convertFromPixel('grid', place);
          listener(drawing.containPixel('grid', place) || kind === 'mouseup' ? { kind, x, y, left: offsetX } : null);
        });
      }
      drawing.getZr().on('globalout', () => listener(null));
    },
    highlight(seriesId) {
      drawing.dispatchAction({ type: 'downplay' });
      if (seriesId !== null) drawing.dispatchAction({ type: 'highlight', seriesId });
    },
    dispose() {
      window.removeEventListener('beforeprint', onPaper);
      window.removeEventListener('afterprint', onScreen);
      drawing.dispose();
    },
  };
}

/** A chart's option, which changes with its width where the chart says so. */
function fitting({ option: plain, narrow }: Chart): { readonly [name: string]: unknown } {
  const option = withTicks(plain);
  if (narrow === undefined) return option;
  return { baseOption: option, media: [{ query: { maxWidth: NARROW - 1 }, option: narrow }, { option }] };
}

/** An option whose axes of numbers write them as {@link tickText} does: the plain data of a chart hold no function. */
function withTicks(option: Chart['option']): { readonly [name: string]: unknown } {
  const ticked = (axis: Json): unknown => {
    if (Array.isArray(axis)) return axis.map(ticked);
    const { type, axisLabel } = axis as { readonly [name: string]: Json };
    if (type !== 'value') return axis;
    return { ...(axis as object), axisLabel: { ...(axisLabel as object), formatter: tickText } };
  };
  const axes = ['xAxis', 'yAxis', 'parallelAxis'].filter((name) => Object.hasOwn(option, name));
  return { ...option, ...Object.fromEntries(axes.map((name) => [name, ticked(option[name])])) };
}

/** Names the picture for readers who cannot see it, and takes out what only a living chart needs. */
function tidySvg(svg: string, chart: Chart): string {
  const name = escapeHtml(chart.description);
  // Ids count upwards over all charts of a program. Functions put texts in as they are: of a text, `$&` would be replaced.
  const prefix = `${plainId(chart.id)}-`;
  return svg
    .replace(/\bzr\d+-/g, () => prefix)
    .replace(/ (?:pointer-events="[^"]*"|class="[^"]*"|xmlns:xlink="[^"]*"|version="[^"]*"|baseProfile="[^"]*")/g, '')
    .replace(/<style\s*>[\s\S]*?<\/style>\s*/g, '')
    .replace(/^<svg /, '<svg role="img" ')
    .replace('>', () => `><title>${name}</title>`);
}

/** An id of letters, digits, lines and dashes, which needs no escape in an attribute or in `url(#...)`; others are told by their code. */
function plainId(id: string): string {
  return id.replace(/[^\w-]/gu, (sign) => `_${sign.codePointAt(0)?.toString(16)}_`);
}
