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
      // A worker that throws says so twice: as an error, then as an exit.
      let told = false;
      const tell = (error: Error): void => {
        if (!told && !ending) listener(error);
        told = true;
      };
      worker.on('error', tell);
      worker.on('exit', (code) => tell(new Error(`it ended with exit code ${code}`)));
    },
    keepAlive: (alive) => (alive ? worker.ref() : worker.unref()),
    async end() {
      ending = true;
      await worker.terminate();
    },
  };
};
