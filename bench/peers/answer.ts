// How a child process answers its runner; see lib/peer-process.ts.

import { readSync } from 'node:fs';

/** Writes one message. */
export function say(message: unknown): void {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}

let unread = '';

/** Waits for the next command without giving up the thread; undefined when the runner is gone. */
export function nextCommand(): { readonly steps: number | null } | undefined {
  const chunk = new Uint8Array(4096);
  while (!unread.includes('\n')) {
    const bytes = readSync(0, chunk);
    if (bytes === 0) return undefined;
    unread += new TextDecoder().decode(chunk.subarray(0, bytes));
  }
  const end = unread.indexOf('\n');
  const line = unread.slice(0, end);
  unread = unread.slice(end + 1);
  return JSON.parse(line);
}
