import {
  type Dataset,
  HeddleError,
  loadModel,
  type RunRecord,
  type RunStore,
  sha256Hex,
  standardKinds,
  type Table,
  tableFiles,
} from '../../index.ts';
import { readPage } from '../../node/index.ts';
import type { EmbeddedFile, PlainFile, TestEvidence } from '../../report/index.ts';
import { packageVersion } from '../package-info.ts';

/** What of the chosen model's proof goes into report.html: model and test rows, the model alone, or neither. */
export type Embed = 'full' | 'model' | 'none';

/** What a report needs of the data that a run was trained on. */
export type ReportedDataset = Pick<Dataset, 'sha256' | 'test' | 'raw'>;

/** What a report is made of. */
export interface ReportSource {
  readonly store: RunStore;
  readonly record: RunRecord;
  readonly embed: Embed;
  /** The data that the run was trained on; null where they are not at hand, and then no test rows go into the page. */
  readonly dataset: ReportedDataset | null;
}

/**
 * Writes report.html, report.md and the figures of a run into its folder.
 *
 * @returns what could not be put into the page, in words
 */
export async function writeReport({ store, record, embed, dataset }: ReportSource): Promise<string[]> {
  // Loaded here, because drawing charts takes a large package that no other part of a run needs.
  const { chosenTrial, embedFile, nameFile, renderReport, testEvidence } = await import('../../report/index.ts');
  const notices: string[] = [];
  const chosen = chosenTrial(record);
  const files: EmbeddedFile[] = [];
  const add = async (file: PlainFile, inside: boolean): Promise<void> => {
    files.push(inside ? await embedFile(file) : nameFile(file));
  };
  const bytes = chosen === null ? null : await modelOf(store, chosen.folder, notices);
  if (bytes !== null) await add({ role: 'model', name: 'model.safetensors', bytes }, embed !== 'none');
  const known = record.test === null || dataset === null || !isTestSetOf(dataset, record) ? null : dataset;
  const table = known === null || bytes === null ? null : testRowsOf(known, bytes);
  for (const file of table === null ? [] : tableFiles(table, 'test')) await add(file, embed === 'full');
  const predictions = record.test === null ? null : await store.readTestPredictions();
  await store.writeReport(
    renderReport(record, {
      page: await readPage('report'),
      worker: await readPage('proof'),
      generatedBy: `Heddle ${packageVersion()}`,
      files,
      predictionsSha256: predictions === null ? null : sha256Hex(predictions),
      evidence: predictions === null || !known?.test ? null : evidenceOf(predictions, known.test, testEvidence),
    }),
  );
  return notices;
}

/** The kept weights' file; without it the page proves nothing, but still says everything. */
async function modelOf(store: RunStore, folder: string, notices: string[]): Promise<Uint8Array | null> {
  try {
    return await store.readModel(folder);
  } catch (error) {
    if (!(error instanceof HeddleError)) throw error;
    notices.push(`The report cannot prove itself: ${error.message}`);
    return null;
  }
}

/** The test rows as the chosen model takes them: the page has no other preprocessing than the scale of bytes. */
function testRowsOf({ raw, test }: ReportedDataset, model: Uint8Array): Table | null {
  if (raw === undefined) return test;
  return raw.encode(loadModel(model, 'model.safetensors', standardKinds.layers).preprocessing).test;
}

const isTestSetOf = (dataset: ReportedDataset, { sweep, test }: RunRecord): boolean =>
  dataset.sha256 === sweep.dataset.sha256 && dataset.test?.rows === test?.rows;

/** What the predictions tell, for a classifier with one probability a class; null for others. */
function evidenceOf(
  predictions: Uint8Array,
  { rows, targets }: Table,
  make: (predictions: Uint8Array, labels: Int32Array) => TestEvidence,
): TestEvidence | null {
  if (targets.kind !== 'classes' || predictions.length !== 4 * rows * targets.classNames.length) return null;
  return make(predictions, targets.labels);
}
