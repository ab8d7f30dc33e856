// A team of threads walks the same program in lockstep: each takes its part of a kernel, and all meet at a barrier
// before the next. Every thread has its own instance of this module, and so its own copy of the variables below; they
// share one memory. In the unshared build there is one thread, and barriers are empty.

import { KERNEL_SCRATCH, PROGRESS_SCRATCH } from '../common-constants';

// The control block of a team (512 bytes); words that different threads write lie on different cache lines.
const GENERATION: usize = 0;
const ARRIVED: usize = 64;
const SLEEPERS: usize = 128;
const COMMAND: usize = 192;
const COMMAND_BEGIN: usize = 196;
const COMMAND_END: usize = 200;
const COMMAND_TIMES: usize = 204;
const NOT_FINITE: usize = 256;

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

// In a thread's own scratch, behind what kernels use: how many kernels it has ended, for whoever watches that it moves; and of its share
// of a loop the units that nobody has taken, the first of them in the low half of 64 bits and the end in the high one.
const BEAT: usize = KERNEL_SCRATCH;
const LEFT: usize = BEAT + 8;
/** From one thread's own scratch to the next one's; see SCRATCH in modules.ts. */
const OWN: usize = BEAT + PROGRESS_SCRATCH;

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

// Work is divided in one of two ways. What takes little time is cut into equal shares, one for each thread. Where it takes long, threads
// also begin with their shares, whose memory is in their cores' caches from the last kernel that was shared out in the same way. But they take
// them in parts, ever smaller ones, and who is done takes from the end of another's: a core is not always as fast as the next one, and all
// wait for the last. Which thread computes a unit does not change its numbers.

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

/** The units that the last `takePart` took. */
export let partBegin: i32 = 0;
export let partEnd: i32 = 0;

/** Units of the loop. */
let all: i32 = 0;

/**
 * Shares a loop over `units` units out, for `takePart`. Called by every thread; between two loops there is a barrier. From a thread that has
 * not called it yet nothing is taken.
 */
export function shareOut(units: i32): void {
  partEnd = 0;
  all = units;
  if (ASC_FEATURE_THREADS) {
    if (threads > 1) atomic.store<i64>(ownScratch + LEFT, rangeOf(shareBegin(units), shareEnd(units)));
  }
}

/** Takes some of the units that nobody has taken, up to `most`; false where there are none. */
export function takePart(most: i32 = i32.MAX_VALUE): bool {
  if (ASC_FEATURE_THREADS && threads > 1) {
    for (let i = 0; i < threads; i++) {
      const owner = thread + i < threads ? thread + i : thread + i - threads;
      if (takeFrom(ownScratch + <usize>(owner - thread) * OWN + LEFT, most, i == 0)) return true;
    }
    return false;
  }
  partBegin = partEnd;
  partEnd += min(most, all - partBegin);
  return partBegin < partEnd;
}

/** Takes half of the units at `at`, but no more than `most`: from their beginning where they are this thread's own, else from the end. */
function takeFrom(at: usize, most: i32, own: bool): bool {
  let left = atomic.load<i64>(at);
  while (true) {
    const begin = <i32>left;
    const end = <i32>(left >> 32);
    if (begin >= end) return false;
    const part = min(most, (end - begin + 1) >> 1);
    const rest = own ? rangeOf(begin + part, end) : rangeOf(begin, end - part);
    const seen = atomic.cmpxchg<i64>(at, left, rest);
    if (seen == left) {
      partBegin = own ? begin : end - part;
      partEnd = partBegin + part;
      return true;
    }
    left = seen;
  }
}

// @ts-ignore: decorator
@inline
function rangeOf(begin: i32, end: i32): i64 {
  return (<i64>end << 32) | <i64>begin;
}
