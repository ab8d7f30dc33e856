import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { interruptible } from './interruption.ts';

let exitCode: typeof process.exitCode;

beforeEach(() => {
  exitCode = process.exitCode;
  vi.useFakeTimers({ toFake: ['performance'] });
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  process.exitCode = exitCode;
});

test('the first signal asks to end, a repetition of the same press is ignored, and a later one ends the program at once', () => {
  const exit = vi.spyOn(process, 'exit').mockReturnValue(undefined as never);
  const asked = vi.fn();
  const interruption = interruptible(asked);
  process.emit('SIGINT');
  expect(interruption.signal.aborted).toBe(true);
  vi.advanceTimersByTime(100);
  process.emit('SIGINT');
  expect(exit).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1000);
  process.emit('SIGTERM');
  expect(exit).toHaveBeenCalledExactlyOnceWith(130);
  expect(asked).toHaveBeenCalledOnce();
  interruption.release();
});

test('what ends the program before the command has ended counts as an interruption', () => {
  const interruption = interruptible(() => {});
  expect(process.exitCode).toBe(130);
  expect(interruption.signal.aborted).toBe(false);
  interruption.release();
});

test('a released command no longer listens to signals', () => {
  const before = process.listenerCount('SIGINT');
  const interruption = interruptible(() => {});
  expect(process.listenerCount('SIGINT')).toBe(before + 1);
  interruption.release();
  expect(process.listenerCount('SIGINT')).toBe(before);
});
