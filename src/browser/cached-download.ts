// Files of known size and content, kept in the browser's cache, so that they are downloaded once. Where there is no cache (a page
// from file://, or without a secure context) or it refuses, the file is simply downloaded.

import { HeddleError, sha256 } from '../core/index.ts';

/** How much of a file has arrived. */
export interface DownloadProgress {
  readonly received: number;
  readonly size: number;
}

/** What a cached download takes. */
export interface CachedDownloadOptions {
  /** Bytes, as published. */
  readonly size: number;
  /** In lower-case hexadecimal digits. */
  readonly sha256: string;
  /** Name of the browser's cache to keep it in; null keeps nothing. Default: `heddle`. */
  readonly cache?: string | null;
  readonly onProgress?: (progress: DownloadProgress) => void;
  readonly signal?: AbortSignal;
  /** Default: the platform's. */
  readonly fetch?: typeof fetch;
  /** Default: the platform's, where it has one. */
  readonly caches?: CacheStorage | null;
}

/**
 * A file, from the browser's cache or from its address. What is not, byte for byte, the file that was published is never used or kept.
 *
 * @param address where the file is
 * @throws HeddleError `download` when it does not come, `checksum` when what comes is another file.
 * @example
 * const bytes = await cachedDownload('/fashion-mnist/t10k-labels-idx1-ubyte.gz', {
 *   size: 5148,
 *   sha256: '67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5',
 * });
 */
export async function cachedDownload(address: string, options: CachedDownloadOptions): Promise<Uint8Array> {
  const { caches = globalThis.caches ?? null, cache: name = 'heddle' } = options;
  const cache = caches === null || name === null ? undefined : await openCache(caches, name);
  // The content is part of the key: another version of the file at the same address is another entry.
  const key = `https://heddle.invalid/${options.sha256}`;
  const kept = await unlessRefused(async () => (await cache?.match(key))?.arrayBuffer());
  if (kept !== undefined) {
    const bytes = new Uint8Array(kept);
    if (isTheFile(bytes, options)) return bytes;
    await unlessRefused(async () => cache?.delete(key));
  }
  const bytes = await download(address, options);
  if (!isTheFile(bytes, options)) {
    throw new HeddleError('checksum', {
      where: address,
      expected: `${options.size} bytes with SHA-256 ${options.sha256}`,
      received: `${bytes.length} bytes with SHA-256 ${hashOf(bytes)}`,
      hint: 'put the published file at this address.',
    });
  }
  await unlessRefused(async () => cache?.put(key, new Response(bytes.slice())));
  return bytes;
}

/** What a cache gives; nothing where it refuses, since it is full, damaged or taken away: the file is to be had without it. */
async function unlessRefused<Value>(use: () => Promise<Value>): Promise<Value | undefined> {
  try {
    return await use();
  } catch (error) {
    if (error instanceof DOMException) return undefined;
    throw error;
  }
}

/** A page without the right to keep anything has no cache. */
async function openCache(caches: CacheStorage, name: string): Promise<Cache | undefined> {
  try {
    return await caches.open(name);
  } catch (error) {
    if (error instanceof DOMException || error instanceof TypeError) return undefined;
    throw error;
  }
}

const hashOf = (bytes: Uint8Array): string => {
  const hash = sha256();
  hash.update(bytes);
  return hash.hex();
};

const isTheFile = (bytes: Uint8Array, { size, sha256: expected }: CachedDownloadOptions): boolean =>
  bytes.length === size && hashOf(bytes) === expected;

async function download(address: string, options: CachedDownloadOptions): Promise<Uint8Array> {
  const { fetch: get = globalThis.fetch, onProgress, signal, size } = options;
  const failed = (received: string, cause?: unknown): HeddleError =>
    new HeddleError('download', {
      where: address,
      expected: 'the file',
      received,
      hint: 'check the address, and that its server lets this page read it (CORS).',
      cause,
    });
  const failedBy = (cause: unknown): never => {
    throw failed(cause instanceof Error ? cause.message : String(cause), cause);
  };
  let response: Response;
  try {
    response = await get(address, { signal });
  } catch (cause) {
    return failedBy(cause);
  }
  if (!response.ok || response.body === null) throw failed(`HTTP status ${response.status}`);
  const parts: Uint8Array[] = [];
  let received = 0;
  const reader = response.body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read().catch(failedBy);
      if (done) break;
      parts.push(value);
      received += value.length;
      onProgress?.({ received, size });
      if (received > size) throw failed(`more than the ${size} bytes of the file`);
    }
  } catch (error) {
    // Nobody reads what still comes. A connection that broke refuses to be cancelled: why it broke is told already.
    reader.cancel().catch(() => undefined);
    throw error;
  }
  const bytes = new Uint8Array(received);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
