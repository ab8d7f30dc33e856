// NumPy from scratch, as a student writes it.

import { fileURLToPath } from 'node:url';
import type { Absent, Contender } from '../lib/contender.ts';
import { openblasVariables, pythonWith } from '../lib/python.ts';

const PROGRAM = fileURLToPath(new URL('numpy_student.py', import.meta.url));

/** Both precisions, on one and on two threads of its BLAS. */
export function numpyContenders(folder: string): (Contender | Absent)[] {
  const found = pythonWith('numpy');
  if (found === undefined) return [{ name: 'NumPy', why: 'no Python here has numpy' }];
  const kernels = openblasVariables(found.python, 'numpy');
  const settings = (['float32', 'float64'] as const).flatMap((dtype) => [2, 1].map((threads) => ({ dtype, threads })));
  return settings.map(
    ({ dtype, threads }): Contender => ({
      id: `numpy-${dtype}-${threads}`,
      name: `NumPy ${found.version} from scratch, ${dtype}`,
      setting: threads === 1 ? '1 thread' : `${threads} threads`,
      rounds: threads === 1 ? 2 : dtype === 'float64' ? 4 : undefined,
      processes: [
        {
          command: found.python,
          args: [PROGRAM, JSON.stringify({ folder, dtype })],
          env: { ...kernels, OPENBLAS_NUM_THREADS: String(threads), OMP_NUM_THREADS: String(threads) },
        },
      ],
    }),
  );
}
