// The end of a network that has a loss: what its answers are.

import { sizeOf } from '../core/index.ts';
import type { Kernels, Span } from '../kernels/kernels.ts';
import type { Objective } from '../model/index.ts';

/** Records how the network's last output becomes an answer: softmax or sigmoid where the loss works on logits. */
export function recordAnswers(
  kernels: Kernels,
  { output, loss }: Objective,
  { y, answers, n }: { readonly y: Span; readonly answers: Span; readonly n: number },
): void {
  const size = sizeOf(output);
  const { activation } = loss.definition;
  if (activation === 'softmax') kernels.softmax({ out: answers, x: y, n, size });
  else if (activation === 'sigmoid') kernels.sigmoid({ out: answers, x: y, length: n * size });
  // max(1 x, x) is x: a copy.
  else kernels.leakyRelu({ out: answers, x: y, length: n * size, slope: 1 });
}
