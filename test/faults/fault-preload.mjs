// Loaded before the program under test (`node --import`). It writes down, in the file that HEDDLE_FAULT_PHASE names, what the program
// does to its run folder at each moment, and does what HEDDLE_FAULT says:
//
//   checkpoint:<n>   kills the program when half of the n-th checkpoint is written
//   rename:<n>       kills it between the two renames that put the n-th checkpoint into place
//   operation:<n>    kills it in the n-th operation on the disk after training began: in the middle of a write, before anything else
//   full:<n>         the disk takes nothing from the n-th operation on
//   full-at:<name>   the disk takes nothing from the first operation on a file of that name on
//   read-only:<path> nothing under the path can be changed
//   count:all        nothing; the phase says at the end how many operations there were
//   stuck:<name>     writing a file of that name never ends

import { openSync, writeSync } from 'node:fs';
import { diskError, watchDisk } from './disk-operations.mjs';

const phaseFile = openSync(process.env.HEDDLE_FAULT_PHASE, 'w');
const [, fault, argument] = /^([a-z-]+):(.+)$/.exec(process.env.HEDDLE_FAULT ?? 'none:0');
let seen = 0;
let state = 'starting';
let writing = 0;
let isFull = false;

const tell = (phase) => writeSync(phaseFile, phase.padEnd(400), 0);
const die = (what) => {
  tell(what);
  process.kill(process.pid, 'SIGKILL');
};
/** Whether this is the operation that the fault waits for. */
const isIt = () => ++seen === Number(argument);
const isCheckpoint = (path) => /checkpoint\.safetensors/.test(path);

/** What the fault makes of an operation before it happens. */
async function meet(operation) {
  const { kind, path } = operation;
  if (fault === 'checkpoint' && kind === 'write' && isCheckpoint(path) && isIt()) {
    await operation.begin();
    die(`checkpoint of ${path}`);
  }
  if (fault === 'operation' && state === 'training' && isIt()) {
    await operation.begin();
    die(`writing ${path} (${kind})`);
  }
  if (fault === 'full' && kind !== 'remove') isFull ||= ++seen >= Number(argument);
  if (fault === 'full-at') isFull ||= path.includes(argument);
  if (isFull && kind !== 'remove') {
    await operation.begin();
    throw diskError('ENOSPC', operation);
  }
  if (fault === 'stuck' && kind === 'write' && path.includes(argument))
    await new Promise(() => setInterval(() => {}, 1000)); // which keeps the program alive
  if (fault === 'count' && kind !== 'remove') seen++;
  if (fault === 'read-only' && path.startsWith(argument)) throw diskError('EROFS', operation);
}

watchDisk(async (operation, work) => {
  const { kind, path } = operation;
  if (/lease\.json/.test(path) && !fault.startsWith('full') && fault !== 'read-only') return work();
  if (/trial\.json/.test(path)) state = 'training';
  if (/leaderboard\.json/.test(path)) state = 'ending';
  writing++;
  tell(`writing ${path} (${kind})`);
  try {
    await meet(operation);
    const result = await work();
    if (fault === 'rename' && kind === 'rename' && /checkpoint-previous/.test(path) && isIt()) die(`rename of ${path}`);
    return result;
  } finally {
    if (--writing === 0) tell(state);
  }
});
tell(state);
process.on('exit', () => {
  if (fault === 'count') tell(`after ${seen} operations`);
});
