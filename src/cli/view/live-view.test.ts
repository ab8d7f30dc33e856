import { Writable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { exampleRun } from '../../report/example-run.fixture.ts';
import { createColours } from '../format/colours.ts';
import { startEvent, trialEvents } from './example-events.fixture.ts';
import { liveView } from './live-view.ts';
import type { View } from './view.ts';

/** A terminal of 100 x 30 that remembers what was written. */
function fakeTerminal(): { readonly stream: NodeJS.WriteStream; readonly writes: string[] } {
  const writes: string[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      writes.push(String(chunk));
      done();
    },
  });
  return {
    stream: Object.assign(stream, { isTTY: true, columns: 100, rows: 30 }) as unknown as NodeJS.WriteStream,
    writes,
  };
}

function viewOn(stream: NodeJS.WriteStream): View {
  return liveView({
    stream,
    colours: createColours(false),
    columns: () => stream.columns,
    now: () => performance.now(),
  });
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('however many events come, the terminal is written to at most twenty times a second', () => {
  const { stream, writes } = fakeTerminal();
  const view = viewOn(stream);
  const [trial] = exampleRun().trials;
  view.onEvent(startEvent());
  for (const event of trialEvents(trial, 4600)) {
    view.onEvent(event);
    vi.advanceTimersByTime(20);
  }
  const seconds = (trialEvents(trial).length * 20) / 1000;
  // Ten frames, each perhaps after log lines.
  expect(writes.length).toBeLessThanOrEqual(20 * seconds + 1);
  view.close();
});

test('a frame shows the bar of a running trial, and the log keeps its epochs', () => {
  const { stream, writes } = fakeTerminal();
  const view = viewOn(stream);
  const events = trialEvents(exampleRun().trials[0]);
  view.onEvent(startEvent());
  for (const event of events.slice(0, 5)) view.onEvent(event);
  vi.advanceTimersByTime(100);
  const shown = stripVTControlCharacters(writes.join(''));
  expect(shown).toContain('Sweep fashion-mnist: 12 trials');
  expect(shown).toMatch(/model_1 learningRate=0\.005 +1\/15 +0\.\d{4}/);
  expect(shown).toMatch(/model_1 0\.005 {2}epoch {2}1\/15 +6%\|/);
  expect(shown).toContain('0 of 12 trials');
  view.close();
});

test('closing shows what is still waiting and leaves no live lines', () => {
  const { stream, writes } = fakeTerminal();
  const view = viewOn(stream);
  view.onEvent(startEvent());
  vi.advanceTimersByTime(100);
  view.note(['Stopping.']);
  view.close();
  const last = stripVTControlCharacters(writes.at(-1) ?? '');
  expect(last).toContain('Stopping.');
  expect(last).not.toContain('of 12 trials');
  const count = writes.length;
  vi.advanceTimersByTime(1000);
  expect(writes).toHaveLength(count);
});

test('in a window that has become narrower all rows are erased that the live lines were broken into', () => {
  const { stream, writes } = fakeTerminal();
  const view = viewOn(stream);
  view.onEvent(startEvent());
  for (const event of trialEvents(exampleRun().trials[0]).slice(0, 5)) view.onEvent(event);
  vi.advanceTimersByTime(200);
  writes.length = 0;
  stream.columns = 60;
  vi.advanceTimersByTime(100);
  // A bar of 100 columns has two rows there, and so has the line of the sweep.
  expect(writes.join('')).toContain('\u001b[4A\r\u001b[J');
  writes.length = 0;
  vi.advanceTimersByTime(100);
  stream.columns = 80;
  vi.advanceTimersByTime(100);
  expect(writes.join('')).not.toContain('\u001b[J');
  view.close();
});
