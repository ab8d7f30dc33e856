// The workers that compute for a page: one that leads, and the threads of its team. The leader could start the threads itself, but in Firefox
// (153 at least) `new Worker` inside a worker now and then never returns, without an error: about once in fifty times on a busy machine.
// On a page it always does. So the page starts all of them, and gives the leader a port to each thread.

import type { HeddleError } from '../core/index.ts';
import { TEAM_WORKER_SOURCE } from '../kernels/index.ts';
import { LISTENING } from './lead-threads.ts';
import { startProgram } from './start-program.ts';

/**
 * Gives startWorker its data, and its way to send and to listen: the port that comes first. It asks the leader for the data once it listens: a
 * shared memory that is sent before may be lost in Firefox, and is asked for again. The page is told that the program was loaded, so that
 * it forgets its address.
 */
const GLUE = `
self.onmessage = ({ data: port }) => {
  let asked = 0;
  const ask = () => {
    if (asked++ === 10) throw new Error('a message that this thread cannot read');
    port.postMessage('${LISTENING}');
  };
  port.onmessageerror = ask;
  port.onmessage = ({ data }) => {
    startWorker(data, (message) => port.postMessage(message), (listener) => {
      port.onmessage = (event) => listener(event.data);
    }).catch((error) => setTimeout(() => { throw error; }));
  };
  ask();
};
self.postMessage('loaded');
`;

/** Workers that have been started. */
export interface StartedWorkers {
  readonly leader: Worker;
  /** A port to each thread, to be transferred to the leader, which reaches them by `leadThreads`. */
  readonly ports: MessagePort[];
  end(): void;
}

/**
 * Starts a worker and its threads, of which there are none where memory is not shared.
 *
 * @param program the leader's text
 * @param name the leader's
 * @param onFailure told when any of them cannot start, or fails later
 * @throws HeddleError `worker` where the page may not start them.
 */
export function startWorkers(
  program: string,
  name: string,
  { shared, threads }: { readonly shared: boolean; readonly threads: number },
  onFailure: (error: HeddleError) => void,
): StartedWorkers {
  const workers: Worker[] = [];
  const start = (text: string, own: string): Worker => {
    const worker = startProgram(text, own, onFailure);
    workers.push(worker);
    return worker;
  };
  const end = (): void => {
    for (const worker of workers) worker.terminate();
  };
  try {
    const leader = start(program, name);
    const ports = Array.from({ length: shared ? threads : 0 }, (_, thread) => {
      const worker = start(`${TEAM_WORKER_SOURCE}\n${GLUE}`, `heddle thread ${thread}`);
      const { port1, port2 } = new MessageChannel();
      worker.postMessage(port1, [port1]);
      return port2;
    });
    return { leader, ports, end };
  } catch (error) {
    end();
    throw error;
  }
}
