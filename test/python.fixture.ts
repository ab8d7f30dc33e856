import { spawnSync } from 'node:child_process';

/** The first Python that has a module, of those scripts/lib/system.mjs lists; undefined where none has it. */
export async function pythonWith(module: string): Promise<string | undefined> {
  const system = new URL('../scripts/lib/system.mjs', import.meta.url).href;
  const { PYTHONS } = (await import(system)) as { readonly PYTHONS: readonly string[] };
  const find = `import importlib.util, sys; sys.exit(importlib.util.find_spec("${module}") is None)`;
  return PYTHONS.find((python) => spawnSync(python, ['-c', find], { stdio: 'ignore' }).status === 0);
}
