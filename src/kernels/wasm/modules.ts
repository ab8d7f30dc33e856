// The compiled kernels for one thread, and whether this machine can do what the profile promises. The builds for teams are in
// shared-modules.ts, so that a page which only predicts does not carry them.

import { HeddleError } from '../../core/index.ts';
import type { Profile } from '../kernels.ts';
import { KERNEL_SCRATCH, PROGRESS_SCRATCH } from './common-constants.ts';
import { wasmUnshared } from './generated/wasm-unshared.ts';
import { recordProgram } from './record-program.ts';
import { createWasmMemory } from './wasm-memory.ts';

/** What the WebAssembly module exports; see assembly/index.ts. */
export interface WasmExports {
  join(thread: number, threads: number, control: number, shared: number, own: number): void;
  run(begin: number, end: number, times: number): void;
  follow(): void;
}

/** Bytes of a team's control block and shared scratch, and of each thread's own scratch; see assembly/team.ts and gemm.ts. */
export const SCRATCH: { readonly control: number; readonly shared: number; readonly own: number } = {
  control: 512,
  shared: 2 ** 20,
  own: KERNEL_SCRATCH + PROGRESS_SCRATCH,
};

/** The profiles that WebAssembly computes. */
export type WasmProfile = Exclude<Profile, 'fast'>;

function decode(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

/** A module with one function of relaxed SIMD: `(v128, v128, v128) -> relaxed_madd`. */
const RELAXED_PROBE: Uint8Array<ArrayBuffer> = Uint8Array.of(
  ...[0, 97, 115, 109, 1, 0, 0, 0], // magic, version
  ...[1, 8, 1, 96, 3, 123, 123, 123, 1, 123], // type (v128 v128 v128) -> v128
  ...[3, 2, 1, 0], // one function of it
  ...[10, 13, 1, 11, 0, 32, 0, 32, 1, 32, 2, 253, 133, 2, 11], // local.get 0 1 2; f32x4.relaxed_madd
);

/** A module with one function of SIMD. */
const SIMD_PROBE: Uint8Array<ArrayBuffer> = Uint8Array.of(
  ...[0, 97, 115, 109, 1, 0, 0, 0],
  ...[1, 5, 1, 96, 0, 1, 123],
  ...[3, 2, 1, 0],
  ...[10, 8, 1, 6, 0, 65, 0, 253, 17, 11], // i32.const 0; i32x4.splat
);

/** Whether this engine compiles 128-bit SIMD, which every profile needs. */
export function hasSimd(): boolean {
  return WebAssembly.validate(SIMD_PROBE);
}

/** Whether this engine compiles relaxed SIMD. */
export function hasRelaxedSimd(): boolean {
  return WebAssembly.validate(RELAXED_PROBE);
}

/** Builds of the kernels as scripts/embed-wasm.mjs embeds them, one after the other. */
export interface PackedBuilds {
  /** Bytes of each build. */
  readonly lengths: readonly number[];
  /** Raw deflate, in base64. */
  readonly packed: string;
}

/** Where the builds of the exact profiles are in their pack. */
const PLACES: { readonly [profile in WasmProfile]: number } = { strict: 0, fused: 1 };

/** The place of an exact profile's build in its pack. */
export const placeOf = (profile: WasmProfile): number => PLACES[profile];

/**
 * Unpacks and compiles one of some packed builds.
 *
 * @throws HeddleError `engine` on an engine without SIMD.
 */
export async function compileBuild({ lengths, packed }: PackedBuilds, place: number): Promise<WebAssembly.Module> {
  if (!hasSimd()) {
    throw new HeddleError('engine', {
      where: 'WebAssembly',
      expected: 'an engine with 128-bit SIMD',
      received: 'an engine without it',
      hint: 'use Node 20.19 or later, or a browser of 2023 or later.',
    });
  }
  // Not out of a Blob, which WebKit does not let a page from a disk read.
  const bytesOf = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start(controller) {
      controller.enqueue(decode(packed));
      controller.close();
    },
  });
  const unpacking = bytesOf.pipeThrough(new DecompressionStream('deflate-raw'));
  const bytes = await new Response(unpacking).arrayBuffer();
  const begin = lengths.slice(0, place).reduce((sum, length) => sum + length, 0);
  return WebAssembly.compile(bytes.slice(begin, begin + lengths[place]));
}

/** The module of a profile for memory of its own, compiled. */
export function compileKernels(profile: WasmProfile): Promise<WebAssembly.Module> {
  return compileBuild(wasmUnshared, placeOf(profile));
}

/** What a build imports beside its memory; one thread alone calls none of it. */
const nobodyCalls = (): never => {
  throw new Error('called by one thread alone');
};
const NEVER_CALLED = { sleep: nobodyCalls, wake: nobodyCalls, multiply: nobodyCalls, now: nobodyCalls };

/** An instance of a module over a memory, for one thread. */
export async function instantiate(module: WebAssembly.Module, memory: WebAssembly.Memory): Promise<WasmExports> {
  const instance = await WebAssembly.instantiate(module, { env: { ...NEVER_CALLED, memory } });
  return instance.exports as unknown as WasmExports;
}

/**
 * Whether the fused kernels keep the promise of their profile here: relaxed multiply-add must round once. With
 * a = 1 + 2^-12 the sum -(1 + 2^-11) + a a is 2^-24 when rounded once, and 0 when the product is rounded first.
 */
export async function fusedRoundsOnce(): Promise<boolean> {
  if (!hasRelaxedSimd()) return false;
  const memory = createWasmMemory({ shared: false });
  const kernels = await instantiate(await compileKernels('fused'), memory.wasm);
  kernels.join(0, 1, memory.allocate(SCRATCH.control), memory.allocate(SCRATCH.shared), memory.allocate(SCRATCH.own));
  const span = (length: number) => ({ type: 'float' as const, offset: memory.allocate(4 * length), length });
  const [a, b, out] = [span(2), span(8), span(4)];
  const near = 1 + 2 ** -12;
  memory.write(a, [1, near]);
  memory.write(b, [...Array(4).fill(-(1 + 2 ** -11)), ...Array(4).fill(near)]);
  const program = recordProgram(memory, ({ gemm }) => gemm({ out, a, b, m: 1, n: 4, k: 2 }));
  kernels.run(program.begin, program.end, 1);
  return memory.read(out).every((value) => value === 2 ** -24);
}

/** The profile to use: what was asked for, or the best this engine keeps the promise of. */
export async function chooseProfile(asked: WasmProfile | undefined): Promise<WasmProfile> {
  if (asked === 'strict') return 'strict';
  return (await fusedRoundsOnce()) ? 'fused' : 'strict';
}
