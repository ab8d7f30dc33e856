import type { KernelCost, KernelProfile } from '../../index.ts';
import { type Column, table } from '../format/table.ts';

const COLUMNS: readonly Column[] = [
  { title: 'where', align: 'left' },
  { title: 'pass', align: 'left' },
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

/** The table of a profile: a line for each kernel of a step, in the order of the step, and their sum beside the whole step. */
export function kernelLines(profile: KernelProfile): string[] {
  const milliseconds = (seconds: number): string => (seconds * 1000).toFixed(3);
  const rows = profile.kernels.map((cost) => [
    cost.place,
    cost.pass ?? '',
    cost.kernel,
    cost.shape,
    String(cost.calls),
    milliseconds(cost.seconds),
    `${(100 * cost.share).toFixed(1)} %`,
    rateText(cost),
  ]);
  const calls = profile.kernels.reduce((sum, cost) => sum + cost.calls, 0);
  const operations = profile.kernels.reduce((sum, cost) => sum + cost.operations, 0);
  const { kernelSeconds, stepSeconds, steps, batchSize } = profile;
  const sum = [
    ...['all kernels', '', '', '', String(calls), milliseconds(kernelSeconds), '100.0 %'],
    rateText({ operations, bytes: 0, seconds: kernelSeconds }),
  ];
  return [
    ...table(COLUMNS, [...rows, sum], { indent: 2 }),
    '',
    `  a whole step, some of its calls joined: ${milliseconds(stepSeconds)} ms, ${rateText({ operations, bytes: 0, seconds: stepSeconds })} of matrix products`,
    `  ${steps} steps of ${batchSize} rows, medians`,
  ];
}
