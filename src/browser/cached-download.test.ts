import { expect, test } from 'vitest';
import { sha256Hex } from '../core/index.ts';
import { cachedDownload } from './cached-download.ts';

const FILE = Uint8Array.from({ length: 1000 }, (_, i) => i % 251);
const KNOWN = { size: FILE.length, sha256: sha256Hex(FILE) };

/** A server that counts, and a cache like a browser's. */
function world(answer: () => Response = () => new Response(FILE.slice())) {
  const kept = new Map<string, Uint8Array>();
  let asked = 0;
  const cache = {
    match: async (key: string) => (kept.has(key) ? new Response(kept.get(key)?.slice() as BodyInit) : undefined),
    put: async (key: string, response: Response) => void kept.set(key, new Uint8Array(await response.arrayBuffer())),
    delete: async (key: string) => kept.delete(key),
  };
  return {
    kept,
    asked: () => asked,
    options: {
      ...KNOWN,
      fetch: (async () => {
        asked++;
        return answer();
      }) as typeof fetch,
      caches: { open: async () => cache } as unknown as CacheStorage,
    },
  };
}

test('a file is downloaded once, with progress, and then comes from the cache', async () => {
  const { options, asked } = world();
  const progress: number[] = [];
  const onProgress = ({ received }: { readonly received: number }): void => void progress.push(received);
  expect(await cachedDownload('/file', { ...options, onProgress })).toEqual(FILE);
  expect(await cachedDownload('/file', options)).toEqual(FILE);
  expect(asked()).toBe(1);
  expect(progress.at(-1)).toBe(1000);
});

test('a damaged entry of the cache is dropped and downloaded again', async () => {
  const { options, asked, kept } = world();
  await cachedDownload('/file', options);
  for (const [key, bytes] of kept)
    kept.set(
      key,
      bytes.map((byte, i) => (i === 7 ? byte ^ 1 : byte)),
    );
  expect(await cachedDownload('/file', options)).toEqual(FILE);
  expect(asked()).toBe(2);
  expect([...kept.values()]).toEqual([FILE]);
});

test('another file at the address is an error and is not kept', async () => {
  const { options, kept } = world(() => new Response(FILE.slice(1)));
  await expect(cachedDownload('/file', options)).rejects.toThrow(
    `/file: expected 1000 bytes with SHA-256 ${KNOWN.sha256}, received 999 bytes with SHA-256 ${sha256Hex(FILE.slice(1))}. ` +
      'put the published file at this address.',
  );
  expect(kept.size).toBe(0);
});

test('an address without the file, and one that cannot be reached, are named', async () => {
  const missing = world(() => new Response('no', { status: 404 }));
  await expect(cachedDownload('/file', missing.options)).rejects.toThrow(
    '/file: expected the file, received HTTP status 404. check the address, and that its server lets this page read it (CORS).',
  );
  const offline = world(() => {
    throw new TypeError('Failed to fetch');
  });
  await expect(cachedDownload('/file', offline.options)).rejects.toThrow(
    '/file: expected the file, received Failed to fetch.',
  );
  const endless = world(() => new Response(new Uint8Array(5000)));
  await expect(cachedDownload('/file', endless.options)).rejects.toThrow(
    'received more than the 1000 bytes of the file',
  );
});

test('a connection that breaks in the middle is a failed download, with its reason', async () => {
  const broken = world(() => {
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(FILE.slice(0, 10)),
      pull: (controller) => controller.error(new TypeError('network error')),
    });
    return new Response(body);
  });
  const error = await cachedDownload('/file', broken.options).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: 'download', where: '/file', received: 'network error' });
});

test('of a file that is too long no more is fetched than shows it', async () => {
  let pieces = 0;
  let cancelled = false;
  const endless = world(() => {
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array(400).fill(++pieces)),
      cancel: () => {
        cancelled = true;
      },
    });
    return new Response(body);
  });
  await expect(cachedDownload('/file', endless.options)).rejects.toMatchObject({ code: 'download' });
  expect(cancelled).toBe(true);
  expect(pieces).toBeLessThan(6);
});

test('without a cache, or with one that refuses, the file still comes', async () => {
  const { options, asked } = world();
  expect(await cachedDownload('/file', { ...options, caches: null })).toEqual(FILE);
  expect(await cachedDownload('/file', { ...options, cache: null })).toEqual(FILE);
  const refusing = {
    open: async () => {
      throw new DOMException('not here', 'SecurityError');
    },
  } as unknown as CacheStorage;
  expect(await cachedDownload('/file', { ...options, caches: refusing })).toEqual(FILE);
  expect(asked()).toBe(3);
});

test('a cache that opens and then refuses to look, to forget or to keep costs nothing but the download', async () => {
  const { options, asked } = world();
  const refuse = async (): Promise<never> => {
    throw new DOMException('gone', 'InvalidStateError');
  };
  const works = {
    match: async () => new Response(FILE.slice(1)),
    put: async () => undefined,
    delete: async () => true,
  };
  for (const name of ['match', 'put', 'delete'] as const) {
    const caches = { open: async () => ({ ...works, [name]: refuse }) } as unknown as CacheStorage;
    expect(await cachedDownload('/file', { ...options, caches })).toEqual(FILE);
  }
  expect(asked()).toBe(3);
  const broken = { ...works, match: () => Promise.reject(new RangeError('a fault')) };
  const caches = { open: async () => broken } as unknown as CacheStorage;
  await expect(cachedDownload('/file', { ...options, caches })).rejects.toThrow(RangeError);
});
