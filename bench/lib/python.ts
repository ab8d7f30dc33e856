import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { betterKernels, KERNELS_VARIABLE } from '../../src/node/openblas-kernels.ts';
import { processorFlags } from '../../src/node/processor-flags.ts';

/** The Pythons to try: the one named by HEDDLE_PYTHON, Debian's own, whichever is first on the path. */
const PYTHONS = [process.env['HEDDLE_PYTHON'], '/usr/bin/python3', 'python3', 'python'].filter(
  (name) => name !== undefined && name !== '',
) as string[];

/** The first Python that has a module, and the module's version; undefined where none has it. */
export function pythonWith(module: string): { readonly python: string; readonly version: string } | undefined {
  for (const python of PYTHONS) {
    const program = `import ${module}; print(${module}.__version__)`;
    const { status, stdout } = spawnSync(python, ['-c', program], { encoding: 'utf8' });
    if (status === 0) return { python, version: stdout.trim() };
  }
  return undefined;
}

const LIBRARIES = '/usr/lib';

/**
 * The folder of a build of OpenBLAS as Debian lays them out, `openblas-openmp` or `openblas-pthread`: put first in LD_LIBRARY_PATH
 * it decides what NumPy and PyTorch of the same system compute with.
 */
export function openblasFolder(build: 'openmp' | 'pthread'): string | undefined {
  if (process.platform !== 'linux' || !existsSync(LIBRARIES)) return undefined;
  return readdirSync(LIBRARIES)
    .map((platform) => join(LIBRARIES, platform, `openblas-${build}`))
    .find((folder) => existsSync(join(folder, 'libblas.so.3')));
}

/** Says which kernels the OpenBLAS that a module has loaded computes with; nothing where it has loaded none. */
const KERNELS_OF = `
import ctypes, sys
__import__(sys.argv[1])
for line in open('/proc/self/maps'):
    path = line.split()[-1]
    if 'libopenblas' in path:
        name = ctypes.CDLL(path).openblas_get_corename
        name.restype = ctypes.c_char_p
        print(name().decode())
        break
`;

/**
 * Variables with which a module's OpenBLAS uses this processor's kernels. Where it does not know the processor, Heddle asks it for them
 * (src/node/openblas-kernels.ts); a peer that computes with it gets them too, or it would run at a fraction of its speed.
 */
export function openblasVariables(python: string, module: string): Readonly<Record<string, string>> {
  const env = { ...process.env };
  delete env[KERNELS_VARIABLE];
  const { stdout } = spawnSync(python, ['-c', KERNELS_OF, module], { encoding: 'utf8', env });
  const kernels = betterKernels(stdout.trim(), processorFlags());
  return kernels === undefined ? {} : { [KERNELS_VARIABLE]: kernels };
}
