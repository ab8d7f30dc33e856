import { Worker } from 'node:worker_threads';
import type { SpawnWorker, TeamWorker, TeamWorkerData } from '../kernels/index.ts';
import { BLAS_WORKER_SOURCE, type Blas } from './blas.ts';

/** Gives startWorker its data, its way to send and to listen, and a BLAS where there is one. */
const NODE_GLUE = `
const { parentPort, workerData } = require('node:worker_threads');
startWorker(
  workerData,
  (message) => parentPort.postMessage(message),
  (listener) => parentPort.on('message', listener),
  workerData.blas === undefined ? undefined : multiplierOf(workerData),
).catch((error) => setImmediate(() => { throw error; }));
`;

/** Starts worker threads of Node. */
export const spawnWorker: SpawnWorker = (source, data) => spawn(source, data);

/** Starts worker threads of Node that multiply by a BLAS. */
export function spawnWorkerWith(blas: Blas): SpawnWorker {
  return (source, data) => spawn(`${source}\n${BLAS_WORKER_SOURCE}`, { ...data, blas });
}

/** Megabytes of a worker's heap for young objects: it makes next to none, and what is set aside is held for as long as it lives. */
const YOUNG = 1;

function spawn(source: string, data: TeamWorkerData & { readonly blas?: Blas }): TeamWorker {
  const worker = new Worker(`${source}\n${NODE_GLUE}`, {
    eval: true,
    workerData: data,
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG },
  });
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
}
