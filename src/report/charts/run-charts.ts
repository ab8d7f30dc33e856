import type { RunRecord } from '../../record/index.ts';
import { isClassifier } from '../run-facts.ts';
import type { TestEvidence } from '../test-evidence.ts';
import { CALIBRATION, calibrationChart } from './calibration-chart.ts';
import type { Chart, Palette } from './chart.ts';
import { CLASSIFIER_CURVES, type Curve, curveChart, curveId, REGRESSION_CURVES } from './curve-chart.ts';
import { effectChart, effectId, effectPaths } from './effect-chart.ts';
import { hasIntervals, INTERVALS, intervalChart } from './interval-chart.ts';
import { overlayChart, overlayId } from './overlay-chart.ts';
import { hasParallel, PARALLEL, parallelChart } from './parallel-chart.ts';

/** The curves that a run's trials are shown by. */
export function curvesOf(run: RunRecord): readonly Curve[] {
  return isClassifier(run) ? CLASSIFIER_CURVES : REGRESSION_CURVES;
}

/**
 * Every chart of a run that has axes, by id, as the function that makes it: a page makes only those that come into
 * view. Confusion matrices are not among them; a page shows them as tables.
 */
export function runCharts(
  run: RunRecord,
  palette: Palette,
  evidence: TestEvidence | null = null,
): ReadonlyMap<string, () => Chart> {
  const charts = new Map<string, () => Chart>();
  if (run.trials.filter(({ epochs }) => epochs.length > 0).length > 1) {
    for (const curve of curvesOf(run)) charts.set(overlayId(curve), () => overlayChart(run, curve, palette));
    if (hasParallel(run)) charts.set(PARALLEL, () => parallelChart(run, palette));
  }
  if (hasIntervals(run)) charts.set(INTERVALS, () => intervalChart(run, palette));
  if (evidence !== null) charts.set(CALIBRATION, () => calibrationChart(evidence.calibration, palette));
  effectPaths(run).forEach((path, position) => {
    charts.set(effectId(position), () => effectChart(run, path, position, palette));
  });
  for (const trial of run.trials) {
    if (trial.epochs.length === 0) continue;
    for (const curve of curvesOf(run)) charts.set(curveId(trial, curve), () => curveChart(trial, curve, palette));
  }
  return charts;
}
