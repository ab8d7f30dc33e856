// A real run, small enough for a test: two networks on drawn garments, in memory, and its report as `heddle` writes it.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import {
  type Dataset,
  memoryFiles,
  parseExperiment,
  type RunStore,
  runExperiment,
  runStoreOver,
  standardKinds,
  syntheticGarments,
} from 'heddle';
import { createEngine } from 'heddle/node';
import { type Embed, writeReport } from '../../src/cli/commands/write-report.ts';

/** A finished run and the data it was made of. */
export interface ProvedRun {
  readonly store: RunStore;
  readonly dataset: Dataset;
  /** report.html with what `embed` says. */
  page(embed: Embed): Promise<string>;
}

/** Trains two small networks for two epochs. */
export async function provedRun(profile: 'strict' | 'fused'): Promise<ProvedRun> {
  const files = memoryFiles('proved run');
  const store = runStoreOver(files);
  const dataset = syntheticGarments({ trainRows: 500, testRows: 300 });
  const spec = parseExperiment(
    {
      name: 'garments',
      dataset: dataset.id,
      split: { random: 100 },
      models: {
        wide: ['flatten', { dense: 24 }, 'batchNorm', 'relu', { dropout: 0.2 }, { dense: 10 }, 'softmax'],
        narrow: ['flatten', { dense: 8 }, 'relu', { dense: 10 }, 'softmax'],
      },
      training: { batchSize: 64, epochs: 4 },
      grid: { 'optimizer.learningRate': [0.01, 0.003] },
    },
    standardKinds,
  );
  const engine = await createEngine({ profile, threads: 1, jobs: 1 });
  let milliseconds = 0;
  try {
    await runExperiment({
      spec,
      kinds: standardKinds,
      dataset,
      engine,
      store,
      environment: { heddle: '0.1.0', runtime: 'Node', platform: 'linux x64', cpu: 'a processor', cores: 2 },
      command: 'heddle sweep garments.yaml',
      now: () => ++milliseconds,
      clock: () => '2026-01-02T03:04:05.000Z',
    });
  } finally {
    await engine.close();
  }
  return {
    store,
    dataset,
    async page(embed) {
      await writeReport({ store, record: await store.read(), embed, dataset });
      return new TextDecoder().decode((await files.read('report.html')) ?? new Uint8Array());
    },
  };
}

const element = (role: string): RegExp => new RegExp(`(<script type="text/plain" id="heddle-file-${role}">)([^<]*)`);

/** A page with one embedded file changed: `change` gets its bytes, and the page gets them packed as before. */
export function withFile(html: string, role: string, change: (bytes: Uint8Array) => void): string {
  return html.replace(element(role), (_, start: string, packed: string) => {
    const bytes = new Uint8Array(gunzipSync(Buffer.from(packed, 'base64')));
    change(bytes);
    return `${start}${gzipSync(bytes).toString('base64')}`;
  });
}

/** A page with one byte of a packed file changed, as damage on the way would. */
export function withDamage(html: string, role: string): string {
  return html.replace(element(role), (_, start: string, packed: string) => {
    const bytes = Buffer.from(packed, 'base64');
    bytes[bytes.length >> 1] ^= 1;
    return `${start}${bytes.toString('base64')}`;
  });
}

/** Writes pages into a folder that is gone after `use`, and gives their file:// addresses. */
export async function withPages<Result>(
  pages: Readonly<Record<string, string>>,
  use: (address: (name: string) => string) => Promise<Result>,
): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'heddle-report-'));
  try {
    for (const [name, html] of Object.entries(pages)) writeFileSync(join(folder, `${name}.html`), html);
    return await use((name) => pathToFileURL(join(folder, `${name}.html`)).href);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The folder for pictures that a person looks at: test/output/screenshots, which git ignores. */
export function screenshotFolder(): string {
  const folder = fileURLToPath(new URL('../output/screenshots/', import.meta.url));
  mkdirSync(folder, { recursive: true });
  return folder;
}
