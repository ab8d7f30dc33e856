import { HeddleError } from '../core/index.ts';
import { loadModel, type SavedModel } from '../export/index.ts';
import type { RunTrial } from '../record/index.ts';
import type { RunStore } from '../store/index.ts';
import type { ExperimentKinds } from './spec.ts';

/**
 * Loads the model file of a trial, so that what is used is what training kept.
 *
 * @param told how an error calls file and trial; default: by the run's place and the trial's name
 * @throws HeddleError `checksum` when the weights are not those that training kept, others as `loadModel`.
 */
export async function loadTrialModel(
  { store, kinds }: { readonly store: RunStore; readonly kinds: ExperimentKinds },
  { folder, record }: Pick<RunTrial, 'folder' | 'record'>,
  told: { readonly file: string; readonly trial: string } = {
    file: `${store.location}/trials/${folder}/model.safetensors`,
    trial: `trial ${record.name}`,
  },
): Promise<SavedModel & { readonly fingerprint: string }> {
  const saved = loadModel(await store.readModel(folder), told.file, kinds.layers);
  if (saved.fingerprint === record.fingerprint) return saved;
  throw new HeddleError('checksum', {
    where: told.file,
    expected: `the weights that ${told.trial} kept, fingerprint ${record.fingerprint}`,
    received: `fingerprint ${saved.fingerprint}`,
    hint: 'the file was replaced or damaged: restore it, or train again.',
  });
}
