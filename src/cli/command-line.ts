import { availableParallelism, cpus } from 'node:os';
import type { EnvironmentRecord } from '../index.ts';
import { packageVersion } from './package-info.ts';

const quoted = (word: string): string => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`);

/** The command that was typed, as a shell reads it: `npx heddle sweep fashion-mnist --seed 2`, or `npm start -- --seed 2`. */
export function commandLine(argv: readonly string[]): string {
  const [command, ...rest] = argv.slice(2);
  const words =
    command === 'start'
      ? ['npm', 'start', ...(rest.length > 0 ? ['--', ...rest] : [])]
      : ['npx', 'heddle', command, ...rest];
  return words.map(quoted).join(' ');
}

/** The machine and the program, for the record. */
export function environmentRecord(): EnvironmentRecord {
  return {
    heddle: packageVersion(),
    runtime: `Node ${process.versions.node}, V8 ${process.versions.v8}`,
    platform: `${process.platform} ${process.arch}`,
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
  };
}
