// PyTorch in the settings that are known to be its best on a few cores, and in the one that a plain install gives.

import { fileURLToPath } from 'node:url';
import { processorFlags } from '../../src/node/processor-flags.ts';
import type { Absent, Contender } from '../lib/contender.ts';
import { openblasFolder, openblasVariables, pythonWith } from '../lib/python.ts';

const PROGRAM = fileURLToPath(new URL('pytorch.py', import.meta.url));

interface Settings {
  readonly threads: number;
  readonly foreach?: boolean;
  readonly dropout?: 'stock' | 'bytes';
  readonly bfloat16?: boolean;
}

/** Whether the processor says that it multiplies bfloat16; elsewhere than on Linux it is taken at its word. */
function hasBfloat16(): boolean {
  const flags = processorFlags();
  return flags.size === 0 || ['avx512_bf16', 'amx_bf16', 'bf16'].some((flag) => flags.has(flag));
}

/** All settings; `tricks` are those that PyTorch's own layers and float32 do not give. */
export function pytorchContenders(folder: string): (Contender | Absent)[] {
  const found = pythonWith('torch');
  if (found === undefined) return [{ name: 'PyTorch', why: 'no Python here has torch' }];
  const { python, version } = found;
  const kernels = openblasVariables(python, 'torch');
  const setting = (
    id: string,
    layers: string,
    words: string,
    settings: Settings,
    env: Readonly<Record<string, string>>,
    { sideBySide = 1, ...rest }: Partial<Contender> & { readonly sideBySide?: number } = {},
  ): Contender => ({
    ...rest,
    id: `pytorch-${id}`,
    name: `PyTorch ${version}, ${layers}`,
    setting: words,
    processes: Array.from({ length: sideBySide }, () => ({
      command: python,
      args: [PROGRAM, JSON.stringify({ folder, ...settings })],
      env,
    })),
  });
  const one = { ...kernels, OPENBLAS_NUM_THREADS: '1', OMP_NUM_THREADS: '1' };
  const [openmp, pthread] = [openblasFolder('openmp'), openblasFolder('pthread')];
  const stock = 'stock layers';
  const list: (Contender | Absent)[] = [
    setting('1', stock, '1 thread', { threads: 1 }, one),
    setting('1-foreach', stock, '1 thread, Adam(foreach=True)', { threads: 1, foreach: true }, one),
    setting('side-by-side', stock, 'two trainings at once, 1 thread each', { threads: 1, foreach: true }, one, {
      sideBySide: 2,
    }),
  ];
  if (pthread === undefined) list.push({ name: 'PyTorch over OpenBLAS for pthreads', why: 'that build was not found' });
  else {
    const plain = { LD_LIBRARY_PATH: pthread, OPENBLAS_NUM_THREADS: '2' };
    const words = 'OpenBLAS (pthreads) 2 threads, torch 1, foreach';
    list.push(
      setting('pthread', stock, words, { threads: 1, foreach: true }, { ...kernels, ...plain }),
      setting('plain', stock, 'a plain install: OpenBLAS (pthreads) 2 threads, torch 2', { threads: 2 }, plain),
    );
  }
  if (openmp === undefined) {
    list.push({ name: 'PyTorch over OpenBLAS for OpenMP', why: 'that build was not found' });
    return list;
  }
  const active = { ...kernels, LD_LIBRARY_PATH: openmp, OMP_NUM_THREADS: '2', OMP_WAIT_POLICY: 'ACTIVE' };
  const bound = { ...kernels, LD_LIBRARY_PATH: openmp, OMP_NUM_THREADS: '2', OMP_PROC_BIND: 'true' };
  const two = { threads: 2, foreach: true };
  // Where the processor has no bfloat16, it is emulated, and an epoch takes minutes.
  const emulated = hasBfloat16() ? {} : { steps: 3, rounds: 1 };
  const words = 'OpenBLAS (OpenMP) 2 threads, torch 2, foreach';
  list.push(
    setting('openmp-active', stock, `${words}, OMP_WAIT_POLICY=ACTIVE`, two, active),
    setting('openmp-bound', stock, `${words}, OMP_PROC_BIND=true`, two, bound),
    setting(
      'bytes',
      'hand-made dropout',
      `${words}, ACTIVE, masks of 8 random bits`,
      { ...two, dropout: 'bytes' },
      active,
    ),
    setting('bfloat16', 'bfloat16', `${words}, ACTIVE, autocast`, { ...two, bfloat16: true }, active, emulated),
    setting(
      'both-tricks',
      'hand-made dropout, bfloat16',
      `${words}, ACTIVE, both`,
      { ...two, dropout: 'bytes', bfloat16: true },
      active,
      emulated,
    ),
  );
  return list;
}
