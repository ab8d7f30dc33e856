// What a sweep would train, for --dry-run.

import type { ExperimentPlan } from '../../index.ts';
import type { Shares } from '../commands/training-options.ts';
import { layersText, parameterTitles, valueText } from '../format/names.ts';
import { bytesText, countText, quantityText } from '../format/number-text.ts';
import { type Column, table } from '../format/table.ts';
import { memoryTogether } from '../memory-check.ts';
import type { ViewStyle } from './view.ts';

/** Every trial with its parameters, its size and its memory; then every network among them. */
export function planLines(plan: ExperimentPlan, shares: Shares, { colours }: ViewStyle): string[] {
  const { trials, rows, spec } = plan;
  const paths = [...new Set(trials.flatMap((trial) => Object.keys(trial.parameters)))];
  const columns: Column[] = [
    { title: '#', align: 'right' },
    { title: 'model', align: 'left' },
    ...parameterTitles(paths).map((title): Column => ({ title, align: 'right' })),
    { title: 'parameters', align: 'right' },
    { title: 'memory', align: 'right' },
  ];
  const cells = plan.cells.map((cell, i) => [
    String(i + 1),
    cell.modelName,
    ...paths.map((path) => (path in cell.parameters ? valueText(cell.parameters[path]) : '-')),
    countText(cell.parameterCount),
    bytesText(cell.memoryBytes),
  ]);
  const models = new Set(trials.map(({ modelName, model }) => `  ${modelName}: ${layersText(model.toJSON().layers)}`));
  const { batchSize, epochs } = spec.training;
  return [
    colours.bold(`Sweep ${spec.name}: ${quantityText(trials.length, 'trial')}, nothing is trained`),
    `  ${quantityText(rows.train, 'training row')}, ${quantityText(rows.validation, 'validation row')}; batches of ${batchSize}, ${quantityText(epochs, 'epoch')} at most`,
    ...membersLines(plan),
    `  ${shares.jobs === 1 ? 'one trial at a time' : `${shares.jobs} trials at a time`}, ${quantityText(shares.threads, 'thread')} each; at most ${bytesText(memoryTogether(plan, shares))} for trials that run together`,
    '',
    ...table(columns, cells, { indent: 2, title: colours.dim }),
    '',
    ...models,
  ];
}

/** How often each cell is trained, where that is not once. */
function membersLines({ spec: { repeats, folds }, cells }: ExperimentPlan): string[] {
  const each = [
    ...(repeats === 1 ? [] : [`${repeats} repeats, each with a seed of its own`]),
    ...(folds === null ? [] : [`${folds} folds, which together validate every training row`]),
  ];
  if (each.length === 0) return [];
  const refit = folds === null ? '' : '; the best is trained once more, on all training rows';
  return [
    `  ${quantityText(cells.length, 'cell')}, each trained in ${each.join(' and ')}, ranked by their mean${refit}`,
  ];
}

/** The same for programs. */
export function planDocument(plan: ExperimentPlan, shares: Shares): unknown {
  const trials = plan.trials.map(({ name, modelName, parameters, parameterCount, memoryBytes, repeat, fold }) => {
    return { name, modelName, parameters, parameterCount, memoryBytes, repeat, fold };
  });
  const { name, repeats, folds } = plan.spec;
  return { sweep: name, rows: plan.rows, repeats, folds, ...shares, trials };
}
