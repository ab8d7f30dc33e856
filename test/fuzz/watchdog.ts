// A parser that loops for ever cannot be interrupted from its own thread, and no test runner's timeout is heard. So
// another thread listens for a sign of life after every input, and ends the process, saying which input it was, when
// none comes.

import { Worker } from 'node:worker_threads';

/** Signs of life of a fuzzed parser. */
export interface Watchdog {
  /** A new input begins. */
  alive(): void;
  stop(): Promise<void>;
}

/** Seconds without a sign of life after which an input counts as a hang. */
const PATIENCE = 30;

// Counted in the watcher's own ticks of a second, so that a machine that sleeps accuses nobody.
const PROGRAM = `
const { parentPort, workerData } = require('node:worker_threads');
const { writeSync } = require('node:fs');
const life = new Int32Array(workerData.life);
let seen = -1;
let ticks = 0;
const timer = setInterval(() => {
  const now = Atomics.load(life, 0);
  ticks = now === seen ? ticks + 1 : 0;
  seen = now;
  if (ticks < workerData.patience) return;
  writeSync(2, 'a hang: ' + workerData.name + ', input ' + now + ' of seed ' + workerData.seed + '\\n');
  process.kill(process.pid, 'SIGKILL');
}, 1000);
parentPort.once('message', () => { clearInterval(timer); parentPort.close(); });
`;

/** Watches over the inputs of one parser, drawn from `seed`. */
export function watchdog(name: string, seed: number): Watchdog {
  const life = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(PROGRAM, { eval: true, workerData: { life: life.buffer, name, seed, patience: PATIENCE } });
  return {
    alive: () => {
      Atomics.add(life, 0, 1);
    },
    stop: async () => {
      worker.postMessage('stop');
      await new Promise((resolve) => worker.once('exit', resolve));
    },
  };
}
