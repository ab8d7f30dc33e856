// The browser's `Worker` over Node's, as much of it as jax-js uses: a blob of code, postMessage, onmessage, onerror.

import { resolveObjectURL } from 'node:buffer';
import { availableParallelism } from 'node:os';
import { Worker as NodeWorker } from 'node:worker_threads';

const PRELUDE = `
const { parentPort } = require('node:worker_threads');
globalThis.self = globalThis;
globalThis.postMessage = (message) => parentPort.postMessage(message);
parentPort.on('message', (data) => self.onmessage({ data }));
`;

class Worker {
  #node;

  constructor(url) {
    const code = resolveObjectURL(url).text();
    this.#node = code.then((text) => {
      const node = new NodeWorker(`${PRELUDE}\n${text}`, { eval: true });
      node.on('message', (data) => this.onmessage?.({ data }));
      node.on('error', (error) => this.onerror?.(error));
      return node;
    });
  }

  postMessage(message) {
    this.#node.then((node) => node.postMessage(message));
  }
}

/** Gives this process the browser's `Worker`, and the number of cores where Node does not have it. */
export function installWorker() {
  globalThis.Worker = Worker;
  globalThis.navigator ??= { hardwareConcurrency: availableParallelism() };
}
