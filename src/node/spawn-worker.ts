import { Worker } from 'node:worker_threads';
import type { SpawnWorker } from '../kernels/index.ts';

/** Gives startWorker its data, and its way to send and to listen. */
const NODE_GLUE = `
const { parentPort, workerData } = require('node:worker_threads');
startWorker(workerData, (message) => parentPort.postMessage(message), (listener) => parentPort.on('message', listener))
  .catch((error) => setImmediate(() => { throw error; }));
`;

/** Starts a worker thread of Node. */
export const spawnWorker: SpawnWorker = (source, data) => {
  const worker = new Worker(`${source}\n${NODE_GLUE}`, { eval: true, workerData: data });
  let ending = false;
  return {
    post: (message) => worker.postMessage(message),
    onMessage: (listener) => worker.on('message', listener),
    onFailure(listener) {
      worker.on('error', listener);
      worker.on('exit', (code) => {
        if (!ending) listener(new Error(`it ended with exit code ${code}`));
      });
    },
    keepAlive: (alive) => (alive ? worker.ref() : worker.unref()),
    async end() {
      ending = true;
      await worker.terminate();
    },
  };
};
