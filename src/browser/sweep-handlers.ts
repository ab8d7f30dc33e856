// What the worker that runs sweeps does for its page.

import { parseExperiment, runExperiment, standardKinds } from '../experiment/index.ts';
import type { SweepEvent } from '../record/index.ts';
import { memoryFiles, runStoreOver } from '../store/index.ts';
import { type Breath, breathingBackend } from './breathing-backend.ts';
import type { Handlers } from './connection.ts';
import { openBackend } from './open-backend.ts';
import type { SweepCalls } from './protocol.ts';
import { receivedDataset } from './sent-dataset.ts';

/** What the sweep worker brings. */
export interface SweepHost {
  /** The version of Heddle, for the record. */
  readonly version: string;
  readonly breathe: Breath;
  readonly now: () => number;
  readonly clock: () => string;
  tell(event: SweepEvent): void;
}

/** The handlers of the worker that runs sweeps. */
export function sweepHandlers(host: SweepHost): Handlers<SweepCalls> {
  const controller = new AbortController();
  return {
    async sweep(request) {
      const { command, cores, runtime } = request;
      const dataset = receivedDataset(request.dataset);
      const spec = parseExperiment(request.spec, standardKinds);
      const { backend: own, used } = await openBackend(request);
      const backend = breathingBackend(own, host.breathe, { milliseconds: 10, now: host.now });
      const files = memoryFiles(spec.name);
      const result = await runExperiment({
        spec,
        kinds: standardKinds,
        dataset,
        engine: {
          memory: backend.memory,
          backends: [backend],
          profile: { asked: request.profile, used: used.profile },
        },
        store: runStoreOver(files),
        environment: { heddle: host.version, runtime, platform: 'browser', cpu: 'not told to pages', cores },
        command,
        now: host.now,
        clock: host.clock,
        onEvent: host.tell,
        signal: controller.signal,
        test: request.test,
      });
      return { result, used, files: files.all() };
    },
    stop() {
      controller.abort();
      return null;
    },
  };
}
