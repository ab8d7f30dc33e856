import type { SpawnWorker } from '../kernels/index.ts';
import { startProgram } from './start-program.ts';

/** Gives startWorker its data, and its way to send and to listen. */
const GLUE = `
self.onmessage = ({ data }) => {
  startWorker(data, (message) => self.postMessage(message), (listener) => {
    self.onmessage = (event) => listener(event.data);
  }).catch((error) => setTimeout(() => { throw error; }));
};
`;

/** Starts a thread of a team: a worker of the worker that asks for it. */
export const spawnThread: SpawnWorker = (source, data) => {
  let fail: (error: Error) => void = () => undefined;
  const worker = startProgram(`${source}\n${GLUE}`, `heddle thread ${data.thread}`, (error) => fail(error));
  worker.postMessage(data);
  return {
    post: (message) => worker.postMessage(message),
    onMessage: (listener) => worker.addEventListener('message', (event) => listener(event.data)),
    onFailure(listener) {
      fail = listener;
    },
    keepAlive: () => undefined,
    async end() {
      worker.terminate();
    },
  };
};
