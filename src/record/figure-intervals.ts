import type { Seed } from '../core/index.ts';
import { intervalOf, type Resampled, resampled, seriesOf } from './bootstrap.ts';
import type { ConfusionMatrix } from './confusion.ts';
import type { RowOutcomes } from './row-outcomes.ts';
import { figuresOf, scorerOf } from './scorer.ts';
import type { FigureIntervals } from './selection.ts';

/** Intervals of one network's figures, its loss apart. */
export function intervalsOf(samples: Resampled, network: number): FigureIntervals {
  const { names, whole } = samples;
  const entries = names
    .filter((name) => name !== 'loss')
    .map((name) => {
      const value = whole[network * names.length + names.indexOf(name)];
      return [name, intervalOf(value, seriesOf(samples, network, name))];
    });
  return Object.fromEntries(entries) as FigureIntervals;
}

/** Intervals of the figures of one network on some rows. */
export function outcomeIntervals(outcome: RowOutcomes, seed: Seed): FigureIntervals {
  return intervalsOf(resampled(scorerOf([outcome], figuresOf(outcome)), null, seed), 0);
}

/**
 * Intervals of accuracy and macro-F1 from a confusion matrix alone: which row is which does not matter to them. So they can be
 * had for runs whose predictions or data are gone.
 *
 * @example
 * confusionIntervals([[40, 10], [5, 45]], seedFrom(1)).accuracy; // { value: 0.85, low: 0.78, high: 0.92 }
 */
export function confusionIntervals(confusion: ConfusionMatrix, seed: Seed): FigureIntervals {
  const cells = confusion.flatMap((row, t) => row.map((count, p) => ({ t, p, count })));
  const labels = (of: 't' | 'p'): Int32Array =>
    Int32Array.from(cells.flatMap((cell) => new Array<number>(cell.count).fill(cell[of])));
  const outcome = { kind: 'classes', classes: confusion.length, losses: null } as const;
  return outcomeIntervals({ ...outcome, actual: labels('t'), predicted: labels('p') }, seed);
}
