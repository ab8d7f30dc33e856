// The WebAssembly module: every thread of a team instantiates it over the team's memory and walks programs with it.
// A program is a list of instructions (see instruction.ts); opcodes are places in instructions.ts's list.

import {
  leakyRelu,
  leakyReluBackward,
  relu,
  reluBackward,
  sigmoid,
  sigmoidBackward,
  softmax,
  softmaxBackward,
  tanh,
  tanhBackward,
} from './activations';
import { gatherBytes, gatherFloats, gatherLabels, shuffle, tick } from './batch';
import { batchNormBackward } from './batch-norm-backward';
import { batchNormForward, batchNormInfer } from './batch-norm-forward';
import { batchNormStatistics } from './batch-norm-statistics';
import { blasGemm } from './blas-gemm';
import { columnSums } from './column-sums';
import { dropout } from './dropout';
import { gemm } from './gemm';
import { fill, fillNormal, fillUniform } from './initialize';
import {
  absoluteError,
  absoluteErrorBackward,
  binaryCrossEntropy,
  binaryCrossEntropyBackward,
  crossEntropy,
  crossEntropyBackward,
  huber,
  huberBackward,
  meanLoss,
  squaredError,
  squaredErrorBackward,
} from './losses';
import { countClasses, countErrors, countSigns } from './metrics';
import { adam, clipByNorm, rmsProp, sgd } from './optimizers';
import { awaitCommand, barrier, beat, commandBegin, commandEnd, commandTimes, lead } from './team';

export { join } from './team';

/** One kernel call: `at` is the address of the instruction's first word. */
function call(opcode: i32, at: usize): void {
  switch (opcode) {
    case 0:
      return shuffle(at);
    case 1:
      return gatherBytes(at);
    case 2:
      return gatherFloats(at);
    case 3:
      return gatherLabels(at);
    case 4:
      return tick(at);
    case 5:
      return fill(at);
    case 6:
      return fillNormal(at);
    case 7:
      return fillUniform(at);
    case 8:
      return gemm(at);
    case 9:
      return columnSums(at);
    case 10:
      return relu(at);
    case 11:
      return reluBackward(at);
    case 12:
      return leakyRelu(at);
    case 13:
      return leakyReluBackward(at);
    case 14:
      return sigmoid(at);
    case 15:
      return sigmoidBackward(at);
    case 16:
      return tanh(at);
    case 17:
      return tanhBackward(at);
    case 18:
      return softmax(at);
    case 19:
      return softmaxBackward(at);
    case 20:
      return dropout(at);
    case 21:
      return batchNormStatistics(at);
    case 22:
      return batchNormForward(at);
    case 23:
      return batchNormInfer(at);
    case 24:
      return batchNormBackward(at);
    case 25:
      return crossEntropy(at);
    case 26:
      return crossEntropyBackward(at);
    case 27:
      return squaredError(at);
    case 28:
      return squaredErrorBackward(at);
    case 29:
      return absoluteError(at);
    case 30:
      return absoluteErrorBackward(at);
    case 31:
      return huber(at);
    case 32:
      return huberBackward(at);
    case 33:
      return binaryCrossEntropy(at);
    case 34:
      return binaryCrossEntropyBackward(at);
    case 35:
      return meanLoss(at);
    case 36:
      return countClasses(at);
    case 37:
      return countSigns(at);
    case 38:
      return countErrors(at);
    case 39:
      return clipByNorm(at);
    case 40:
      return sgd(at);
    case 41:
      return adam(at);
    case 42:
      return rmsProp(at);
    // Not in the list: the recorder writes it for a gemm that the host may multiply (BLAS_GEMM in instructions.ts).
    case 1000:
      return blasGemm(at);
    default:
      unreachable();
  }
}

/** Walks the program in [begin, end) `times` times, in step with the rest of the team. */
function walk(begin: usize, end: usize, times: i32): void {
  for (let time = 0; time < times; time++) {
    for (let at = begin; at < end; ) {
      // Read before the barrier: after the last one thread 0 answers, and the program may be gone.
      const next = at + 8 + ((<usize>load<i32>(at, 4)) << 3);
      call(load<i32>(at), at + 8);
      beat();
      barrier();
      at = next;
    }
  }
}

/** Thread 0: runs a program with the whole team; returns when all are done. */
export function run(begin: usize, end: usize, times: i32): void {
  lead(begin, end, times);
  walk(begin, end, times);
}

/** The other threads: take commands from thread 0 until their worker is ended. */
export function follow(): void {
  for (;;) {
    awaitCommand();
    walk(commandBegin(), commandEnd(), commandTimes());
  }
}
