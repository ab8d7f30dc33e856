// One line for each finished epoch, in two forms: words where the line fits, and columns under titles where it does not.

import { type EpochRecord, isClassification, type TrialRecord } from '../../index.ts';
import { figureText, secondsFigure } from '../format/number-text.ts';
import { padEnd, padStart, widthOf } from '../format/text-width.ts';

/** What an epoch measured, as named figures. */
interface Figure {
  /** In the line of words: `train loss`. */
  readonly words: string;
  /** Above the column. */
  readonly title: string;
  readonly value: number | undefined;
}

function figuresOf(epoch: EpochRecord): Figure[] {
  const { trainLoss, validationLoss } = epoch;
  const all: Figure[] = isClassification(epoch)
    ? [
        { words: 'train loss', title: 'train loss', value: trainLoss },
        { words: 'accuracy', title: 'acc', value: epoch.trainAccuracy },
        { words: 'validation loss', title: 'val loss', value: validationLoss },
        { words: 'accuracy', title: 'acc', value: epoch.validationAccuracy },
        { words: 'macro-F1', title: 'macro-F1', value: epoch.validationMacroF1 },
      ]
    : [
        { words: 'train loss', title: 'train loss', value: trainLoss },
        { words: 'RMSE', title: 'RMSE', value: epoch.trainRmse },
        { words: 'validation loss', title: 'val loss', value: validationLoss },
        { words: 'RMSE', title: 'RMSE', value: epoch.validationRmse },
        { words: 'R2', title: 'R2', value: epoch.validationR2 },
      ];
  return all.filter((figure) => figure.value !== undefined);
}

/** What an epoch's line is made from. */
export interface EpochLine {
  /** The trial's name, padded to the longest one. */
  readonly label: string;
  readonly epoch: EpochRecord;
  readonly epochs: number;
  /** Whether it is the trial's best so far. */
  readonly best: boolean;
}

function counted({ epoch, epochs }: EpochLine): string {
  return padStart(`${epoch.epoch}/${epochs}`, String(epochs).length * 2 + 1);
}

/** The epoch as a column, wide enough for its title. */
const countColumn = (line: EpochLine): string => padStart(counted(line), 'epoch'.length);

/** `model_1 learningRate=0.005  epoch  3/15  train loss 0.3561 accuracy 0.8702  validation loss ...  1.2 s  best` */
export function epochInWords(line: EpochLine): string {
  const figures = figuresOf(line.epoch).map(({ words, value }) => {
    const gap = words.startsWith('validation') || words.startsWith('train') ? '  ' : ' ';
    return `${gap}${words} ${figureText(value)}`;
  });
  const seconds = `${secondsFigure(line.epoch.seconds)} s`;
  return `${line.label}  epoch ${counted(line)}${figures.join('')}  ${seconds}${line.best ? '  best' : ''}`;
}

/** `0.8821` takes six columns. */
const widthUnder = (title: string): number => Math.max(6, title.length);

/** `model_1 0.005   3/15      0.3561  0.8702    0.3702  0.8650    0.8646    1.2 *`: the columns of {@link epochTitles}. */
export function epochInColumns(line: EpochLine): string {
  const figures = figuresOf(line.epoch).map(({ title, value }) => padStart(figureText(value), widthUnder(title)));
  const seconds = padStart(secondsFigure(line.epoch.seconds), 5);
  return `${line.label}  ${countColumn(line)}  ${figures.join('  ')}  ${seconds}${line.best ? ' *' : ''}`;
}

/** The titles above {@link epochInColumns}; a star marks the best epoch so far. */
export function epochTitles(line: EpochLine): string {
  const titles = figuresOf(line.epoch).map(({ title }) => padStart(title, widthUnder(title)));
  const epoch = padStart('epoch', countColumn(line).length);
  return `${padEnd('trial', widthOf(line.label))}  ${epoch}  ${titles.join('  ')}  ${padStart('s', 5)} *`;
}

/** The trial that a line belongs to, by any of its names, padded to the longest of them. */
export function labelOf(
  record: TrialRecord,
  trials: readonly TrialRecord[],
  nameOf: (record: TrialRecord) => string,
): string {
  return padEnd(
    nameOf(record),
    trials.reduce((width, trial) => Math.max(width, widthOf(nameOf(trial))), 0),
  );
}
