// Downloading a file whose size and SHA-256 are known.
//
// What has arrived is kept in `<target>.part`; a later attempt, at the same mirror, another one or in another run, asks
// for the rest. The file takes its name only when it is whole and its SHA-256 is right. A file that is whole but not the
// one expected is never kept and never passed over: it is an error, whichever mirror sent it.
//
// Patience: the download is given up when no mirror has sent a new byte for 15 s. A mirror that stays silent may use up
// its share of what is left of them (a third, with three mirrors to go), so that each gets its turn; bytes restart the clock.

import { rename, rm, stat } from 'node:fs/promises';
import { HeddleError } from '../core/index.ts';
import { hashFile } from './hash-file.ts';
import { onDisk, receivePart, wrongFile } from './receive-part.ts';
import type { DownloadOptions, RemoteFile } from './remote-file.ts';

const PATIENCE = 15_000;

/**
 * Downloads a file to `target`, and makes the folders above it. Two processes must not download the same file at once.
 *
 * @returns the mirror that sent the end of it
 * @throws HeddleError `download` when no mirror sends it or it cannot be written, `checksum` when what came is not the file.
 */
export async function downloadFile(target: string, file: RemoteFile, options: DownloadOptions): Promise<string> {
  const { host, mirrors, patience = PATIENCE } = options;
  const part = `${target}.part`;
  const failures = new Map<string, string>();
  let heard = host.now();
  let received = await partSize(part, file.size);
  let mirror = mirrors[0];
  const waiting = (): boolean => received < file.size && host.now() - heard < patience;

  for (let grown = true; grown && waiting(); ) {
    const before = received;
    for (let i = 0; i < mirrors.length && waiting(); i++) {
      mirror = mirrors[i];
      const share = (patience - (host.now() - heard)) / (mirrors.length - i);
      const attempt = await receivePart(part, file, {
        ...options,
        mirror,
        from: await partSize(part, file.size),
        share,
      });
      if (attempt.failure !== null) failures.set(mirror, attempt.failure);
      // A mirror that begins at the beginning again sends nothing new until it passes what was here.
      if (attempt.received > received) {
        received = attempt.received;
        heard = attempt.heard;
      }
    }
    grown = received > before;
  }
  if (received < file.size) throw notDownloaded(file, failures);
  await keepIfRight(part, target, file, mirror);
  return mirror;
}

/** Bytes of an earlier attempt; a part that is larger than the file cannot be one. */
async function partSize(part: string, size: number): Promise<number> {
  try {
    const { size: found } = await stat(part);
    return found <= size ? found : 0;
  } catch {
    return 0; // none, or none that can be read: then writing it will say so
  }
}

async function keepIfRight(part: string, target: string, file: RemoteFile, mirror: string): Promise<void> {
  const sha256 = await onDisk(part, () => hashFile(part));
  if (sha256 === file.sha256) return onDisk(target, () => rename(part, target));
  await onDisk(part, () => rm(part));
  throw wrongFile(file, `${mirror}${file.name}`, `SHA-256 ${sha256}`);
}

function notDownloaded(file: RemoteFile, failures: ReadonlyMap<string, string>): HeddleError {
  const reasons = Array.from(failures, ([mirror, failure]) => `${mirror}: ${failure}`);
  return new HeddleError('download', {
    where: `download of ${file.name}`,
    expected: 'a mirror that sends it',
    received: reasons.length === 0 ? 'no mirror to ask' : reasons.join('; '),
    hint: 'check the network, and run again: what has arrived is kept.',
  });
}
