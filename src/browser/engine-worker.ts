// The program of an engine's worker; the build bundles it into generated/engine-worker.ts.

import { createBreath } from './breathing-backend.ts';
import { answerCalls, type Port, postNews } from './connection.ts';
import { engineHandlers } from './engine-handlers.ts';
import type { EngineCalls, EngineNews } from './protocol.ts';

const port = globalThis as unknown as Port;
const handlers = engineHandlers({
  breathe: createBreath(),
  now: () => performance.now(),
  tell: (network, event) => postNews<EngineNews>(port, { network, event }),
});
answerCalls<EngineCalls>(port, handlers);
