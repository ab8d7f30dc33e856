import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { HeddleError } from '../core/index.ts';
import { downloadFile } from './download.ts';
import { type Answer, type Mirror, send, startMirror } from './mirror.fixture.ts';
import type { DownloadOptions, DownloadProgress, RemoteFile } from './remote-file.ts';

const hashBytes = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const content: Uint8Array = new Uint8Array(300_000).map((_, i) => Math.imul(i, 2654435761) >>> 24);
const file: RemoteFile = { name: 'images.gz', size: content.length, sha256: hashBytes(content) };

let folder: string;
let target: string;
let mirrors: Mirror[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heddle-download-'));
  target = join(folder, 'deep', file.name);
  mirrors = [];
});

afterEach(async () => {
  for (const mirror of mirrors) await mirror.close();
  await rm(folder, { recursive: true, force: true });
});

async function mirror(answer: Answer): Promise<Mirror> {
  const started = await startMirror(answer);
  mirrors.push(started);
  return started;
}

const host: DownloadOptions['host'] = { fetch: globalThis.fetch, now: () => performance.now() };

const download = (from: readonly Mirror[], options: Partial<DownloadOptions> = {}): Promise<string> =>
  downloadFile(target, file, { host, mirrors: from.map(({ base }) => base), patience: 3000, ...options });

async function errorOf(promise: Promise<unknown>): Promise<HeddleError> {
  const error = await promise.catch((thrown: unknown) => thrown);
  if (error instanceof HeddleError) return error;
  throw new Error(`expected a HeddleError, received ${error}`);
}

/** Only the finished file is left in its folder. */
async function expectWhole(): Promise<void> {
  expect(Buffer.compare(await readFile(target), content)).toBe(0);
  expect(await readdir(join(folder, 'deep'))).toEqual([file.name]);
}

const good: Answer = (request, response) => send(request, response, content);
const missing: Answer = (_, response) => response.writeHead(404).end('no');
const silent: Answer = () => undefined;

test('a file is downloaded whole, with progress up to its size', async () => {
  const told: DownloadProgress[] = [];
  const from = await mirror(good);
  expect(await download([from], { onProgress: (progress) => told.push(progress) })).toBe(from.base);
  await expectWhole();
  expect(from.requests).toEqual(['GET /images.gz']);
  expect(told.at(-1)).toEqual({ file: 'images.gz', url: `${from.base}images.gz`, received: 300_000, total: 300_000 });
  expect(told.every(({ received }, i) => i === 0 || received > told[i - 1].received)).toBe(true);
});

test('a connection cut in the middle is taken up where it ended', async () => {
  const from = await mirror((request, response, count) =>
    send(request, response, content, count === 1 ? { cutAfter: 100_000 } : {}),
  );
  await download([from]);
  await expectWhole();
  expect(from.requests).toEqual(['GET /images.gz', 'GET /images.gz bytes=100000-']);
});

test('another mirror goes on where the first one was cut', async () => {
  const first = await mirror((request, response) => send(request, response, content, { cutAfter: 50_000 }));
  const second = await mirror(good);
  expect(await download([first, second])).toBe(second.base);
  await expectWhole();
  expect(second.requests).toEqual(['GET /images.gz bytes=50000-']);
});

test('a part of an earlier run is completed', async () => {
  await mkdir(join(folder, 'deep'));
  await writeFile(`${target}.part`, content.subarray(0, 299_999));
  const from = await mirror(good);
  await download([from]);
  await expectWhole();
  expect(from.requests).toEqual(['GET /images.gz bytes=299999-']);
});

test('a part that is whole already is checked and kept without asking anyone', async () => {
  await mkdir(join(folder, 'deep'));
  await writeFile(`${target}.part`, content);
  const from = await mirror(missing);
  await download([from]);
  await expectWhole();
  expect(from.requests).toEqual([]);
});

test('a part larger than the file is thrown away', async () => {
  await mkdir(join(folder, 'deep'));
  await writeFile(`${target}.part`, new Uint8Array(file.size + 1));
  await download([await mirror(good)]);
  await expectWhole();
});

test('a mirror that ignores Range is read from its beginning', async () => {
  const from = await mirror((request, response, count) =>
    send(request, response, content, { range: false, ...(count === 1 ? { cutAfter: 100_000 } : {}) }),
  );
  await download([from]);
  await expectWhole();
  expect(from.requests).toEqual(['GET /images.gz', 'GET /images.gz bytes=100000-']);
});

test('a mirror that ignores Range and is always cut at the same place is given up', async () => {
  const from = await mirror((request, response) =>
    send(request, response, content, { range: false, cutAfter: 100_000 }),
  );
  const error = await errorOf(download([from]));
  expect(error.code).toBe('download');
  expect(from.requests.length).toBe(2);
  expect((await stat(`${target}.part`)).size).toBe(100_000);
});

test('a mirror without the file is passed over', async () => {
  const empty = await mirror(missing);
  const second = await mirror(good);
  expect(await download([empty, second])).toBe(second.base);
  await expectWhole();
});

test('a mirror that sends another part than asked for is passed over', async () => {
  await mkdir(join(folder, 'deep'));
  await writeFile(`${target}.part`, content.subarray(0, 1000));
  const confused = await mirror((_, response) =>
    response.writeHead(206, { 'content-range': 'bytes 0-299999/300000' }).end(content),
  );
  await download([confused, await mirror(good)]);
  await expectWhole();
});

test('when no mirror has the file, the error names each and why', async () => {
  const a = await mirror(missing);
  const b = await mirror((_, response) => response.writeHead(503).end());
  const error = await errorOf(download([a, b]));
  expect(error.code).toBe('download');
  expect(error.message).toBe(
    `download of images.gz: expected a mirror that sends it, received ${a.base}: HTTP 404; ${b.base}: HTTP 503. check the network, and run again: what has arrived is kept.`,
  );
  expect(existsSync(target)).toBe(false);
});

test('a refused connection is told as such', async () => {
  const gone = await startMirror(good);
  await gone.close();
  const error = await errorOf(download([gone]));
  expect(error.code).toBe('download');
  expect(error.received).toBe(`${gone.base}: fetch failed (ECONNREFUSED)`);
});

test('silent mirrors share the patience, and the next one still gets its turn', async () => {
  const quiet = await mirror(silent);
  const second = await mirror(good);
  const start = performance.now();
  await download([quiet, second], { patience: 1000 });
  expect(performance.now() - start).toBeGreaterThan(450);
  await expectWhole();
});

test('when all mirrors are silent the download ends within the patience', async () => {
  const all = [await mirror(silent), await mirror(silent), await mirror(silent)];
  const start = performance.now();
  const error = await errorOf(download(all, { patience: 900 }));
  const seconds = (performance.now() - start) / 1000;
  expect(seconds).toBeGreaterThan(0.8);
  expect(seconds).toBeLessThan(1.4);
  expect(error.code).toBe('download');
  expect(error.received).toContain(`${all[0].base}: silent for 0.3 s`);
  for (const { requests } of all) expect(requests.length).toBe(1);
});

test('a mirror that falls silent in the middle is left for the next one', async () => {
  const stalls = await mirror((_, response) => {
    response.writeHead(200, { 'content-length': content.length });
    response.write(content.subarray(0, 100_000));
  });
  const second = await mirror(good);
  await download([stalls, second], { patience: 800 });
  await expectWhole();
  expect(second.requests).toEqual(['GET /images.gz bytes=100000-']);
});

const wrongBytes = content.slice().fill(7, 5, 6);

test.each<[name: string, bytes: Uint8Array, received: string]>([
  ['other content of the same size', wrongBytes, `SHA-256 ${hashBytes(wrongBytes)}`],
  ['a shorter file', content.subarray(0, 100), '100 bytes'],
  ['a longer file', new Uint8Array([...content, 0]), '300001 bytes'],
])(
  '%s is an error even though another mirror has the right file, and nothing of it is kept',
  async (_, bytes, received) => {
    const wrong = await mirror((request, response) => send(request, response, bytes));
    const error = await errorOf(download([wrong, await mirror(good)]));
    expect(error.code).toBe('checksum');
    expect(error.message).toBe(
      `${wrong.base}images.gz: expected 300000 bytes with SHA-256 ${file.sha256}, received ${received}. ` +
        'what came has been deleted. Run again; if it happens again, something on the way changes files.',
    );
    expect(existsSync(target) || existsSync(`${target}.part`)).toBe(false);
  },
);

test.each([
  ['announces', { 'content-length': 10_000_000 }, content.subarray(0, 100)],
  ['sends', {}, new Uint8Array(400_000)],
])('a mirror that %s more than the file is not listened to any longer', async (_, headers, bytes) => {
  let left: () => void = () => undefined;
  const hasLeft = new Promise<void>((resolve) => {
    left = resolve;
  });
  const endless = await mirror((_, response) => {
    response.on('close', left);
    response.writeHead(200, headers).write(bytes);
  });
  expect((await errorOf(download([endless]))).code).toBe('checksum');
  await hasLeft;
});

test('a file that does not say its length and is too long is an error', async () => {
  const wrong = await mirror((_, response) => {
    response.write(content);
    response.end('more');
  });
  const error = await errorOf(download([wrong]));
  expect(error.code).toBe('checksum');
  expect(error.received).toBe('more than 300000 bytes');
  expect(existsSync(`${target}.part`)).toBe(false);
});

test('a wrong part of an earlier run is an error once, and gone after it', async () => {
  await mkdir(join(folder, 'deep'));
  await writeFile(`${target}.part`, wrongBytes.subarray(0, 1000));
  const from = await mirror(good);
  expect((await errorOf(download([from]))).code).toBe('checksum');
  await download([from]);
  await expectWhole();
});

test('a place that cannot be written to is a download error with the reason', async () => {
  await writeFile(join(folder, 'deep'), 'a file where the folder should be');
  const error = await errorOf(download([await mirror(good)]));
  expect(error.code).toBe('download');
  expect(error.where).toBe(`${target}.part`);
  expect(error.expected).toBe('a file to download to');
});
