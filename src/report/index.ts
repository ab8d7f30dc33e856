// report: what a run says to a person. In: a RunRecord. Out: report.html, report.md and figures, as texts; and for the
// page's own program, the same charts by id. To add a part, see panels/index.ts; to add a chart, charts/index.ts.

export { type Chart, type Palette, pagePalette, paperPalette, runCharts } from './charts/index.ts';
export { chartSvg, type LiveChart, mountChart } from './draw-chart.ts';
export { RECORD_ELEMENT } from './page-contract.ts';
export { type Report, renderReport } from './report.ts';
