// What training and evaluation share: gathering a batch, counting its outcome, and reading the counts.

import { sizeOf } from '../core/index.ts';
import type { Table } from '../data/index.ts';
import type { Kernels, Memory, Span } from '../kernels/kernels.ts';
import type { NetworkBuffers, Objective, Placer } from '../model/index.ts';
import type { ConfusionMatrix } from '../record/index.ts';
import { type RegressionFigures, regressionFigures } from './metrics/index.ts';
import type { PlacedTable, Rows } from './place-table.ts';
import { recordAnswers } from './record-answers.ts';

/** What is counted over a pass through some rows. */
export interface CounterBuffers {
  /** Doubles: sum of row losses, sum of row weights. */
  readonly totals: Span;
  /** Doubles, one a batch: its mean loss. */
  readonly losses: Span;
  /** Classifiers: classes x classes, and the ranks of the true classes. */
  readonly confusion: Span | null;
  readonly ranks: Span | null;
  /** Regressions: five doubles for each output. */
  readonly sums: Span | null;
  /** Regressions whose loss works on logits: a batch of answers, whose errors are counted. */
  readonly answers: Span | null;
}

/** What a pass found. */
export interface Counts {
  /** Mean over rows (weighted, where classes have weights). */
  readonly loss: number;
  readonly confusion: ConfusionMatrix | null;
  readonly ranks: readonly number[] | null;
  readonly regression: RegressionFigures | null;
}

/** How many classes a task tells apart; a binary task with several outputs counts errors instead. */
function classesOf(objective: Objective): number | null {
  const { task } = objective.loss.definition;
  if (task === 'classification') return sizeOf(objective.output);
  return task === 'binary' && sizeOf(objective.output) === 1 ? 2 : null;
}

/** Asks a placer for the counters of passes of up to `batches` batches. */
export function layoutCounters(
  objective: Objective,
  { batches, batchSize }: { readonly batches: number; readonly batchSize: number },
  place: Placer,
): CounterBuffers {
  const classes = classesOf(objective);
  const { activation } = objective.loss.definition;
  return {
    totals: place('workspace', 'double', 2),
    losses: place('workspace', 'double', batches),
    confusion: classes === null ? null : place('workspace', 'int32', classes * classes),
    ranks:
      objective.loss.definition.task === 'classification'
        ? place('workspace', 'int32', sizeOf(objective.output))
        : null,
    sums: classes === null ? place('workspace', 'double', 5 * sizeOf(objective.output)) : null,
    answers:
      classes === null && activation !== 'none'
        ? place('workspace', 'float', batchSize * sizeOf(objective.output))
        : null,
  };
}

/** Sets all counters to zero. Targets are summed as differences from those of the first row, so that large ones lose no digits. */
export function clearCounters(memory: Memory, counters: CounterBuffers, { placed, rows: [first] }: Rows): void {
  for (const span of [counters.totals, counters.confusion, counters.ranks]) {
    if (span !== null) memory.write(span, new Array<number>(span.length).fill(0));
  }
  if (counters.sums === null) return;
  const { targets } = placed.table;
  const firsts =
    targets.kind === 'values' ? targets.values.subarray(first * targets.size, (first + 1) * targets.size) : [];
  memory.write(
    counters.sums,
    Array.from({ length: counters.sums.length }, (_, i) => (i % 5 === 4 ? firsts[(i - 4) / 5] : 0)),
  );
}

/** Records the gathering of the next n rows of `order`. */
export function recordGather(
  kernels: Kernels,
  buffers: NetworkBuffers,
  placed: PlacedTable,
  order: Span,
  n: number,
): void {
  const { features, targets } = placed.table;
  const { clock } = buffers;
  const size = sizeOf(features.shape);
  const rows = { source: placed.features, order, clock, n };
  if (features.kind === 'bytes') kernels.gatherBytes({ out: buffers.x, ...rows, size, scale: features.scale });
  else kernels.gatherFloats({ out: buffers.x, ...rows, size });
  const answers = { out: buffers.targets, source: placed.targets, order, clock, n };
  if (targets.kind === 'classes') kernels.gatherLabels(answers);
  else kernels.gatherFloats({ ...answers, size: targets.size });
}

/** Records the counting of a batch whose output is y and whose row losses are known. */
export function recordCounts(
  kernels: Kernels,
  objective: Objective,
  buffers: NetworkBuffers,
  counters: CounterBuffers,
  batch: { readonly n: number; readonly y: Span },
): void {
  const { n, y } = batch;
  const { rowLosses, rowWeights, scale, clock, targets } = buffers;
  const { totals, losses, confusion, ranks, sums, answers } = counters;
  kernels.meanLoss({ rowLosses, rowWeights, totals, losses, scale, clock, n });
  if (confusion !== null && ranks !== null) {
    kernels.countClasses({ scores: y, labels: targets, confusion, ranks, n, classes: sizeOf(objective.output) });
  } else if (confusion !== null) kernels.countSigns({ scores: y, targets, confusion, n });
  else if (sums !== null) {
    if (answers !== null) recordAnswers(kernels, objective, { y, answers, n });
    kernels.countErrors({ predictions: answers ?? y, targets, sums, n, size: sizeOf(objective.output) });
  }
}

/** Reads what was counted over `rows` rows of a table. */
export function readCounts(memory: Memory, counters: CounterBuffers, { targets }: Table, rows: number): Counts {
  const [loss, weight] = memory.read(counters.totals);
  const confusion = counters.confusion === null ? null : Array.from(memory.read(counters.confusion));
  const classes = Math.round(Math.sqrt(confusion?.length ?? 0));
  return {
    // As meanLoss: rows that all weigh nothing have loss 0.
    loss: weight === 0 ? 0 : loss / weight,
    confusion:
      confusion === null
        ? null
        : Array.from({ length: classes }, (_, c) => confusion.slice(c * classes, (c + 1) * classes)),
    ranks: counters.ranks === null ? null : Array.from(memory.read(counters.ranks)),
    regression: counters.sums === null ? null : inUnit(regressionFigures(memory.read(counters.sums), rows), targets),
  };
}

/** Errors in the unit of the answers; R2 has none. */
function inUnit({ rmse, mae, r2 }: RegressionFigures, targets: Table['targets']): RegressionFigures {
  const divisor = targets.kind === 'values' ? (targets.unit?.divisor ?? 1) : 1;
  return { rmse: rmse * divisor, mae: mae * divisor, r2 };
}
