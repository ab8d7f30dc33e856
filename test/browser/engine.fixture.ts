// What tests of training on a page share.

import { type Dataset, memoryStore, runExperiment, standardKinds, type TestRecord, type TrialRecord } from 'heddle';
import { createEngine } from 'heddle/node';
import { parseSweepFile } from 'heddle/sweep-file';
import { bundleProgram, pageOf } from './bundle.fixture.ts';

/** What a sweep file gives in Node, to compare a page with. */
export async function sweptInNode(
  sweep: string,
  dataset: Dataset,
  profile: 'strict' | 'fused',
): Promise<{ readonly used: string; readonly records: readonly TrialRecord[]; readonly test: TestRecord | null }> {
  const engine = await createEngine({ profile, threads: 2 });
  try {
    const store = memoryStore('swept');
    let milliseconds = 0;
    const { test } = await runExperiment({
      spec: parseSweepFile(sweep, 'sweep.yaml', standardKinds),
      kinds: standardKinds,
      dataset,
      engine,
      store,
      environment: { heddle: '0.0.0', runtime: 'test', platform: 'test', cpu: 'test', cores: 1 },
      command: 'test',
      now: () => ++milliseconds,
      clock: () => '2026-01-02T03:04:05.000Z',
    });
    const { trials } = await store.read();
    return { used: engine.profile.used, records: trials.map(({ record }) => record), test };
  } finally {
    await engine.close();
  }
}

/** A page that has `heddle`, `heddle/browser` and `heddle/csv` as globals, for tests to write expressions with. */
export async function heddlePage(): Promise<string> {
  const program = `
    import * as heddle from 'heddle';
    import * as browser from 'heddle/browser';
    import * as csv from 'heddle/csv';
    import { parseSweepFile } from 'heddle/sweep-file';
    Object.assign(globalThis, { heddle, browser, csv, parseSweepFile });
  `;
  return pageOf(await bundleProgram(program));
}

/** A training that takes about a second for each epoch: rows of 784 numbers, a network with `units` hidden ones. */
export const WIDE_TRAINING = `
  const wide = (rows, units) => {
    const { adam, batchNorm, crossEntropy, dense, dropout, relu, sequential } = heddle;
    const values = new Uint8Array(rows * 784).map((_, i) => (i * 2654435761) >>> 24);
    const labels = new Int32Array(rows).map((_, i) => i % 10);
    const names = Array.from({ length: 10 }, (_, i) => String(i));
    const table = heddle.classTable('wide', { kind: 'bytes', shape: [784], values, scale: 1 / 255 }, labels, names);
    const layers = [dense({ units }), batchNorm(), relu(), dropout({ rate: 0.3 }), dense({ units: 256 }), batchNorm(), relu(), dense({ units: 10 })];
    const model = sequential({ input: [784] }, layers);
    return { model, table, options: { loss: crossEntropy(), optimizer: adam(), batchSize: 1024, dropLast: true } };
  };
`;
