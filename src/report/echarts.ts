// The parts of ECharts that Heddle draws with. The build makes one file of them (scripts/lib/bundle-dist.mjs).

export { HeatmapChart, LineChart, ParallelChart } from 'echarts/charts';
export {
  GridComponent,
  LegendPlainComponent,
  MarkLineComponent,
  ParallelComponent,
  TitleComponent,
  TooltipComponent,
  VisualMapContinuousComponent,
} from 'echarts/components';
export { init, use } from 'echarts/core';
export { SVGRenderer } from 'echarts/renderers';
