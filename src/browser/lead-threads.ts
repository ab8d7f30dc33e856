import type { SpawnWorker } from '../kernels/index.ts';

/** What a thread says when it listens, and wants its data. */
export const LISTENING = 'listening';

/** Reaches the threads that the page has started by their ports. That one fails is told to the page, which then fails what was asked. */
export function leadThreads(ports: readonly MessagePort[]): SpawnWorker {
  return (_source, data) => {
    const port = ports[data.thread];
    let hear: (message: unknown) => void = () => undefined;
    port.onmessage = ({ data: message }) => {
      if (message === LISTENING) port.postMessage(data);
      else hear(message);
    };
    return {
      post: (message) => port.postMessage(message),
      onMessage: (listener) => {
        hear = listener;
      },
      onFailure: () => undefined,
      keepAlive: () => undefined,
      async end() {
        port.close();
      },
    };
  };
}
