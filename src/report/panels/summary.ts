import type { Interval, RunRecord, RunTrial } from '../../record/index.ts';
import { certaintyText, rangeText } from '../certainty.ts';
import { type Block, type Inline, paragraph, type Tile } from '../document.ts';
import { capital, count, difference, duration, fixed, measured, metricName, plain } from '../format.ts';
import { candidatesOf, chosenTrial, isClassifier, pathLabel, targetName, variedPaths } from '../run-facts.ts';
import { auditAlarms, auditText } from './audit.ts';

/** The overview: the result in a few sentences, a few large numbers, what was asked, and on which data. */
export function summaryPanel(run: RunRecord): readonly Block[] {
  const { sweep, trials, test } = run;
  const chosen = chosenTrial(run);
  const done = trials.filter((trial) => trial.record.status === 'finished').length;
  const failed = trials.filter((trial) => trial.record.status === 'failed').length;
  const trialsNote = failed === 0 ? `${count(done)} finished` : `${count(done)} finished, ${count(failed)} failed`;
  const items: Tile[] = [
    ...(test === null ? [] : testTiles(run)),
    ...(chosen === null ? [] : [chosenBy(run, chosen)]),
    { label: 'Trials', value: count(trials.length), note: trialsNote },
    ...(sweep.finished === null
      ? []
      : [{ label: 'Time', value: duration(wallSeconds(run)), note: `${count(epochsOf(run))} epochs` }]),
  ];
  const certainty = certaintyText(run);
  return [
    ...auditAlarms(run),
    ...sentence(run),
    ...(certainty === null ? [] : [paragraph(certainty)]),
    { kind: 'tiles', items },
    ...(chosen === null ? [] : [{ kind: 'island' as const, name: 'verdict', fallback: [] }]),
    { kind: 'facts', items: [...asked(run), ...data(run), ...audited(run)] },
    { kind: 'code', language: 'sh', text: sweep.command },
  ];
}

/** What the choice was made by: the chosen trial's own figure, or of a refit, which has none, the mean of its cell. */
function chosenBy(run: RunRecord, { folder, record }: RunTrial): Tile {
  const { selection } = run;
  const label = metricName(run.sweep.selection.metric);
  if (record.bestValue !== null) {
    const own = selection?.trials.find(({ trial }) => trial === folder)?.selection;
    return { label: capital(label), value: measured(record.bestValue), note: noteOf(own, 'chosen by this') };
  }
  const [best] = candidatesOf(run);
  const ofCell = selection?.cells?.find(({ cell }) => cell === best?.name)?.selection;
  return { label: `Mean ${label}`, value: measured(best?.value), note: noteOf(ofCell, 'of its cell, chosen by this') };
}

function sentence(run: RunRecord): Block[] {
  const chosen = chosenTrial(run);
  if (chosen !== null) {
    const rows =
      run.test === null
        ? [' It has not been tested yet.']
        : [` It was then tested once on ${count(run.test.rows)} rows that nothing else had seen.`];
    return [
      paragraph(
        'Of ',
        count(run.trials.length),
        ' trials, ',
        { strong: chosen.record.name },
        ' was chosen',
        ...margin(run),
        '.',
        ...rows,
      ),
    ];
  }
  if (run.leaderboard !== null)
    return [{ kind: 'notice', tone: 'warning', content: ['Every trial failed: no model was chosen.'] }];
  const content = [
    'The sweep has not ended: what follows is how far it came. No model has been chosen and none tested.',
  ];
  return [{ kind: 'notice', tone: 'warning', content }];
}

/** By how much the first of the ranking won: of cells by their means, else of trials. */
function margin(run: RunRecord): Inline[] {
  const [first, second] = candidatesOf(run);
  if (second === undefined) return [];
  const metric = metricName(run.sweep.selection.metric);
  const what = first.isCell ? `the mean ${metric} of its cell` : `its ${metric}`;
  const lead = Math.abs(first.value - second.value);
  if (lead === 0) return [`: ${what} is the same as that of `, second.name, ', which comes later'];
  return [`: ${what} is ${difference(lead, first.value)} better than that of the next, `, second.name];
}

function asked(run: RunRecord): (readonly [string, Inline])[] {
  const { sweep, trials } = run;
  const models = [...new Set(trials.map(({ record }) => record.modelName))];
  const paths = variedPaths(run);
  const varied = paths.map((path) => {
    const values = [...new Set(trials.map(({ record }) => plain(record.parameters[path])))];
    return `${pathLabel(path, paths)} ${listed(values)}`;
  });
  const { metric, direction } = sweep.selection;
  return [
    ['Asked', `${listed(models)}${varied.length === 0 ? '' : `, each with ${varied.join(' and ')}`}`],
    ['Chosen by', `the ${direction === 'max' ? 'highest' : 'lowest'} ${metricName(metric)}${cells(run)}`],
  ];
}

function data({ sweep: { dataset } }: RunRecord): (readonly [string, Inline])[] {
  const rows = `${count(dataset.trainRows)} to train, ${count(dataset.validationRows)} to validate, ${count(dataset.testRows)} to test`;
  return [
    ['Data', `${dataset.id}: ${rows}`],
    ['SHA-256 of the data', { code: dataset.sha256 }],
  ];
}

/** How cells were ranked, where they have several trials. */
function cells({ sweep }: RunRecord): string {
  if (sweep.folds !== undefined) return `, the mean over ${sweep.folds.length} folds`;
  return sweep.repeats === undefined ? '' : `, the mean over ${sweep.repeats} repeats`;
}

function audited(run: RunRecord): (readonly [string, Inline])[] {
  const text = auditText(run);
  return text === null ? [] : [['Audit', { link: text, to: 'audit' }]];
}

/** Few values by name, many by how many they are. */
function listed(values: readonly string[]): string {
  return values.length <= 6 ? values.join(', ') : `${values.slice(0, 4).join(', ')} and ${values.length - 4} more`;
}

function testTiles(run: RunRecord): Tile[] {
  const rows = `${count(run.test?.rows ?? 0)} unseen rows`;
  const { accuracy, macroF1, rmse, r2 } = run.selection?.test ?? {};
  if (isClassifier(run)) {
    return [
      { label: 'Test accuracy', value: fixed(run.test?.accuracy), note: noteOf(accuracy, rows), claim: 'accuracy' },
      { label: 'Test macro-F1', value: fixed(run.test?.macroF1), note: noteOf(macroF1, rows), claim: 'macroF1' },
    ];
  }
  const target = targetName(run);
  const of = target === null ? '' : ` of ${target}`;
  return [
    { label: `Test RMSE${of}`, value: measured(run.test?.rmse), note: noteOf(rmse, rows), claim: 'rmse' },
    { label: `Test R²${of}`, value: fixed(run.test?.r2), note: noteOf(r2, rows), claim: 'r2' },
  ];
}

const noteOf = (interval: Interval | undefined, note: string): string =>
  interval === undefined ? note : `95 %: ${rangeText(interval)}; ${note}`;

const epochsOf = (run: RunRecord): number => run.trials.reduce((sum, trial) => sum + trial.epochs.length, 0);

function wallSeconds({ sweep }: RunRecord): number {
  return (Date.parse(sweep.finished ?? sweep.started) - Date.parse(sweep.started)) / 1000;
}
