import { expect, test } from 'vitest';
import { exampleRun } from '../../report/example-run.fixture.ts';
import { createColours } from '../format/colours.ts';
import { widthOf } from '../format/text-width.ts';
import { startEvent, trialEvents } from './example-events.fixture.ts';
import { liveFrame } from './live-frame.ts';
import { advance, type SweepProgress } from './sweep-progress.ts';

const run = exampleRun();
const plain = createColours(false);

/** One trial done after 10 s, two running for 5.5 s since. */
function midway(): SweepProgress {
  const later = (progress: SweepProgress | null, trial: number, events: number, now: number): SweepProgress | null =>
    trialEvents(run.trials[trial])
      .slice(0, events)
      .reduce((so, event) => advance(so, event, now), progress);
  const started = advance(null, startEvent(run), 0);
  const first = later(started, 0, Number.POSITIVE_INFINITY, 10_000);
  return later(later(first, 4, 6, 10_000), 9, 3, 10_000)!;
}

test('a frame has a bar for each running trial, then a line for the sweep', () => {
  expect(liveFrame(midway(), 15_500, { colours: plain, columns: 100 })).toEqual([
    'model_2 0.005   epoch  2/15    9%|██▋                         |  66/690 [00:05<00:52,  12.0 steps/s]',
    'model_3 0.0025  epoch  1/15    2%|▊                           |  20/690 [00:05<03:04,   3.6 steps/s]',
    '1 of 12 trials  best so far 0.9004 model_1 0.005, epoch 10  00:15 elapsed, 03:04 remaining',
  ]);
});

test('with room enough trials have their whole names', () => {
  expect(liveFrame(midway(), 15_500, { colours: plain, columns: 120 })[0]).toMatch(
    /^model_2 learningRate=0.005 {3}epoch {2}2\/15 {4}9%\|/,
  );
});

test('no line is wider than the terminal', () => {
  for (const columns of [10, 40, 60, 80, 100, 200]) {
    for (const line of liveFrame(midway(), 15_500, { colours: createColours(true), columns }))
      expect(widthOf(line)).toBeLessThanOrEqual(columns);
  }
});

test('before the first step nothing is known of the rest', () => {
  expect(liveFrame(advance(null, startEvent(run), 0)!, 1000, { colours: plain, columns: 100 })).toEqual([
    '0 of 12 trials  best so far -  00:01 elapsed, --:-- remaining',
  ]);
});
