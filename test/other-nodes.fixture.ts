// Other versions of Node than the one that runs the tests (test/nodes), for what differs between them.

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { ROOT } from './source/parse.ts';

const { OTHER_NODES: names, otherNode } = (await import(
  new URL('../scripts/lib/other-nodes.mjs', import.meta.url).href
)) as {
  readonly OTHER_NODES: readonly string[];
  otherNode(name: string): string;
};

/** Their names. */
export const OTHER_NODES: readonly string[] = names;

const [lacking] = OTHER_NODES.filter((name) => !existsSync(otherNode(name)));

/** Why tests that need them are skipped here; empty where they are not. */
export const reason: string =
  lacking === undefined ? '' : `(skipped: no ${lacking}; npm ci --prefix test/nodes installs it on Linux, x64)`;

const MINUTES = 60_000;

/** Runs a program of the project on an other Node, for at most nine minutes. */
export function runOn(
  node: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): { readonly status: number | null; readonly stdout: string; readonly text: string } {
  const options = {
    cwd: ROOT,
    encoding: 'utf8',
    env: { ...process.env, HEDDLE_VECTORS: '', ...env },
    timeout: 9 * MINUTES,
    maxBuffer: 2 ** 26,
  } as const;
  const { status, stdout, stderr } = spawnSync(otherNode(node), args, options);
  return { status, stdout, text: `${stdout}${stderr}` };
}
