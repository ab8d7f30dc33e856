// The program of the proof's worker. The page holds it as text and starts it from a blob, so that the same file works
// from a disk, where a worker has no address to be loaded from.

import type { Answers, Question, Reply, Sent } from './proof/messages.ts';
import { createWorkbench } from './proof/workbench.ts';

/** What this program needs of the worker's global scope. */
interface Scope {
  onmessage: ((event: MessageEvent<Sent>) => void) | null;
  postMessage(reply: Reply, transfer: Transferable[]): void;
}

const scope = globalThis as unknown as Scope;
const workbench = createWorkbench(() => performance.now());
// The model must be there before the rows, and the rows before the test.
let last: Promise<unknown> = Promise.resolve();

scope.onmessage = ({ data: { id, question } }) => {
  last = last.then(async () => {
    try {
      const answer = await workbench.answer(question);
      scope.postMessage({ id, answer }, transfers(answer));
    } catch (error) {
      scope.postMessage({ id, error: error instanceof Error ? error.message : String(error) }, []);
    }
  });
};

/** The large arrays of an answer, handed over rather than copied. */
function transfers(answer: Answers[Question['ask']]): Transferable[] {
  const values: unknown[] = answer instanceof Float32Array ? [answer] : Object.values(answer);
  return values.filter(ArrayBuffer.isView).map(({ buffer }) => buffer as ArrayBuffer);
}
