import { expect, test } from 'vitest';
import { createColours } from '../format/colours.ts';
import { widthOf } from '../format/text-width.ts';
import type { Output } from '../output.ts';
import { downloadLine, downloadView } from './download-view.ts';

const state = { file: 'train-images-idx3-ubyte.gz', received: 9_000_000, total: 26_421_880 };

function pipe(quiet: boolean): { readonly output: Output; readonly log: string[] } {
  const log: string[] = [];
  const output: Output = {
    json: false,
    quiet,
    colours: createColours(false),
    stream: process.stdout,
    live: false,
    columns: () => 80,
    lines: (lines) => log.push(...lines),
    document() {},
  };
  return { output, log };
}

test('a download shows its share and its bytes', () => {
  expect(downloadLine(state, 100)).toBe(
    'train-images-idx3-ubyte.gz   34%|██████████▏                   | 8.6 MiB of 25.2 MiB',
  );
  for (const columns of [20, 40, 60, 80]) expect(widthOf(downloadLine(state, columns))).toBeLessThanOrEqual(columns);
});

test('in a pipe each file is one line', () => {
  const { output, log } = pipe(false);
  const view = downloadView(output, () => 0);
  view.onProgress(state);
  view.onProgress({ ...state, received: 10_000_000 });
  view.onProgress({ ...state, file: 'train-labels-idx1-ubyte.gz', total: 29_515 });
  view.close();
  expect(log).toEqual([
    'downloading train-images-idx3-ubyte.gz (25.2 MiB)',
    'downloading train-labels-idx1-ubyte.gz (28.8 KiB)',
  ]);
});

test('quiet downloads say nothing', () => {
  const { output, log } = pipe(true);
  downloadView(output, () => 0).onProgress(state);
  expect(log).toEqual([]);
});
