// Tiny runs over files that a test holds: left at a write, gone on with, and compared.

import { HeddleError } from '../core/index.ts';
import type { SweepEvent } from '../record/index.ts';
import { type RunFiles, runStoreOver } from '../store/index.ts';
import type { ExperimentOptions } from './experiment-options.ts';
import { runTiny, type TinyRun } from './tiny-run.fixture.ts';

/** A folder that a process leaves after `writes` changes: everything after them is lost, as when it is killed. */
export function leftAfter(files: RunFiles, writes: number): RunFiles & { readonly done: () => number } {
  let done = 0;
  const counted = <Args extends unknown[]>(change: (...args: Args) => Promise<void>) => {
    return async (...args: Args): Promise<void> => {
      if (done >= writes) throw new HeddleError('file', { where: 'disk', expected: '-', received: '-', hint: '-' });
      done++;
      await change(...args);
    };
  };
  return {
    ...files,
    done: () => done,
    write: counted(files.write),
    writeKeeping: counted(files.writeKeeping),
    append: counted(files.append),
    remove: counted(files.remove),
    move: counted(files.move),
  };
}

/** What a run holds, but for times, and for the note that it was resumed. */
export async function contentOf(files: RunFiles): Promise<Record<string, string>> {
  const text = async (path: string): Promise<string> => {
    const bytes = await files.read(path);
    if (bytes === null) return 'nothing';
    if (!/json/.test(path)) return Buffer.from(bytes).toString('base64');
    return new TextDecoder().decode(bytes).replace(/"(seconds|samplesPerSecond)": ?[\d.e-]+/g, '"$1":0');
  };
  const content: Record<string, string> = {};
  for (const name of ['leaderboard.json', 'test.json', 'test-predictions.bin']) content[name] = await text(name);
  for (const folder of await files.folders('trials')) {
    for (const name of ['trial.json', 'metrics.jsonl', 'model.safetensors', 'validation-predictions.bin']) {
      content[`${folder}/${name}`] = await text(`trials/${folder}/${name}`);
    }
  }
  return content;
}

/** A clock that jumps, so that there are checkpoints inside epochs too. */
function jumping(): Partial<ExperimentOptions> {
  let time = 0;
  return { now: () => (time += 40_000) };
}

/** Runs the tiny sweep with changes over some files, with checkpoints inside epochs. */
export async function runOver(
  files: RunFiles,
  changes: object,
  options: Partial<ExperimentOptions> = {},
): Promise<TinyRun> {
  return runTiny(changes, { ...jumping(), ...options, store: runStoreOver(files) });
}

/** What a user was told. */
export const noticesOf = (events: readonly SweepEvent[]): string[] =>
  events.flatMap((event) => (event.type === 'notice' ? [event.message] : []));
