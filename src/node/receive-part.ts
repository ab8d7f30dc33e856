// One attempt to get the missing end of a file from one mirror.

import { open, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { HeddleError } from '../core/index.ts';
import { codeOf, fileError } from './file-error.ts';
import { makeFolders } from './make-folders.ts';
import type { DownloadOptions, RemoteFile } from './remote-file.ts';

/** What one attempt came to. */
export interface Attempt {
  /** Bytes of the file that are here now. */
  readonly received: number;
  /** When the last of them came, in milliseconds of the host's clock. */
  readonly heard: number;
  /** Why the file is not whole, or null. */
  readonly failure: string | null;
}

/**
 * Asks a mirror for the bytes from `from` on and writes them to the file `part`, until the end or `share` milliseconds of
 * silence. A mirror that sends the file from its beginning all the same is believed: the part begins anew.
 *
 * @throws HeddleError `checksum` when the mirror announces or sends a file of another size, `download` when `part` cannot be written.
 */
export async function receivePart(
  part: string,
  file: RemoteFile,
  options: DownloadOptions & { readonly mirror: string; readonly from: number; readonly share: number },
): Promise<Attempt> {
  const { host, mirror, from, share, onProgress } = options;
  const url = `${mirror}${file.name}`;
  const silence = new AbortController();
  const wait = (): NodeJS.Timeout => setTimeout(() => silence.abort(), share);
  let timer = wait();
  let received = from;
  let heard = host.now();
  try {
    const response = await host.fetch(url, { signal: silence.signal, headers: requestHeaders(from) });
    const start = startOf(response, from);
    if (start === null || response.body === null) {
      await response.body?.cancel();
      return { received, heard, failure: `HTTP ${response.status}` };
    }
    checkAnnouncedSize(response, start, file, url);
    received = start;
    const output = await onDisk(part, () => openPart(part, start));
    try {
      for await (const chunk of response.body) {
        if (received + chunk.length > file.size) throw wrongFile(file, url, `more than ${file.size} bytes`);
        await onDisk(part, () => output.write(chunk, 0, chunk.length, received));
        received += chunk.length;
        heard = host.now();
        clearTimeout(timer);
        timer = wait();
        onProgress?.({ file: file.name, url, received, total: file.size });
      }
      await onDisk(part, () => output.sync());
    } finally {
      await output.close();
    }
    return { received, heard, failure: received < file.size ? `the connection ended after ${received} bytes` : null };
  } catch (error) {
    if (error instanceof HeddleError) {
      // Nobody reads what the mirror still sends.
      silence.abort();
      if (error.code === 'checksum') await onDisk(part, () => rm(part, { force: true }));
      throw error;
    }
    const failure = silence.signal.aborted ? `silent for ${(share / 1000).toFixed(1)} s` : networkText(error);
    return { received, heard, failure };
  } finally {
    clearTimeout(timer);
  }
}

/** What the disk does, with its errors as HeddleError `download`: a file that cannot be written has not been downloaded. */
export async function onDisk<Result>(path: string, act: () => Promise<Result>): Promise<Result> {
  try {
    return await act();
  } catch (error) {
    const known = fileError(path, 'a file to download to', error);
    if (!(known instanceof HeddleError)) throw known;
    const { where, expected, received, hint } = known;
    throw new HeddleError('download', { where, expected, received, hint, cause: error });
  }
}

/** The error of a download that is whole but not the file expected. */
export function wrongFile(file: RemoteFile, url: string, received: string): HeddleError {
  return new HeddleError('checksum', {
    where: url,
    expected: `${file.size} bytes with SHA-256 ${file.sha256}`,
    received,
    hint: 'what came has been deleted. Run again; if it happens again, something on the way changes files.',
  });
}

/** `identity`: a server that packs the file once more would count other bytes. */
function requestHeaders(from: number): Record<string, string> {
  return from === 0 ? { 'accept-encoding': 'identity' } : { 'accept-encoding': 'identity', range: `bytes=${from}-` };
}

/** The place in the file of the response's first byte, or null if this is not the file, or not the part asked for. */
function startOf(response: Response, from: number): number | null {
  if (response.status === 200) return 0;
  if (response.status !== 206) return null;
  return response.headers.get('content-range')?.startsWith(`bytes ${from}-`) ? from : null;
}

function checkAnnouncedSize(response: Response, start: number, file: RemoteFile, url: string): void {
  const length = response.headers.get('content-length');
  if (length === null || start + Number(length) === file.size) return;
  throw wrongFile(file, url, `${start + Number(length)} bytes`);
}

async function openPart(part: string, start: number): Promise<Awaited<ReturnType<typeof open>>> {
  await makeFolders(dirname(part));
  return open(part, start === 0 ? 'w' : 'r+');
}

/** Why fetch failed, in a few words: `fetch failed (ECONNREFUSED)`. */
function networkText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = codeOf(error.cause);
  return code === '' ? error.message : `${error.message} (${code})`;
}
