import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { HeddleError, type RunStore, suggestion } from '../../index.ts';
import { listRuns, openDiskStore } from '../../node/index.ts';

/**
 * A run by its folder, or by its name inside the folder of runs.
 *
 * @param out the folder of runs
 * @throws HeddleError `usage` where there is no such run, with the nearest name; `file` for a folder that is no run.
 */
export async function locateRun(run: string, out: string): Promise<RunStore> {
  if (existsSync(run)) return openDiskStore(run);
  const inside = join(out, run);
  if (existsSync(inside)) return openDiskStore(inside);
  const names = (await listRuns(out)).map((listing) => basename(listing.folder));
  throw new HeddleError('usage', {
    where: `run ${run}`,
    expected: `a run folder, or the name of a run in ${out}`,
    received: 'neither',
    hint:
      names.length === 0
        ? `there are no runs in ${out} yet: heddle sweep fashion-mnist makes one.`
        : suggestion(run, names.slice(0, 10)),
  });
}
