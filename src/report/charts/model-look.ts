import type { RunRecord } from '../../record/index.ts';
import type { Palette } from './chart.ts';

/** How the lines of a model are drawn. */
export interface ModelLook {
  readonly colour: string;
  /** Pixels drawn and left out in turn, as in SVG. */
  readonly dash: 'solid' | readonly number[];
}

/**
 * The look of a model among the models of a run, in the order in which they first come. Colours come again after six
 * models: then with dashes, after six more with a dash and a dot, with a dash and two dots, and so on.
 */
export function modelLook(run: RunRecord, modelName: string, palette: Palette): ModelLook {
  const models = [...new Set(run.trials.map(({ record }) => record.modelName))];
  const place = Math.max(0, models.indexOf(modelName));
  const colours = palette.series.length;
  const round = Math.floor(place / colours);
  const dots = Array.from({ length: 2 * Math.max(0, round - 1) }, (_, i) => (i % 2 === 0 ? 2 : 3));
  return { colour: palette.series[place % colours], dash: round === 0 ? 'solid' : [8, 3, ...dots] };
}
