import { spawnSync } from 'node:child_process';

/** The Pythons to try, in order: the one that HEDDLE_PYTHON names, the system's own, then whichever is first on the path. */
const candidates = (): string[] =>
  [process.env['HEDDLE_PYTHON'], '/usr/bin/python3', 'python3', 'python'].filter((name) => name !== undefined);

/** A Python that has a module, by its command; null where none has it. */
export function findPython(module: string): string | null {
  const program = 'import importlib.util, sys; sys.exit(importlib.util.find_spec(sys.argv[1]) is None)';
  const has = (python: string): boolean =>
    spawnSync(python, ['-c', program, module], { stdio: 'ignore', timeout: 20_000 }).status === 0;
  return candidates().find(has) ?? null;
}
