import type { RunRecord, RunStore } from '../../index.ts';
import { readPage } from '../../node/index.ts';
import { packageVersion } from '../package-info.ts';

/** Writes report.html, report.md and the figures of a run into its folder. */
export async function writeReport(store: RunStore, record: RunRecord): Promise<void> {
  // Loaded here, because drawing charts takes a large package that no other part of a run needs.
  const { renderReport } = await import('../../report/index.ts');
  await store.writeReport(
    renderReport(record, { page: await readPage('report'), generatedBy: `Heddle ${packageVersion()}` }),
  );
}
