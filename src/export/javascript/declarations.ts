// The types of an exported module.

import { sizeOf } from '../../core/index.ts';
import type { ModelInput, PortableModel } from '../operations.ts';
import type { Provenance } from '../provenance.ts';
import { commentText } from './comment-text.ts';

/** The .d.ts of an exported module. */
export function declarationsOf({ input, output }: PortableModel, provenance: Provenance): string {
  const size = sizeOf(input.shape);
  const rowType = input.kind === 'table' ? 'readonly Row[]' : 'ArrayLike<number>';
  const rows =
    input.kind === 'table'
      ? 'any number of rows'
      : `any number of rows of ${size} numbers${input.kind === 'bytes' ? ' from 0 to 255' : ''}, one after another`;
  const classes =
    output.classNames === null
      ? ''
      : `/** The classes, in the order of their probabilities. */
export declare const classNames: readonly [${output.classNames.map((name) => JSON.stringify(name)).join(', ')}];

`;
  const answer =
    output.kind === 'values'
      ? `/**
 * Predicts values.
 *
 * @param rows ${rows}
 * @throws RangeError for a length that is no whole number of rows, or a number that is not finite.
 */
export declare function predict(rows: ${rowType}): ${output.size === 1 ? 'number[]' : 'Float32Array[]'};
`
      : `/** The answer for one row. */
export interface Prediction {
  /** The likeliest class. */
  readonly label: (typeof classNames)[number];
  /** Its probability, from 0 to 1. */
  readonly probability: number;
  /** Of every class, in the order of \`classNames\`; they sum to 1. */
  readonly probabilities: Float32Array;
}

/**
 * Says which class rows are of.
 *
 * @param rows ${rows}
 * @throws RangeError for a length that is no whole number of rows, or a number that is not finite.
 */
export declare function predict(rows: ${rowType}): Prediction[];
`;
  return `// Types of a network written by ${commentText(provenance.generatedBy)}.

${classes}${rowSource(input)}/** Which weights these are, and who wrote this file. */
export declare const about: {
  readonly name: string;
  readonly fingerprint: string;
  readonly generatedBy: string;
  readonly weights: 'float32' | 'float16' | 'int8';
};

${answer}
/** All ${output.kind} of all rows: rows x ${output.size}. */
export declare function outputs(rows: ${rowType}): Float32Array;
`;
}

/** The type of a row with named columns. */
function rowSource(input: ModelInput): string {
  if (input.kind !== 'table') return '';
  const fields = input.columns.map((column) => {
    const known =
      column.kind === 'number' ? 'number' : column.categories.map((name) => JSON.stringify(name)).join(' | ');
    const other = column.kind === 'category' && column.unseen === 'zeros' ? 'string' : known;
    return `  readonly ${JSON.stringify(column.name)}: ${other}${column.missing === null ? '' : ' | null'};\n`;
  });
  return `/** A row: null where a value is missing. */\nexport interface Row {\n${fields.join('')}}\n\n`;
}
