// A disk that is full at any operation of a real sweep in a real folder: an error that says where and what to do, no file left half
// written, and a run that goes on to the end it would have had.

import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HeddleError } from 'heddle';
import { createDiskStore, holdRun } from 'heddle/node';
import { afterAll, expect, test } from 'vitest';
import { runTiny } from '../../src/experiment/tiny-run.fixture.ts';
import { diskError, watchDisk } from './disk-operations.mjs';
import { contentOf } from './program.fixture.ts';

const parent = mkdtempSync(join(tmpdir(), 'heddle-full-'));
afterAll(() => {
  rmSync(parent, { recursive: true, force: true });
});

const SWEEP = {
  models: { plain: [{ dense: 3 }, 'relu', { dense: 2 }, 'softmax'] },
  training: { batchSize: 30, epochs: 2, earlyStopping: { patience: 1 } },
};

/** Runs the sweep in a folder, or goes on with it there; answers the folder. */
async function run(name: string, begun: string | null): Promise<string> {
  const folder = begun ?? (await createDiskStore(parent, name, 'x')).location;
  const held = await holdRun(folder);
  try {
    await runTiny(SWEEP, { store: held.store, ...(begun === null ? {} : { resume: { extend: false } }) });
  } finally {
    await held.release();
  }
  return folder;
}

const isPartial = (name: string): boolean => name.endsWith('.tmp') || name === 'lease.json';

test('full at any write, sync or rename, for a moment or from then on: told, and the run goes on to the same end', async () => {
  let operations = 0;
  const count = watchDisk((operation, work) => {
    if (operation.kind !== 'remove') operations++;
    return work();
  });
  const wanted = contentOf(await run('whole', null));
  count();
  expect(operations).toBeGreaterThan(100);
  let fell = 0;
  for (let nth = 1; nth <= operations; nth++) {
    const lasting = nth % 2 === 0;
    const name = `full-${nth}`;
    let seen = 0;
    const end = watchDisk(async (operation, work) => {
      if (operation.kind === 'remove') return work();
      seen++;
      if (seen < nth || (seen > nth && !lasting)) return work();
      await operation.begin();
      throw diskError('ENOSPC', operation);
    });
    const error = await run(name, null).then(
      () => null,
      (reason: unknown) => reason,
    );
    end();
    const folder = join(parent, `${name}-x`);
    const left = existsSync(folder) ? readdirSync(folder, { recursive: true }).map(String) : [];
    expect(left.filter(isPartial), `left behind by operation ${nth}`).toEqual([]);
    if (error === null) {
      expect(contentOf(folder), `operation ${nth} failed and nothing was said`).toEqual(wanted);
      continue;
    }
    fell++;
    expect(error).toBeInstanceOf(HeddleError);
    expect(error).toMatchObject({ code: 'file', received: 'no space left on the disk' });
    expect((error as HeddleError).where.startsWith(parent), (error as HeddleError).where).toBe(true);
    expect((error as HeddleError).hint).toContain('free some space');
    const begun = left.includes('sweep.json') ? folder : null;
    if (begun === null) rmSync(folder, { recursive: true, force: true });
    expect(contentOf(await run(name, begun)), `full at operation ${nth}`).toEqual(wanted);
    rmSync(folder, { recursive: true });
  }
  expect(fell).toBeGreaterThan(operations - 10);
}, 120_000);
