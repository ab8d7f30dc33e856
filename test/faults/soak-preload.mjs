// Loaded before the program under test (`node --expose-gc --import`): after every HEDDLE_SOAK_EVERY-th trial it writes a line about what
// the process holds to the file that HEDDLE_SOAK_SAMPLES names.

import { appendFileSync, readdirSync } from 'node:fs';
import { watchDisk } from './disk-operations.mjs';

const every = Number(process.env.HEDDLE_SOAK_EVERY);
const memories = [];
WebAssembly.Memory = class extends WebAssembly.Memory {
  constructor(description) {
    super(description);
    memories.push(new WeakRef(this));
  }
};

const count = (folder) => readdirSync(folder).length;
let trials = 0;
watchDisk(async ({ kind, path }, work) => {
  const result = await work();
  // Each trial writes its model once.
  if (kind === 'rename' && path.endsWith('model.safetensors') && ++trials % every === 0) {
    globalThis.gc();
    const { rss, heapUsed, arrayBuffers } = process.memoryUsage();
    const wasm = memories.reduce((sum, memory) => sum + (memory.deref()?.buffer.byteLength ?? 0), 0);
    const { user, system } = process.cpuUsage();
    const sample = {
      ...{ trials, processor: (user + system) / 1e6, rss, heapUsed, arrayBuffers, wasm },
      ...{ files: count('/proc/self/fd'), threads: count('/proc/self/task') },
    };
    appendFileSync(process.env.HEDDLE_SOAK_SAMPLES, `${JSON.stringify(sample)}\n`);
  }
  return result;
});
