// The program of the proof's worker. The page holds it as text and starts it from a blob, so that the same file works
// from a disk, where a worker has no address to be loaded from.

import { answerCalls, type Port } from '../browser/connection.ts';
import type { ProofCalls } from './proof/messages.ts';
import { createWorkbench } from './proof/workbench.ts';

const workbench = createWorkbench(() => performance.now());
answerCalls<ProofCalls>(globalThis as unknown as Port, workbench, { transfer: true });
