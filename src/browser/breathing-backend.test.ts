import { expect, test } from 'vitest';
import { referenceBackend } from '../kernels/index.ts';
import type { Program } from '../kernels/kernels.ts';
import { breathingBackend, createBreath } from './breathing-backend.ts';

test('a breath lets the messages that wait be handled first', async () => {
  const { port1, port2 } = new MessageChannel();
  const log: string[] = [];
  port1.onmessage = ({ data }) => log.push(data);
  port2.postMessage('one');
  port2.postMessage('two');
  const breathe = createBreath();
  await breathe();
  await breathe();
  log.push('breathed');
  expect(log).toEqual(['one', 'two', 'breathed']);
  port1.close();
});

test('a long run is cut into pieces of about the given time, and repeats the program as often as asked', async () => {
  let time = 0;
  const pieces: number[] = [];
  const own = {
    ...referenceBackend({ floats: 32 }),
    async run(_: Program, times: number) {
      pieces.push(times);
      time += 3 * times; // milliseconds
    },
  };
  let breaths = 0;
  let told = 0;
  const breathe = async (): Promise<void> => {
    breaths++;
  };
  const options = { milliseconds: 10, now: () => time, afterPiece: () => told++ };
  const backend = breathingBackend(own, breathe, options);
  await backend.run({ calls: 1, release: () => undefined }, 11);
  expect(pieces).toEqual([1, 3, 3, 3, 1]);
  expect({ breaths, told }).toEqual({ breaths: 2, told: 4 }); // after 12 and 30 ms
});
