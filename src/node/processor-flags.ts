import { existsSync, readFileSync } from 'node:fs';

/** What this processor can do, in the words of Linux: `avx2`, `avx512f`. Empty on other systems. */
export function processorFlags(): ReadonlySet<string> {
  const facts = '/proc/cpuinfo';
  const line = existsSync(facts) ? /^(?:flags|Features)\s*:(.*)$/m.exec(readFileSync(facts, 'utf8')) : null;
  return new Set(line?.[1].trim().split(/\s+/));
}
