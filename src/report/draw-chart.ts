// The only file that knows ECharts: draws a Chart as an SVG text without a DOM, or as a living chart on a page.

import { HeatmapChart, LineChart } from 'echarts/charts';
import {
  GridComponent,
  LegendComponent,
  MarkLineComponent,
  TitleComponent,
  TooltipComponent,
  VisualMapContinuousComponent,
} from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import type { Chart } from './charts/index.ts';
import { escapeHtml } from './html.ts';

/** A chart on a page. */
export interface LiveChart {
  /** Fits the chart to its element. */
  resize(): void;
}

/** The parts that charts with axes need; registering them twice does nothing. */
function useAxes(): void {
  use([LineChart, GridComponent, LegendComponent, MarkLineComponent, TitleComponent, TooltipComponent, SVGRenderer]);
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
  drawing.setOption(chart.option);
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
  drawing.setOption(chart.option);
  return { resize: () => drawing.resize() };
}

/** Names the picture for readers who cannot see it, and takes out what only a living chart needs. */
function tidySvg(svg: string, chart: Chart): string {
  const name = escapeHtml(chart.description);
  return svg
    .replace(/\bzr\d+-/g, `${chart.id}-`) // ids count upwards over all charts of a program
    .replace(/ (?:pointer-events="[^"]*"|class="[^"]*"|xmlns:xlink="[^"]*"|version="[^"]*"|baseProfile="[^"]*")/g, '')
    .replace(/<style\s*>[\s\S]*?<\/style>\s*/g, '')
    .replace(/^<svg /, '<svg role="img" ')
    .replace('>', `><title>${name}</title>`);
}
