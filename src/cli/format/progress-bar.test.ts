import { expect, test } from 'vitest';
import { barOf, progressBar, rateText } from './progress-bar.ts';
import { widthOf } from './text-width.ts';

test('a bar says percent, steps, elapsed and remaining time, and speed', () => {
  const bar = progressBar({ label: 'model_3', done: 255, total: 690, elapsed: 5.5 }, 72);
  expect(bar).toBe('model_3   36%|███████▍            | 255/690 [00:05<00:09,  46.4 steps/s]');
});

test('before the first step remaining time and speed are unknown', () => {
  expect(progressBar({ label: '', done: 0, total: 690, elapsed: 0 }, 60)).toBe(
    '  0%|                 |   0/690 [00:00<--:--,     ? steps/s]',
  );
});

test('a finished bar is full and has nothing remaining', () => {
  expect(progressBar({ label: '', done: 4, total: 4, elapsed: 2 }, 44)).toBe(
    '100%|█████| 4/4 [00:02<00:00,   2.0 steps/s]',
  );
});

test('a bar never takes more columns than there are while its words fit', () => {
  for (let columns = 51; columns < 140; columns++) {
    const line = progressBar({ label: 'model_3', done: 255, total: 690, elapsed: 5.5 }, columns);
    expect(widthOf(line)).toBeLessThanOrEqual(columns);
  }
});

test('where there is no room for a bar the words stay', () => {
  expect(progressBar({ label: 'model_3', done: 255, total: 690, elapsed: 5.5 }, 30)).toBe(
    'model_3   36% 255/690 [00:05<00:09,  46.4 steps/s]',
  );
});

test('a bar is drawn in eighths of a column and stays within its width', () => {
  expect([0, 1 / 32, 0.5, 1, 7].map((share) => barOf(share, 4))).toEqual(['    ', '▏   ', '██  ', '████', '████']);
});

test('slow steps are given in seconds a step', () => {
  expect([rateText(0, 3), rateText(2, 5), rateText(92, 2), rateText(5000, 2)]).toEqual([
    '? steps/s',
    '2.50 s/step',
    '46.0 steps/s',
    '2500 steps/s',
  ]);
});

test('steps that were taken before count for the bar, and not for the speed', () => {
  const line = progressBar({ label: 'a', done: 60, total: 100, before: 50, elapsed: 5 }, 60);
  expect(line).toContain('60%');
  expect(line).toContain('60/100 [00:05<00:20,   2.0 steps/s]');
});
