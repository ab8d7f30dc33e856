// Names of metrics, parameters and layers as people say them.

import type { Json, LayerSpec } from '../../index.ts';

/** A metric's name in words: `validationMacroF1` is `validation macro-F1`. */
export function metricText(metric: string): string {
  return metric
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace(/\b(macro|micro|weighted) f1\b/, '$1-F1')
    .replace(/\bf1\b/, 'F1')
    .replace(/\br2\b/, 'R2')
    .replace(/\b(rmse|mae)\b/, (name) => name.toUpperCase());
}

/** The metric without the part of the data it was measured on: `macro-F1`. */
export function shortMetricText(metric: string): string {
  return metricText(metric).replace(/^(validation|train) /, '');
}

/** A value from a sweep file on one line. */
export function valueText(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Titles for parameter paths: the last field alone (`learningRate`) where that is enough to tell them apart. */
export function parameterTitles(paths: readonly string[]): string[] {
  const last = paths.map((path) => path.slice(path.lastIndexOf('.') + 1));
  return paths.map((path, i) => (last.filter((name) => name === last[i]).length === 1 ? last[i] : path));
}

/** A short name for one cell of a sweep: its model and the values of its parameters, `model_3 0.000625`. */
export function shortCellName(trial: {
  readonly modelName: string;
  readonly parameters: { readonly [path: string]: Json };
}): string {
  return [trial.modelName, ...Object.values(trial.parameters).map(valueText)].join(' ');
}

/** A short name for one trial: its cell's, with its repeat and fold where there are several, `model_3 0.000625 r1 f0`. */
export function shortTrialName(trial: {
  readonly name: string;
  readonly modelName: string;
  readonly parameters: { readonly [path: string]: Json };
  readonly cell?: string;
}): string {
  const { name, cell = name } = trial;
  const suffix = name.slice(cell.length).replace(' repeat=', ' r').replace(' fold=', ' f');
  return `${shortCellName(trial)}${suffix}`;
}

/** A network on one line: each layer with its main option, `flatten, dense 512, batchNorm, relu, dropout 0.2`. */
export function layersText(layers: readonly LayerSpec[]): string {
  return layers
    .map((layer) => {
      const main = layer['units'] ?? layer['rate'];
      return main === undefined ? layer.kind : `${layer.kind} ${valueText(main)}`;
    })
    .join(', ');
}
