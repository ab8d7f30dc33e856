// The program of the worker that runs a sweep; the build bundles it into generated/sweep-worker.ts.

import type { SweepEvent } from '../record/index.ts';
import { createBreath } from './breathing-backend.ts';
import { answerCalls, type Port, postNews } from './connection.ts';
import type { SweepCalls } from './protocol.ts';
import { sweepHandlers } from './sweep-handlers.ts';

/** Put in by the build. */
declare const HEDDLE_VERSION: string;

const port = globalThis as unknown as Port;
const handlers = sweepHandlers({
  version: HEDDLE_VERSION,
  breathe: createBreath(),
  now: () => performance.now(),
  clock: () => new Date().toISOString(),
  tell: (event) => postNews<SweepEvent>(port, event),
});
answerCalls<SweepCalls>(port, handlers);
