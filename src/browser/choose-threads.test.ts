import { expect, test } from 'vitest';
import { chooseThreads } from './choose-threads.ts';

test.each([
  [8, undefined, 7],
  [2, undefined, 1],
  [1, undefined, 1],
  [2, 4, 4],
])('an isolated page with %i cores, asked for %s threads, takes %i over shared memory', (cores, asked, threads) => {
  expect(chooseThreads(asked, { isolated: true, cores })).toEqual({ threads, shared: true, notice: null });
});

test('a page that is not isolated takes one thread and says why, unless one was asked for', () => {
  const { notice, ...choice } = chooseThreads(undefined, { isolated: false, cores: 8 });
  expect(choice).toEqual({ threads: 1, shared: false });
  expect(notice).toBe(
    'computing on one thread, because this page is not cross-origin isolated; the numbers are the same. For more threads serve it ' +
      'with the headers Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: require-corp.',
  );
  expect(chooseThreads(1, { isolated: false, cores: 8 }).notice).toBeNull();
});

test.each([0, -1, 1.5, 257, Number.NaN])('%s is no number of threads', (asked) => {
  expect(() => chooseThreads(asked, { isolated: true, cores: 8 })).toThrow(
    `threads: expected a whole number from 1 to 256, received ${asked}. leave it out for all cores but one.`,
  );
});
