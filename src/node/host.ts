import { homedir } from 'node:os';

/** What loading data needs of the machine, as values, so that a test can bring its own. */
export interface Host {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The folder that relative paths start from. */
  readonly cwd: string;
  readonly home: string;
  /** As Node names it: `linux`, `darwin`, `win32`. */
  readonly platform: string;
  readonly fetch: typeof fetch;
  /** Milliseconds on a clock that never goes back. */
  now(): number;
}

/** This machine. */
export function systemHost(): Host {
  return {
    env: process.env,
    cwd: process.cwd(),
    home: homedir(),
    platform: process.platform,
    fetch: globalThis.fetch,
    now: () => performance.now(),
  };
}
