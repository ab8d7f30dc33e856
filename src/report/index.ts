// report: what a run says to a person. In: a RunRecord, and what is to be embedded. Out: report.html, report.md and
// figures, as texts; and for the page's own program, the same charts and panels. To add a part, see panels/index.ts; to
// add a chart, charts/index.ts.

export {
  type Calibration,
  type CalibrationBin,
  calibrationOf,
  confidentMistakes,
  type RowAnswer,
  rowAnswers,
} from './calibration.ts';
export {
  type Chart,
  type Curve,
  chartName,
  curvesOf,
  lastEpoch,
  type ModelLook,
  modelLook,
  overlayChart,
  type Palette,
  pagePalette,
  paperPalette,
  runCharts,
  type Side,
} from './charts/index.ts';
export { renderContactSheet, type SheetGroup, type SheetPicture } from './contact-sheet.ts';
export { type ChartPoint, chartSvg, type LiveChart, mountChart } from './draw-chart.ts';
export {
  type EmbeddedFacts,
  type EmbeddedFile,
  embedFile,
  type FileRole,
  nameFile,
  type PlainFile,
} from './embedded-file.ts';
export { bytes, count, fixed, measured, metricName, visible } from './format.ts';
export { CLAIMS_ELEMENT, fileElement, RECORD_ELEMENT, WORKER_ELEMENT } from './page-contract.ts';
export type { ProofClaims } from './proof-claims.ts';
export { type Report, type ReportParts, renderReport, renderReportPage } from './report.ts';
export { chosenTrial, classLabels, metricOf as epochFigure, rankedTrials } from './run-facts.ts';
export { STYLE } from './style.ts';
export { ISLAND_STYLE } from './style-islands.ts';
export { type TestEvidence, testEvidence } from './test-evidence.ts';
export { trialPanelHtml } from './trial-panel.ts';
