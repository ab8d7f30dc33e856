// npm run bench: measures Heddle beside whatever peers this machine has.

import { parseArgs } from 'node:util';
import type { Measurement, Outcome } from './lib/measurement.ts';
import { runFacts, writeResults } from './lib/results.ts';
import { writeTask } from './lib/task.ts';
import { terminalTable } from './lib/text-table.ts';
import { checkpointCost } from './measurements/checkpoints.ts';
import { growth } from './measurements/growth.ts';
import { modelThreeRace } from './measurements/model-3.ts';
import { processFigures } from './measurements/process.ts';
import { smallNetworks } from './measurements/small-networks.ts';
import { sweepTime } from './measurements/sweep.ts';

const MEASUREMENTS: readonly Measurement[] = [
  modelThreeRace,
  sweepTime,
  processFigures,
  smallNetworks,
  growth,
  checkpointCost,
];

const names = MEASUREMENTS.map(({ name }) => name);

const HELP = `npm run bench -- [options]

  --quick        less work, under two minutes: whether everything runs, not how fast
  --only NAME    one measurement (repeatable): ${names.join(', ')}
  --peers A,B    only contenders whose id begins with one of these: heddle-fused,pytorch-openmp

A whole run (none of the three) takes half an hour, and writes its results and the tables of docs/benchmarks.md; others print only.`;

/** What was asked for; what is wrong with it where that is not known. */
function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        quick: { type: 'boolean', default: false },
        only: { type: 'string', multiple: true, default: [] },
        peers: { type: 'string', default: '' },
        help: { type: 'boolean', default: false },
      },
    });
    return values;
  } catch (error) {
    return (error as Error).message;
  }
}

/** Everything that was asked for, one after the other; a measurement that fails is named and the others go on. */
async function main(): Promise<number> {
  const values = readOptions();
  if (typeof values === 'string') {
    console.error(`${values}\n\n${HELP}`);
    return 2;
  }
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const unknown = values.only.find((name) => !names.includes(name));
  if (unknown !== undefined) {
    console.error(`there is no measurement ${unknown}; choose of ${names.join(', ')}`);
    return 2;
  }
  const peers = values.peers.split(',').filter((name) => name !== '');
  const options = { quick: values.quick, peers, log: (line: string) => console.log(line) };
  const outcomes: { readonly name: string; readonly outcome: Outcome }[] = [];
  let failed = 0;
  const task = await writeTask();
  try {
    console.log(`data: ${task.data}`);
    for (const { name, title, run } of MEASUREMENTS) {
      if (values.only.length > 0 && !values.only.includes(name)) continue;
      console.log(`\n${title}`);
      try {
        const outcome = await run(task, options);
        outcomes.push({ name, outcome });
        for (const table of outcome.tables) console.log(`\n${terminalTable(table)}`);
        for (const { name: who, why } of outcome.absent) console.log(`absent: ${who}: ${why}`);
      } catch (error) {
        failed++;
        console.error(`${name} failed: ${(error as Error).stack}`);
      }
    }
    const whole = !values.quick && peers.length === 0 && values.only.length === 0;
    if (whole) console.log(`\nwritten to ${writeResults(await runFacts(task.data), outcomes)} and docs/benchmarks.md`);
  } finally {
    task.remove();
  }
  return failed === 0 ? 0 : 1;
}

process.exitCode = await main();
