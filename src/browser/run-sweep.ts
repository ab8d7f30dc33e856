import { HeddleError } from '../core/index.ts';
import type { Dataset } from '../data/index.ts';
import type { ExperimentResult } from '../experiment/index.ts';
import type { SweepEvent } from '../record/index.ts';
import { pageFacts } from './choose-threads.ts';
import { connect } from './connection.ts';
import type { BrowserEngineOptions } from './engine.ts';
import { sweepWorker } from './generated/sweep-worker.ts';
import { consoleNotice, noticeText } from './notice.ts';
import { openRequest } from './open-request.ts';
import type { OpenAnswer, SweepCalls, SweepNews } from './protocol.ts';
import { sentDataset } from './sent-dataset.ts';
import { startWorkers } from './start-workers.ts';

/** What running a sweep on a page takes. */
export interface BrowserSweepOptions extends BrowserEngineOptions {
  /** The sweep's plain value, as `parseSweepFile` of `heddle/sweep-file` reads it, or written by hand. */
  readonly spec: unknown;
  readonly dataset: Dataset;
  readonly onEvent?: (event: SweepEvent) => void;
  /** Ends the sweep between two steps; nothing is selected then. */
  readonly signal?: AbortSignal;
  /** Whether the selected trial is tested at the end. Default: true. */
  readonly test?: boolean;
}

/** A sweep that has run. */
export interface BrowserSweep {
  readonly result: ExperimentResult;
  /** How it was computed. */
  readonly used: OpenAnswer;
  /** The run folder, by path; docs/formats.md describes the files. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/**
 * Runs a sweep in a worker, with the bits that the command line gives, and keeps its run folder in memory.
 *
 * @throws HeddleError `option` for a data set that cannot be sent to a worker; `sweep` with everything that is wrong in the sweep,
 *   or does not fit the data; `worker` when the worker fails.
 * @example
 * const dataset = await loadBrowserDataset('synthetic-garments', { trainRows: 2000, testRows: 500 });
 * const spec = { name: 'small', dataset: dataset.id, models: { net: ['flatten', { dense: 32 }, 'relu', { dense: 10 }] } };
 * const { result, files } = await runBrowserSweep({ spec, dataset });
 * result.leaderboard[0].value; // the best macro-F1
 * files.get('sweep.json');
 */
export async function runBrowserSweep(options: BrowserSweepOptions): Promise<BrowserSweep> {
  const { spec, onEvent, signal, test = true } = options;
  const dataset = sentDataset(options.dataset);
  const { request, noticesOf } = openRequest(options);
  const { leader, ports, end } = startWorkers(sweepWorker, 'heddle sweep', request, (error) => connection.fail(error));
  const connection = connect<SweepCalls, SweepNews>(leader, (event) => onEvent?.(event));
  const stop = (): void => {
    connection.call('stop', null).catch((error: unknown) => {
      if (!(error instanceof HeddleError)) throw error;
    });
  };
  try {
    const running = connection.call(
      'sweep',
      {
        ...request,
        ports,
        spec,
        dataset,
        test,
        command: 'runBrowserSweep()',
        started: new Date().toISOString(),
        runtime: navigator.userAgent,
        cores: pageFacts().cores,
      },
      ports,
    );
    if (signal?.aborted === true) stop();
    else signal?.addEventListener('abort', stop);
    const { result, used, files } = await running;
    const notice = noticeText(noticesOf(used));
    if (notice !== undefined) (options.onNotice ?? consoleNotice)(notice);
    return { result: result as ExperimentResult, used, files: new Map(files) };
  } finally {
    signal?.removeEventListener('abort', stop);
    end();
  }
}
