// Loaded before the program under test (`node --import`). It writes down, in the file that HEDDLE_FAULT_PHASE names, what the program
// does to its run folder at each moment, and with HEDDLE_FAULT_KILL=<point>:<n> kills it at a point that a random instant seldom
// meets: `checkpoint`, when half of the n-th checkpoint is written, or `rename`, between the two renames that put it into place.

import { openSync, writeSync } from 'node:fs';
import promises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';

const { open, rename } = promises;
const phaseFile = openSync(process.env.HEDDLE_FAULT_PHASE, 'w');
const [point, nth] = (process.env.HEDDLE_FAULT_KILL ?? ':0').split(':');
let seen = 0;
let state = 'starting';
let writing = 0;

const tell = (phase) => writeSync(phaseFile, phase.padEnd(400), 0);
const die = (path) => {
  tell(`${point} of ${path}`);
  process.kill(process.pid, 'SIGKILL');
};
const isCheckpoint = (path) => /checkpoint\.safetensors/.test(path);

async function during(path, work) {
  if (/trial\.json/.test(path)) state = 'training';
  if (/leaderboard\.json/.test(path)) state = 'ending';
  writing++;
  tell(`writing ${path}`);
  try {
    return await work();
  } finally {
    if (--writing === 0) tell(state);
  }
}

promises.open = async (path, flags, ...rest) => {
  const file = await open(path, flags, ...rest);
  if (flags !== 'wx' || /lease\.json/.test(path)) return file;
  const { writeFile } = file;
  file.writeFile = (content, ...more) =>
    during(String(path), async () => {
      if (point === 'checkpoint' && isCheckpoint(path) && ++seen === Number(nth)) {
        await writeFile.call(file, content.subarray(0, content.length >> 1));
        die(path);
      }
      return writeFile.call(file, content, ...more);
    });
  return file;
};
promises.rename = (from, to) =>
  during(String(to), async () => {
    await rename(from, to);
    if (point === 'rename' && /checkpoint-previous/.test(to) && ++seen === Number(nth)) die(to);
  });
syncBuiltinESMExports();
tell(state);
