// npm run bench: measures Heddle beside whatever peers this machine has.
//
//   --quick          less work, under two minutes: whether everything runs, not how fast
//   --only NAME      one measurement (repeatable)
//   --peers A,B      only contenders whose id begins with one of these: --peers heddle-fused,pytorch-openmp

import { parseArgs } from 'node:util';
import type { Measurement } from './lib/measurement.ts';
import { writeTask } from './lib/task.ts';
import { terminalTable } from './lib/text-table.ts';
import { modelThreeRace } from './measurements/model-3.ts';
import { sweepTime } from './measurements/sweep.ts';

const MEASUREMENTS: readonly Measurement[] = [modelThreeRace, sweepTime];

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true, default: [] },
    peers: { type: 'string', default: '' },
  },
});
const unknown = values.only.find((name) => MEASUREMENTS.every((measurement) => measurement.name !== name));
if (unknown !== undefined) {
  console.error(`there is no measurement ${unknown}; choose of ${MEASUREMENTS.map(({ name }) => name).join(', ')}`);
  process.exit(2);
}
const options = {
  quick: values.quick,
  peers: values.peers.split(',').filter((name) => name !== ''),
  log: (line: string) => console.log(line),
};
const task = await writeTask();
try {
  console.log(`data: ${task.data}`);
  for (const measurement of MEASUREMENTS.filter(({ name }) => values.only.length === 0 || values.only.includes(name))) {
    console.log(`\n${measurement.title}`);
    const { tables, absent } = await measurement.run(task, options);
    for (const table of tables) console.log(`\n${terminalTable(table)}`);
    for (const { name, why } of absent) console.log(`absent: ${name}: ${why}`);
  }
} finally {
  task.remove();
}
