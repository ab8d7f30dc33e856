import type { RunRecord, RunStore } from '../../index.ts';
import { readPage } from '../../node/index.ts';
import { renderReport } from '../../report/index.ts';
import { packageVersion } from '../package-info.ts';

/** Writes report.html, report.md and the figures of a run into its folder. */
export async function writeReport(store: RunStore, record: RunRecord): Promise<void> {
  await store.writeReport(
    renderReport(record, { page: await readPage('report'), generatedBy: `Heddle ${packageVersion()}` }),
  );
}
