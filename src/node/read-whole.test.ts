import { existsSync, mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readWhole } from './read-whole.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'heddle-read-whole-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const content = Uint8Array.from({ length: 300_000 }, (_, i) => Math.imul(i, 2654435761) >>> 24);

function file(bytes: Uint8Array): string {
  const path = join(folder, 'file');
  writeFileSync(path, bytes);
  return path;
}

/** The files that this process has open, where the system tells. */
function openFiles(): string[] {
  const list = '/proc/self/fd';
  if (!existsSync(list)) return [];
  return readdirSync(list).flatMap((name) => {
    try {
      return [readlinkSync(join(list, name))];
    } catch {
      return []; // closed since it was listed, as the list itself
    }
  });
}

test.each([
  [false, content],
  [true, gzipSync(content)],
] as const)('fills the room with what a file holds (packed: %s)', async (packed, bytes) => {
  const room = new Uint8Array(content.length);
  expect(await readWhole(file(bytes), { packed, room })).toBe(room);
  expect(room).toEqual(content);
});

test.each([
  ['more than the room', content, false, 299_999, 'expected 299999 bytes in all, received more'],
  ['more than the room, packed', gzipSync(content), true, 100_000, 'expected 100000 bytes in all, received more'],
  ['less than the room', content, false, 300_001, 'expected 300001 bytes in all, received 300000'],
  ['a gzip file cut off', gzipSync(content).subarray(0, 1000), true, 300_000, 'a whole, undamaged gzip file'],
  ['no gzip file', content, true, 300_000, 'a whole, undamaged gzip file'],
] as const)('refuses %s', async (_, bytes, packed, length, message) => {
  const reading = readWhole(file(bytes), { packed, room: new Uint8Array(length) });
  await expect(reading).rejects.toMatchObject({ code: 'format', message: expect.stringContaining(message) });
  expect(openFiles()).not.toContain(join(folder, 'file'));
});

test('names a file that cannot be read', async () => {
  const reading = readWhole(join(folder, 'none'), { packed: false, room: new Uint8Array(1) });
  await expect(reading).rejects.toMatchObject({ code: 'file', where: join(folder, 'none') });
});
