import type { Seed } from '../core/index.ts';
import type { Dataset } from '../data/index.ts';
import { connect } from './connection.ts';
import { dataWorker } from './generated/data-worker.ts';
import type { DataCalls, DataNews } from './protocol.ts';
import { startProgram } from './start-program.ts';

/** The data sets that a page can load. */
export type BrowserDatasetName = 'synthetic-garments' | 'fashion-mnist';

/** What loading data on a page takes. */
export interface LoadBrowserDatasetOptions {
  /** synthetic-garments: how many images are drawn. Default: 60,000 and 10,000. */
  readonly trainRows?: number;
  readonly testRows?: number;
  /** synthetic-garments: default the seed that the command line takes. */
  readonly seed?: Seed;
  /** fashion-mnist: the address of the folder with the four published `.gz` files. Default: `fashion-mnist/`, beside the page. */
  readonly from?: string;
  /** fashion-mnist: the browser's cache to keep the files in; null keeps nothing. Default: `heddle`. */
  readonly cache?: string | null;
  readonly onProgress?: (progress: DataNews) => void;
}

/**
 * Loads a data set in a worker: draws it, or downloads it, once, and checks it.
 *
 * @throws HeddleError `download` or `checksum` when the published files are not to be had, `worker` when the worker fails.
 * @example
 * const { train, test } = await loadBrowserDataset('fashion-mnist', { from: 'https://my.host/fashion-mnist/' });
 */
export async function loadBrowserDataset(
  name: BrowserDatasetName,
  options: LoadBrowserDatasetOptions = {},
): Promise<Dataset> {
  const worker = startProgram(dataWorker, 'heddle data', (error) => connection.fail(error));
  const connection = connect<DataCalls, DataNews>(worker, (news) => options.onProgress?.(news));
  try {
    if (name === 'synthetic-garments') {
      const { seed = null, trainRows = null, testRows = null } = options;
      return await connection.call('synthetic', { seed, trainRows, testRows });
    }
    const from = new URL(options.from ?? 'fashion-mnist/', document.baseURI).href;
    return await connection.call('fashionMnist', {
      from,
      cache: options.cache === undefined ? 'heddle' : options.cache,
    });
  } finally {
    worker.terminate();
  }
}
