// The one list of instructions: opcode (its place), name, and the words that follow, in order. The recorder writes
// them from a call's fields of the same names; assembly/index.ts reads them by place. Add new ones at the end.
//
//   span    byte offset, 0 when absent         int   whole number        flag  0 or 1
//   real    double                             key   two words           bits  a float's bits, or a whole number

import type { Kernels } from '../kernels.ts';

/** How a field is written down. */
export type WordKind = 'span' | 'int' | 'flag' | 'real' | 'key' | 'bits';

/** A kernel's name and the fields of its call, in the order of the instruction's words. */
export interface Instruction {
  readonly name: keyof Kernels;
  readonly words: readonly (readonly [field: string, kind: WordKind])[];
}

const instruction = (name: keyof Kernels, words: string): Instruction => ({
  name,
  words: words.split(' ').map((word) => word.split(':') as [string, WordKind]),
});

const gather = 'out:span source:span order:span clock:span n:int';
const optimizer = 'parameters:span gradients:span length:int rates:span clock:span';
const unary = 'out:span x:span length:int';
const unaryBackward = 'out:span dy:span y:span length:int';
const valueLoss = 'predictions:span targets:span rowLosses:span rowWeights:span n:int size:int';
const valueLossBackward = 'out:span predictions:span targets:span scale:span n:int size:int';

// What join-passes.ts adds to calls of batch normalisation: the calls that are done with them.
const joined = {
  forward: 'rectify:flag dropRate:real dropKey:key dropPosition:int dropClock:span',
  backward: 'rectified:span rectifiedScale:real slopeSums:span',
};

/** All instructions, by opcode. */
export const INSTRUCTIONS: readonly Instruction[] = [
  instruction('shuffle', 'out:span source:span length:int key:key position:int'),
  instruction('gatherBytes', `${gather} size:int scale:real`),
  instruction('gatherFloats', `${gather} size:int`),
  instruction('gatherLabels', gather),
  instruction('tick', 'clock:span rows:int'),
  instruction('fill', 'out:span length:int value:bits'),
  instruction('fillNormal', 'out:span length:int deviation:real key:key position:int'),
  instruction('fillUniform', 'out:span length:int low:real high:real key:key position:int'),
  instruction(
    'gemm',
    'out:span a:span b:span m:int n:int k:int transposeA:flag transposeB:flag accumulate:flag bias:span',
  ),
  instruction('columnSums', 'out:span x:span n:int size:int'),
  instruction('relu', unary),
  instruction('reluBackward', `${unaryBackward} scale:real`),
  instruction('leakyRelu', `${unary} slope:real`),
  instruction('leakyReluBackward', `${unaryBackward} slope:real`),
  instruction('sigmoid', unary),
  instruction('sigmoidBackward', unaryBackward),
  instruction('tanh', unary),
  instruction('tanhBackward', unaryBackward),
  instruction('softmax', 'out:span x:span n:int size:int'),
  instruction('softmaxBackward', 'out:span dy:span y:span n:int size:int'),
  instruction('dropout', `${unary} rate:real key:key position:int clock:span`),
  instruction(
    'batchNormStatistics',
    'x:span mean:span inverseDeviation:span runningMean:span runningVariance:span momentum:real epsilon:real n:int size:int',
  ),
  instruction(
    'batchNormForward',
    `y:span x:span mean:span inverseDeviation:span gamma:span beta:span n:int size:int ${joined.forward}`,
  ),
  instruction(
    'batchNormInfer',
    'y:span x:span runningMean:span runningVariance:span gamma:span beta:span epsilon:real n:int size:int rectify:flag',
  ),
  instruction(
    'batchNormBackward',
    `dx:span dGamma:span dBeta:span dy:span x:span mean:span inverseDeviation:span gamma:span n:int size:int ${joined.backward}`,
  ),
  instruction(
    'crossEntropy',
    'logits:span labels:span classWeights:span smoothing:real probabilities:span rowLosses:span rowWeights:span n:int classes:int',
  ),
  instruction(
    'crossEntropyBackward',
    'dlogits:span probabilities:span labels:span classWeights:span smoothing:real scale:span n:int classes:int',
  ),
  instruction('squaredError', valueLoss),
  instruction('squaredErrorBackward', valueLossBackward),
  instruction('absoluteError', valueLoss),
  instruction('absoluteErrorBackward', valueLossBackward),
  instruction('huber', `${valueLoss} delta:real`),
  instruction('huberBackward', `${valueLossBackward} delta:real`),
  instruction('binaryCrossEntropy', valueLoss),
  instruction('binaryCrossEntropyBackward', valueLossBackward),
  instruction('meanLoss', 'rowLosses:span rowWeights:span totals:span losses:span scale:span clock:span n:int'),
  instruction('countClasses', 'scores:span labels:span confusion:span ranks:span n:int classes:int'),
  instruction('countSigns', 'scores:span targets:span confusion:span n:int'),
  instruction('countErrors', 'predictions:span targets:span sums:span n:int size:int'),
  instruction('clipByNorm', 'gradients:span length:int maximum:real norm:span'),
  instruction('sgd', `${optimizer} velocity:span momentum:real nesterov:flag weightDecay:real`),
  instruction(
    'adam',
    `${optimizer} firstMoment:span secondMoment:span beta1:real beta2:real epsilon:real weightDecay:real decoupled:flag`,
  ),
  instruction('rmsProp', `${optimizer} meanSquare:span decay:real epsilon:real weightDecay:real`),
];

/** The opcode of a gemm that the host's `multiply` computes where that is faster; far from the list, which grows. */
export const BLAS_GEMM = 1000;

/** Words behind those of such a gemm, in which assembly/blas-gemm.ts keeps what it tried. */
export const BLAS_TRIAL_WORDS = 3;

/** Products below this many multiplications stay with Heddle's kernel: the call and BLAS's packing cost more than they save. */
export const LEAST_BLAS_PRODUCT: number = 2 ** 17;
