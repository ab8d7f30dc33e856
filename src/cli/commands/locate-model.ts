import { existsSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { findTrial, layerKinds, loadModel, type RunStore, type SavedModel, selectedEntry } from '../../index.ts';
import { fileError } from '../../node/index.ts';
import { locateRun } from './locate-run.ts';

/** A trained network by the run it belongs to, or by its own file. */
export interface LocatedModel {
  /** Of its trial, or of the file without ending. */
  readonly name: string;
  /** The path of the file, for errors. */
  readonly where: string;
  readonly bytes: Uint8Array;
  /** Null for a model file alone. */
  readonly run: {
    readonly store: RunStore;
    /** The trial's folder. */
    readonly trial: string;
    readonly batchSize: number;
    /** The arithmetic that the run was computed in. */
    readonly profile: string;
  } | null;
}

/** Whether a model is named by its file rather than by a run. */
export const isModelFile = (source: string): boolean => existsSync(source) && statSync(source).isFile();

/**
 * The network that a model file holds, or that a run has chosen.
 *
 * @param trial another trial of the run than the chosen one
 * @throws HeddleError `usage` where there is no such run or not exactly one such trial, `file` for a file that cannot be read.
 */
export async function locateModel(
  source: string,
  { out, trial }: { readonly out: string; readonly trial?: string },
): Promise<LocatedModel> {
  if (isModelFile(source)) {
    const bytes = await readFile(source).catch((error: unknown) => {
      throw fileError(source, 'a model file (.safetensors)', error);
    });
    return { name: modelName(source), where: source, bytes: new Uint8Array(bytes), run: null };
  }
  const store = await locateRun(source, out);
  const run = await store.read();
  // A run of one trial has chosen nothing, and needs no choice.
  const [only, ...others] = run.trials;
  const selected = selectedEntry(run.leaderboard);
  const asked = trial ?? (selected === null && others.length === 0 ? only?.folder : undefined);
  const { folder, record } = findTrial(run, asked, selected, store.location);
  return {
    name: record.name,
    where: join(store.location, 'trials', folder, 'model.safetensors'),
    bytes: await store.readModel(folder),
    run: {
      store,
      trial: folder,
      batchSize: Number(record.training.batchSize),
      profile: run.sweep.profile.used,
    },
  };
}

/** The name of a model in its file. */
export const modelName = (path: string): string => basename(path).replace(/\.safetensors$/, '');

/**
 * The network itself, with all that travels in its file.
 *
 * @throws HeddleError `format` for a damaged or foreign file.
 */
export function savedModelOf({ bytes, where }: LocatedModel): SavedModel & { readonly fingerprint: string } {
  return loadModel(bytes, where, layerKinds);
}
