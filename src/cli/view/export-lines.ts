import { unsignedZero } from '../../index.ts';
import type { Checked } from '../export/check-export.ts';
import type { ExportFormat, ExportRequest } from '../export/export-format.ts';
import { bytesText, countText, figureText } from '../format/number-text.ts';
import { pairs } from '../format/table.ts';
import { printable } from '../output.ts';
import { shownPath } from './ending.ts';
import type { ViewStyle } from './view.ts';

/** An export that was written. */
export interface Exported {
  readonly format: ExportFormat;
  readonly request: ExportRequest;
  readonly paths: readonly string[];
  readonly sizes: readonly number[];
  readonly checked: Checked;
}

/** What was written, how it was checked, and how it is used. */
export function exportLines({ format, request, paths, sizes, checked }: Exported, style: ViewStyle): string[] {
  const { sample, portable, weights } = request;
  const { input, output } = portable;
  const rowType = input.kind === 'bytes' ? 'bytes' : 'numbers';
  return [
    style.colours.bold(`${printable(sample.name)} as ${format.title}`),
    ...pairs(
      [
        ...paths.map((path, i): [string, string] => [
          i === 0 ? 'wrote' : 'and',
          `${shownPath(path)} (${bytesText(sizes[i])})`,
        ]),
        ['weights', weights],
        [
          'input',
          input.kind === 'table'
            ? `rows of ${input.columns.length} columns`
            : `rows of ${rowType} [${input.shape.join(', ')}]`,
        ],
        ['output', `${output.size} ${output.kind} a row`],
        ['checked', checkedText(request, checked)],
        ...accuracyPairs(checked, request),
      ],
      style.columns,
    ),
    '',
    ...format.usage(request).map((line) => `  ${style.colours.dim(line)}`),
  ];
}

function checkedText({ sample, portable }: ExportRequest, { agreement, checkedWith }: Checked): string {
  if (agreement === null) return `not run: ${checkedWith}`;
  const { rows, worstDifference, otherClass } = agreement;
  const classes =
    portable.output.classNames === null
      ? ''
      : `, ${otherClass === 0 ? 'the same class in every row' : `another class in ${countText(otherClass)} rows`}`;
  const worst = worstDifference === 0 ? '0' : worstDifference.toExponential(1);
  return `${countText(rows)} ${sample.rowsAre} in ${checkedWith}: worst difference ${worst}${classes}`;
}

function accuracyPairs({ accuracy }: Checked, { weights, portable }: ExportRequest): [string, string][] {
  if (accuracy === null || weights === 'float32') return [];
  const { model, file } = accuracy;
  const points = unsignedZero((100 * (file - model)).toFixed(2));
  const change = Number(points) > 0 ? `+${points}` : points;
  const name = portable.output.kind === 'probabilities' ? 'accuracy' : 'R2';
  return [[name, `${figureText(model)} to ${figureText(file)} (${change} points)`]];
}
