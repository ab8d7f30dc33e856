// What TensorBoard is told of a run: a folder for the sweep, and one in it for each trial.
//
//   <sweep>/events...           which hyper-parameters and metrics there are
//   <sweep>/<trial>/events...   its hyper-parameters, every number of every epoch, its confusion matrix, how it ended

import type { EpochRecord, SweepRecord, TrialRecord } from '../record/index.ts';
import { confusionImage } from './confusion-image.ts';
import { type EventMoment, type SummaryValue, summaryRecord, versionRecord } from './event.ts';
import { experimentValue, type ParameterValue, sessionEndValue, sessionStartValue } from './hyper-parameters.ts';

/** Bytes one after another. */
export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** The name of an event file, as TensorBoard finds it; later files of a folder have later times. */
export const eventFileName = (seconds: number): string => `events.out.tfevents.${Math.floor(seconds)}.heddle`;

/** What begins the sweep's own file. */
export function sweepEvents(sweep: SweepRecord, trials: readonly TrialRecord[], seconds: number): Uint8Array {
  const first = trials[0];
  const metrics = first === undefined ? [] : [...new Set([sweep.selection.metric, 'validationLoss', 'trainLoss'])];
  const parameters = Object.assign({}, ...trials.map(parametersOf)) as { [name: string]: ParameterValue };
  const experiment = experimentValue({ name: sweep.name, created: seconds, parameters, metrics });
  return joined([versionRecord(seconds), summaryRecord({ seconds, step: 0 }, [experiment])]);
}

/** What begins a trial's file. */
export function trialStartEvents(trial: TrialRecord, seconds: number): Uint8Array {
  const start = sessionStartValue({ group: trial.name, seconds, parameters: parametersOf(trial) });
  return joined([versionRecord(seconds), summaryRecord({ seconds, step: 0 }, [start])]);
}

/** Every number of an epoch, under its name in metrics.jsonl. */
export function epochEvents(epoch: EpochRecord, seconds: number): Uint8Array {
  const values = Object.entries(epoch).flatMap(([tag, value]): SummaryValue[] =>
    typeof value === 'number' && tag !== 'epoch' ? [{ tag, kind: 'scalar', value }] : [],
  );
  return summaryRecord({ seconds, step: epoch.epoch }, values);
}

/** The confusion matrix of the epoch whose weights were kept, and how the trial ended. */
export function trialEndEvents(
  trial: TrialRecord,
  epochs: readonly EpochRecord[],
  classNames: readonly string[] | null,
  seconds: number,
): Uint8Array {
  const best = epochs.find(({ epoch }) => epoch === trial.bestEpoch);
  const moment: EventMoment = { seconds, step: best?.epoch ?? 0 };
  const values: SummaryValue[] = [];
  if (best !== undefined && 'validationConfusion' in best && best.validationConfusion !== undefined) {
    const image = confusionImage(best.validationConfusion, classNames);
    values.push({ tag: 'validationConfusion', kind: 'image', image });
  }
  values.push(sessionEndValue(trial.status === 'finished' ? 'success' : 'failure', seconds));
  return summaryRecord(moment, values);
}

/** A trial's hyper-parameters: the grid's choices, its network, and what it was trained with. */
function parametersOf({ modelName, parameters, training, optimizer, parameterCount }: TrialRecord): {
  readonly [name: string]: ParameterValue;
} {
  const plain = (value: unknown): ParameterValue =>
    typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean'
      ? value
      : JSON.stringify(value);
  const chosen = Object.entries(parameters).map(([path, value]) => [path, plain(value)] as const);
  return {
    model: modelName,
    parameterCount,
    optimizer: optimizer.kind,
    batchSize: plain(training['batchSize']),
    ...Object.fromEntries(chosen),
  };
}
