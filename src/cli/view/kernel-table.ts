import type { KernelCost, KernelProfile } from '../../index.ts';
import { type Column, table } from '../format/table.ts';

const COLUMNS: readonly Column[] = [
  { title: 'kernel', align: 'left' },
  { title: 'shape', align: 'right' },
  { title: 'calls', align: 'right' },
  { title: 'ms', align: 'right' },
  { title: 'share', align: 'right' },
  { title: 'rate', align: 'right' },
];

/** How fast a kernel is: operations of products, bytes of all others. */
export function rateText({ operations, bytes, seconds }: Pick<KernelCost, 'operations' | 'bytes' | 'seconds'>): string {
  if (seconds <= 0) return '';
  const [work, unit] = operations > 0 ? [operations, 'GF/s'] : [bytes, 'GB/s'];
  return `${(work / seconds / 1e9).toFixed(1)} ${unit}`;
}

/** Who calls a kernel: `[1] dense, forward`, or `adam`. */
const callerOf = ({ place, pass }: KernelCost): string => (pass === null ? place : `${place}, ${pass}`);

/**
 * The table of a profile: in the order of the step a line for whoever calls kernels, and one for each kernel that it calls; and their sum
 * beside the whole step.
 */
export function kernelLines(profile: KernelProfile): string[] {
  const milliseconds = (seconds: number): string => (seconds * 1000).toFixed(3);
  const rows = profile.kernels.flatMap((cost, i, costs): string[][] => {
    const { kernel, shape, calls, seconds, share } = cost;
    const row = [
      `  ${kernel}`,
      shape,
      String(calls),
      milliseconds(seconds),
      `${(100 * share).toFixed(1)} %`,
      rateText(cost),
    ];
    const caller = callerOf(cost);
    return i > 0 && caller === callerOf(costs[i - 1]) ? [row] : [[caller], row];
  });
  const calls = profile.kernels.reduce((sum, cost) => sum + cost.calls, 0);
  const operations = profile.kernels.reduce((sum, cost) => sum + cost.operations, 0);
  const { kernelSeconds, stepSeconds, steps, batchSize } = profile;
  const productRate = (seconds: number): string => rateText({ operations, bytes: 0, seconds });
  const sum = ['all kernels', '', String(calls), milliseconds(kernelSeconds), '100.0 %', productRate(kernelSeconds)];
  return [
    ...table(COLUMNS, [...rows, sum], { indent: 2 }),
    '',
    `  a whole step, some of its calls joined: ${milliseconds(stepSeconds)} ms, products at ${productRate(stepSeconds)}`,
    `  ${steps} steps of ${batchSize} rows, medians`,
  ];
}
