// A run's TensorBoard files, written while it runs: each event's bytes are appended in order, and training does not wait for the disk.

import { appendFile, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { EpochRecord, RunRecord, SweepEvent, SweepRecord } from '../../index.ts';
import { fileError, makeFolders } from '../../node/index.ts';
import { epochEvents, eventFileName, sweepEvents, trialEndEvents, trialStartEvents } from '../../tensorboard/index.ts';

/** Writes the events of one run. */
export interface EventFiles {
  onEvent(event: SweepEvent): void;
  /** Resolves when everything is on disk; rejects with HeddleError `file` where something could not be written. */
  written(): Promise<void>;
}

/**
 * Event files below a folder: the sweep's own in it, each trial's in a folder of its own.
 *
 * @param seconds the time of day, in seconds since 1970
 */
export function eventFiles(folder: string, seconds: () => number): EventFiles {
  const paths = new Map<string, string>();
  const epochs = new Map<string, EpochRecord[]>();
  let sweep: SweepRecord | null = null;
  let last: Promise<void> = Promise.resolve();
  const append = (place: string, bytes: Uint8Array): void => {
    const within = join(folder, place);
    const path = paths.get(place) ?? join(within, eventFileName(seconds()));
    const isNew = !paths.has(place);
    paths.set(place, path);
    last = last.then(async () => {
      try {
        if (isNew) await makeFolders(within);
        await appendFile(path, bytes);
      } catch (error) {
        throw fileError(path, 'a file to append to', error);
      }
    });
    last.catch(() => undefined); // `written` throws it
  };
  return {
    onEvent(event) {
      if (event.type === 'sweep-started') {
        ({ sweep } = event);
        append('', sweepEvents(event.sweep, event.trials, seconds()));
      } else if (event.type === 'trial-started') {
        append(event.trial, trialStartEvents(event.record, seconds()));
      } else if (event.type === 'trial-event' && event.event.type === 'epoch') {
        const { record } = event.event;
        const before = epochs.get(event.trial);
        if (before === undefined) epochs.set(event.trial, [record]);
        else before.push(record);
        append(event.trial, epochEvents(record, seconds()));
      } else if (event.type === 'trial-ended') {
        const names = sweep?.dataset.classNames ?? null;
        append(event.trial, trialEndEvents(event.record, epochs.get(event.trial) ?? [], names, seconds()));
      }
    },
    written: () => last,
  };
}

/**
 * Removes the event files below a folder, and nothing else in it.
 *
 * @throws HeddleError `file` for what is no folder, or may not be changed.
 */
export async function removeEventFiles(folder: string): Promise<void> {
  try {
    const names = await readdir(folder, { recursive: true });
    for (const name of names)
      if (/(^|[/\\])events\.out\.tfevents\.\d+\.heddle$/.test(name)) await rm(join(folder, name));
  } catch (error) {
    throw fileError(folder, 'a folder of event files to replace', error);
  }
}

/** Writes a run that is over, as if it ran again: its times are the sweep's beginning and the epochs' own lengths. */
export async function writeEventFiles(folder: string, { sweep, trials }: RunRecord): Promise<void> {
  let now = Date.parse(sweep.started) / 1000;
  const files = eventFiles(folder, () => now);
  files.onEvent({ type: 'sweep-started', sweep, trials: trials.map(({ record }) => record) });
  for (const { folder: trial, record, epochs } of trials) {
    if (epochs.length === 0) continue;
    files.onEvent({ type: 'trial-started', trial, record });
    for (const epoch of epochs) {
      now += epoch.seconds;
      files.onEvent({ type: 'trial-event', trial, event: { type: 'epoch', record: epoch, best: false } });
    }
    files.onEvent({ type: 'trial-ended', trial, record });
  }
  await files.written();
}
