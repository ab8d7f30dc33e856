// charts: a run's facts as ECharts options, plain data. In: records. Out: one Chart for each picture. To add one, write
// a function from records to a Chart beside curve-chart.ts and list it in run-charts.ts.

export { CALIBRATION, calibrationChart } from './calibration-chart.ts';
export { type Chart, chartName, chartText, NARROW, type Palette, pagePalette, paperPalette } from './chart.ts';
export { confusionChart, MOST_BESIDE, MOST_CLASSES, shade } from './confusion-chart.ts';
export { CLASSIFIER_CURVES, type Curve, curveChart, curveId, REGRESSION_CURVES } from './curve-chart.ts';
export { effectChart, effectId, effectPaths } from './effect-chart.ts';
export { hasIntervals, INTERVALS, intervalChart } from './interval-chart.ts';
export { type ModelLook, modelLook } from './model-look.ts';
export { lastEpoch, overlayChart, overlayId, type Side } from './overlay-chart.ts';
export { hasParallel, PARALLEL, parallelChart } from './parallel-chart.ts';
export { curvesOf, runCharts } from './run-charts.ts';
