import type { RunRecord } from '../../record/index.ts';
import { curvesOf, effectId, effectPaths, hasParallel, overlayId, PARALLEL } from '../charts/index.ts';
import { type Block, paragraph, type Section } from '../document.ts';
import { metricName } from '../format.ts';

/** The trials beside each other: their curves in one picture, and what their options did. Null for less than two. */
export function comparePanel(run: RunRecord): Section | null {
  const drawn = run.trials.filter(({ epochs }) => epochs.length > 0);
  if (drawn.length < 2) return null;
  const effects = effectPaths(run).map((_, position) => effectId(position));
  const metric = metricName(run.sweep.selection.metric);
  const charts = [...(hasParallel(run) ? [PARALLEL] : []), ...effects];
  const options: Block[] =
    charts.length === 0
      ? []
      : [
          { kind: 'heading', text: `From options to ${metric}` },
          { kind: 'charts', ids: charts },
        ];
  return {
    id: 'compare',
    title: 'Trials compared',
    blocks: [
      paragraph('Every trial is one line, coloured by its model; the chosen one is drawn thick.'),
      {
        kind: 'island',
        name: 'curves',
        fallback: [{ kind: 'charts', ids: curvesOf(run).map(overlayId) }],
      },
      ...options,
    ],
  };
}
