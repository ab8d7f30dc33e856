import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { holdRun } from './hold-run.ts';
import { takeLease } from './lease.ts';

const FAST = { beat: 40, looks: 12, patience: 200 };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'heddle-lease-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const lease = (): { pid: number; host: string; id: string } =>
  JSON.parse(readFileSync(join(folder, 'lease.json'), 'utf8'));

/** The lease of a process that is on another machine, or stopped: nobody counts on. */
function leave(pid: number, host: string): void {
  // A file of its own takes the place, as in a takeover: an owner that still counts does so in the old one.
  const path = join(folder, 'left.json');
  writeFileSync(path, `${JSON.stringify({ id: 'gone', pid, host, heartbeat: '7' })}\n`);
  renameSync(path, join(folder, 'lease.json'));
}

test('a lease says who has the folder, counts on, and is gone when it is given back', async () => {
  const own = await takeLease(folder, 'train', FAST);
  expect(own.notice).toBeNull();
  expect(lease()).toMatchObject({ pid: process.pid, host: hostname() });
  const before = readFileSync(join(folder, 'lease.json'), 'utf8');
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(readFileSync(join(folder, 'lease.json'), 'utf8')).not.toBe(before);
  await own.check();
  await own.release();
  expect(existsSync(join(folder, 'lease.json'))).toBe(false);
});

test('a second process is told who writes to the folder', async () => {
  const own = await takeLease(folder, 'train', FAST);
  await expect(takeLease(folder, 'train', FAST)).rejects.toThrow(
    `${folder}: expected a run that no other process writes to, received one that process ${process.pid} on ${hostname()} is writing to. wait until it has ended, or end it.`,
  );
  await own.check();
  await own.release();
});

test('the lease of a process that has ended is taken over at once, and that is said', async () => {
  const pid = Number(execFileSync(process.execPath, ['-p', 'process.pid']));
  leave(pid, hostname());
  const own = await takeLease(folder);
  expect(own.notice).toBe(
    `${folder} was left by process ${pid} on ${hostname()}, which has ended: its lease was taken over.`,
  );
  await own.release();
});

test('a lease that stands still is stale whatever any clock says; an owner that comes back writes nothing more', async () => {
  leave(1, 'another-machine');
  const second = await takeLease(folder, 'train', FAST);
  expect(second.notice).toBe(
    `${folder} was left by process 1 on another-machine, which gave no sign for 0.24 seconds: its lease was taken over.`,
  );
  // Someone takes it over from the second in turn, as after a long sleep of it.
  leave(2, 'third-machine');
  await expect(second.check()).rejects.toThrow(
    `${folder}: expected the run to be this process’s own, received one that process 2 on third-machine has taken over. nothing more was written here: go on there, or resume when it has ended.`,
  );
  await second.release();
  expect(lease().id).toBe('gone');
});

test('whoever has something to note waits for others that have, and for no training', async () => {
  const order: string[] = [];
  const note = async (name: string): Promise<void> => {
    const own = await takeLease(folder, 'note', FAST);
    expect(own.notice).toBeNull();
    order.push(`${name} begins`);
    await new Promise((resolve) => setTimeout(resolve, 150));
    await own.check();
    order.push(`${name} ends`);
    await own.release();
  };
  await Promise.all([note('a'), note('b'), note('c')]);
  expect(order.length).toBe(6);
  for (let i = 0; i < 6; i += 2) expect(order[i + 1]).toBe(order[i].replace('begins', 'ends'));

  const training = await takeLease(folder, 'train', FAST);
  await expect(takeLease(folder, 'note', FAST)).rejects.toMatchObject({ code: 'lease' });
  await training.release();
  const lasting = await takeLease(folder, 'note', FAST);
  await expect(takeLease(folder, 'note', { ...FAST, patience: 5 })).rejects.toMatchObject({ code: 'lease' });
  await lasting.release();
});

test.each([
  '{"id":"gone","pi',
  '{}',
  'null',
  '[1]',
  '"words"',
  '{"id":"gone","pid":"x","host":"here","heartbeat":1}',
  '{"id":"gone","pid":1,"host":"here","heartbeat":"often"}',
])('a lease that is torn is taken over, and that is said: %s', async (text) => {
  writeFileSync(join(folder, 'lease.json'), text);
  const own = await takeLease(folder, 'train', FAST);
  expect(own.notice).toBe(`The lease of ${folder} was damaged: it was taken over.`);
  await own.release();
});

test('a run that was taken over is not written to, not by one byte', async () => {
  const held = await holdRun(folder);
  await held.store.writeCheckpoint('000-a', Uint8Array.of(1));
  leave(2, 'third-machine');
  const files = (): string[] => readdirSync(folder, { recursive: true }).map(String).sort();
  const before = files();
  const refused = { code: 'lease' };
  await expect(held.store.writeCheckpoint('000-a', Uint8Array.of(2))).rejects.toMatchObject(refused);
  await expect(held.store.writeEpochs('000-a', [])).rejects.toMatchObject(refused);
  await expect(held.store.dropPreviousCheckpoint('000-a')).rejects.toMatchObject(refused);
  await expect(held.store.writeReport({ html: '', markdown: '', figures: {} })).rejects.toMatchObject(refused);
  expect(files()).toEqual(before);
  await held.release();
});

test('the temporary files of a killed process are cleared away', async () => {
  const held = await holdRun(folder);
  await held.store.writeCheckpoint('000-a', Uint8Array.of(1));
  await held.release();
  mkdirSync(join(folder, 'figures'));
  const torn = (name: string): string => join(folder, `${name}.123e4567-e89b-12d3-a456-426614174000.tmp`);
  const left = ['.leaderboard.json', 'figures/.loss.svg', 'trials/000-a/.checkpoint.safetensors'].map(torn);
  for (const path of left) writeFileSync(path, 'torn');
  const again = await holdRun(folder);
  expect(left.filter((path) => existsSync(path))).toEqual([]);
  expect(await again.store.readCheckpoints('000-a')).toHaveLength(1);
  await again.release();
});

test('a read-only folder is named', async () => {
  await expect(takeLease('/proc', 'train', FAST)).rejects.toMatchObject({ code: 'file', where: '/proc/lease.json' });
});
