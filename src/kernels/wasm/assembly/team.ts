// A team of threads walks the same program in lockstep: each takes its part of a kernel, and all meet at a barrier
// before the next. Every thread has its own instance of this module, and so its own copy of the variables below; they
// share one memory. In the unshared build there is one thread, and barriers are empty.

// The control block of a team (512 bytes); words that different threads write lie on different cache lines.
const GENERATION: usize = 0;
const ARRIVED: usize = 64;
const SLEEPERS: usize = 128;
const COMMAND: usize = 192;
const COMMAND_BEGIN: usize = 196;
const COMMAND_END: usize = 200;
const COMMAND_TIMES: usize = 204;
const TILES: usize = 256;
const NOT_FINITE: usize = 320;

// Sleeping goes through JavaScript's Atomics: the wait instruction of WebAssembly never returns from the baseline
// compiler's code on Node 20. A thread only sleeps when there is nothing to compute.
// @ts-ignore: decorator
@external("env", "sleep")
declare function sleep(address: usize, value: i32): void;
// @ts-ignore: decorator
@external("env", "wake")
declare function wake(address: usize): void;

/**
 * How often a waiting thread looks before it goes to sleep: ten microseconds at least, some hundreds at most. Waking takes tens, on a
 * virtual machine more, so looking pays while the others compute; where they wait for this core, it keeps them from it. So each wait that
 * ended while looking lets the next one look a little longer, and each that did not, a quarter less.
 */
const LEAST_LOOKS: i32 = 20000;
const MOST_LOOKS: i32 = 400000;
const MORE_LOOKS: i32 = 5000;

let looks: i32 = LEAST_LOOKS;

/** This thread's number, from 0, and how many there are. */
export let thread: i32 = 0;
export let threads: i32 = 1;
/** Scratch shared by the team, and this thread's own. */
export let sharedScratch: usize = 0;
export let ownScratch: usize = 0;

/** In a thread's own scratch, behind what kernels use: how many kernels it has ended, for whoever watches that it moves. */
const BEAT: usize = 114688;

let control: usize = 0;
let commandsSeen: i32 = 0;

/** Tells this instance who it is. Called once, before anything else. */
export function join(number: i32, count: i32, controlBlock: usize, shared: usize, own: usize): void {
  thread = number;
  threads = count;
  control = controlBlock;
  sharedScratch = shared;
  ownScratch = own;
  if (ASC_FEATURE_THREADS) commandsSeen = atomic.load<i32>(controlBlock + COMMAND);
}

/** Waits until the word at `address` is no longer `value`: looks, then sleeps. */
function waitWhile(address: usize, value: i32): void {
  if (ASC_FEATURE_THREADS) {
    for (let look = 0; look < looks; look++) {
      if (atomic.load<i32>(address) == value) continue;
      looks = min(MOST_LOOKS, looks + MORE_LOOKS);
      return;
    }
    looks = max(LEAST_LOOKS, looks - (looks >> 2));
    atomic.add<i32>(control + SLEEPERS, 1);
    while (atomic.load<i32>(address) == value) sleep(address, value);
    atomic.sub<i32>(control + SLEEPERS, 1);
  }
}

/** Changes the word at `address` by one and wakes who sleeps on it. */
function announce(address: usize): void {
  if (ASC_FEATURE_THREADS) {
    atomic.add<i32>(address, 1);
    if (atomic.load<i32>(control + SLEEPERS) > 0) wake(address);
  }
}

/** Counts a kernel that this thread has ended. */
export function beat(): void {
  store<i32>(ownScratch + BEAT, load<i32>(ownScratch + BEAT) + 1);
}

/** Returns when every thread of the team has called it. */
export function barrier(): void {
  if (ASC_FEATURE_THREADS) {
    if (threads == 1) return;
    const generation = atomic.load<i32>(control + GENERATION);
    if (atomic.add<i32>(control + ARRIVED, 1) == threads - 1) {
      atomic.store<i32>(control + ARRIVED, 0);
      announce(control + GENERATION);
    } else {
      waitWhile(control + GENERATION, generation);
    }
  }
}

/** Thread 0: hands a command to the others. */
export function lead(begin: usize, end: usize, times: i32): void {
  if (ASC_FEATURE_THREADS) {
    if (threads == 1) return;
    store<u32>(control + COMMAND_BEGIN, <u32>begin);
    store<u32>(control + COMMAND_END, <u32>end);
    store<i32>(control + COMMAND_TIMES, times);
    announce(control + COMMAND);
  }
}

/** The others: sleep until there is a command. */
export function awaitCommand(): void {
  if (ASC_FEATURE_THREADS) {
    waitWhile(control + COMMAND, commandsSeen);
    commandsSeen = atomic.load<i32>(control + COMMAND);
  }
}

export function commandBegin(): usize {
  return <usize>load<u32>(control + COMMAND_BEGIN);
}
export function commandEnd(): usize {
  return <usize>load<u32>(control + COMMAND_END);
}
export function commandTimes(): i32 {
  return load<i32>(control + COMMAND_TIMES);
}

/** Begins a loop whose tiles threads take as they come. Call on thread 0, with a barrier before the first takeTile. */
export function resetTiles(): void {
  if (ASC_FEATURE_THREADS) atomic.store<i32>(control + TILES, 0);
  else store<i32>(control + TILES, 0);
}

/** The next tile nobody has taken. Which thread computes a tile does not change its numbers. */
export function takeTile(): i32 {
  if (ASC_FEATURE_THREADS) return atomic.add<i32>(control + TILES, 1);
  const tile = load<i32>(control + TILES);
  store<i32>(control + TILES, tile + 1);
  return tile;
}

/** A flag of the team: some number was not finite. Cleared by thread 0 before a barrier, raised by any thread. */
export function clearNotFinite(): void {
  store<i32>(control + NOT_FINITE, 0);
}
export function raiseNotFinite(): void {
  store<i32>(control + NOT_FINITE, 1);
}
export function isNotFinite(): bool {
  return load<i32>(control + NOT_FINITE) != 0;
}

/** First unit of this thread's share of `units` equal parts of the work; the share ends where the next thread's begins. */
// @ts-ignore: decorator
@inline
export function shareBegin(units: i32): i32 {
  return <i32>((<i64>units * <i64>thread) / <i64>threads);
}
// @ts-ignore: decorator
@inline
export function shareEnd(units: i32): i32 {
  return <i32>((<i64>units * <i64>(thread + 1)) / <i64>threads);
}
