// Writes kernel calls down as instructions in the memory, where the WebAssembly side walks them.

import type { PhiloxKey } from '../../core/index.ts';
import type { Gemm, Kernels, Program, Span } from '../kernels.ts';
import { BLAS_GEMM, BLAS_TRIAL_WORDS, INSTRUCTIONS, LEAST_BLAS_PRODUCT, type WordKind } from './instructions.ts';
import type { KernelCall } from './join-passes.ts';
import type { WasmMemory } from './wasm-memory.ts';

interface WrittenInstruction {
  readonly opcode: number;
  readonly words: readonly Word[];
}

/** A program in memory: the bytes [begin, end). */
export interface WasmProgram extends Program {
  readonly begin: number;
  readonly end: number;
}

interface Word {
  readonly int?: number;
  readonly real?: number;
}

/** The words of one field. */
function wordsOf(kind: WordKind, value: unknown): Word[] {
  if (kind === 'span') return [{ int: value === null || value === undefined ? 0 : (value as Span).offset }];
  if (kind === 'flag') return [{ int: value === true ? 1 : 0 }];
  if (kind === 'key') return ((value ?? [0, 0]) as PhiloxKey).map((int) => ({ int }));
  if (kind === 'real') return [{ real: (value ?? 0) as number }];
  return [{ int: value as number }];
}

/** The bits that `fill` repeats: a float's, or a whole number. */
function fillBits({ out, value }: { readonly out: Span; readonly value: number }): number {
  return out.type === 'int32' ? value : new Int32Array(Float32Array.of(value).buffer)[0];
}

/** A call as its opcode and words; what would have been joined to it and was not is 0. */
function instructionOf({ kernel, given, joined }: KernelCall, blas: boolean): WrittenInstruction {
  const opcode = INSTRUCTIONS.findIndex(({ name }) => name === kernel);
  const fields: { readonly [field: string]: unknown } = { ...given, ...joined };
  const words = INSTRUCTIONS[opcode].words.flatMap(([field, kind]) =>
    kind === 'bits' ? [{ int: fillBits(given as never) }] : wordsOf(kind, fields[field]),
  );
  if (!blas || kernel !== 'gemm' || !isLarge(given)) return { opcode, words };
  return { opcode: BLAS_GEMM, words: [...words, ...Array<Word>(BLAS_TRIAL_WORDS).fill({ int: 0 })] };
}

const isLarge = ({ m, n, k }: Gemm): boolean => m * n * k >= LEAST_BLAS_PRODUCT;

/**
 * The kernel calls that `body` makes, as a program in `memory`.
 *
 * @param options.blas whether large products are left to the host's `multiply` where that is faster
 * @param options.join makes one call of several; see join-passes.ts
 */
export function recordProgram(
  memory: WasmMemory,
  body: (kernels: Kernels) => void,
  options: { readonly blas?: boolean; readonly join?: (calls: readonly KernelCall[]) => readonly KernelCall[] } = {},
): WasmProgram {
  const { blas = false, join = (each) => each } = options;
  const calls: KernelCall[] = [];
  const recorder = Object.fromEntries(
    INSTRUCTIONS.map(({ name }) => [
      name,
      (given: unknown): void => void calls.push({ kernel: name, given } as KernelCall),
    ]),
  ) as unknown as Kernels;
  body(recorder);
  const instructions = join(calls).map((call) => instructionOf(call, blas));

  const bytes = instructions.reduce((sum, { words }) => sum + 8 + 8 * words.length, 0);
  const begin = memory.allocate(bytes);
  const view = new DataView(memory.wasm.buffer);
  let at = begin;
  for (const { opcode, words } of instructions) {
    view.setInt32(at, opcode, true);
    view.setInt32(at + 4, words.length, true);
    at += 8;
    for (const { int, real } of words) {
      if (real === undefined) view.setInt32(at, int ?? 0, true);
      else view.setFloat64(at, real, true);
      at += 8;
    }
  }
  return { calls: calls.length, begin, end: at, release: () => memory.release(begin) };
}
