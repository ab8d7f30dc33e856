import type { SpawnWorker } from '../kernels/index.ts';

/** Reaches the threads that the page has started by their ports. That one fails is told to the page, which then fails what was asked. */
export function leadThreads(ports: readonly MessagePort[]): SpawnWorker {
  return (_source, data) => {
    const port = ports[data.thread];
    port.postMessage(data);
    return {
      post: (message) => port.postMessage(message),
      onMessage: (listener) => {
        port.onmessage = (event) => listener(event.data);
      },
      onFailure: () => undefined,
      keepAlive: () => undefined,
      async end() {
        port.close();
      },
    };
  };
}
