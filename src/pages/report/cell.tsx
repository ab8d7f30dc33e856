import { type Signal, signal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { count, rowAnswers } from '../../report/index.ts';
import type { LoadedRows, Tested } from '../proof/messages.ts';
import { Gallery } from './gallery.tsx';
import type { Lab } from './lab.ts';

/** A cell of the test confusion matrix that the reader has chosen. */
export interface ChosenCell {
  readonly truth: number;
  readonly predicted: number;
}

/** The state of the matrix: which cell is chosen. */
export const chosenCell: Signal<ChosenCell | null> = signal(null);

/** The test rows and what the model says of them, once the worker has them; an error in words where it cannot. */
export function useTest(lab: Lab, wanted: boolean): { loaded: LoadedRows; tested: Tested } | string | null {
  const [state, setState] = useState<{ loaded: LoadedRows; tested: Tested } | string | null>(null);
  useEffect(() => {
    if (!wanted || state !== null) return;
    Promise.all([lab.rows(), lab.test()]).then(
      ([loaded, tested]) => setState({ loaded, tested }),
      (error: unknown) => setState(error instanceof Error ? error.message : String(error)),
    );
  }, [wanted, state, lab]);
  return state;
}

/** The test rows of the chosen cell, with their pictures where they are pictures. */
export function CellPanel({
  lab,
  classNames,
}: {
  readonly lab: Lab;
  readonly classNames: readonly string[];
}): JSX.Element {
  const cell = chosenCell.value;
  const test = useTest(lab, cell !== null && lab.hasModel() && lab.hasRows());
  if (cell === null) return <p class="hint">Choose a cell of the matrix to see its test rows.</p>;
  const title = `${classNames[cell.truth]}, predicted as ${classNames[cell.predicted]}`;
  if (!lab.hasModel() || !lab.hasRows()) {
    return (
      <p class="hint">
        {title}: the test rows are not in this page. <a href="#proof">Give it the files</a> to see them.
      </p>
    );
  }
  if (test === null) return <p class="hint">{title}: looking …</p>;
  if (typeof test === 'string') return <p class="notice warning">{test}</p>;
  const rows = rowAnswers(test.tested.predictions, test.loaded.labels ?? [])
    .filter(({ truth, predicted }) => truth === cell.truth && predicted === cell.predicted)
    .sort((a, b) => b.confidence - a.confidence)
    .map(({ row }) => row);
  return (
    <div class="cell">
      <h3 tabIndex={-1}>
        {title}: {count(rows.length)} {rows.length === 1 ? 'row' : 'rows'}
      </h3>
      {rows.length > 0 && (
        <Gallery key={`${cell.truth}-${cell.predicted}`} rows={rows} classNames={classNames} {...test} />
      )}
    </div>
  );
}

/** The surest mistakes with their images; the table that stands there already stays where they are not in the page. */
export function Mistakes({
  lab,
  classNames,
  rows,
  table,
}: {
  readonly lab: Lab;
  readonly classNames: readonly string[];
  readonly rows: readonly number[];
  /** The table without images, as HTML. */
  readonly table: string;
}): JSX.Element {
  const ready = lab.hasModel() && lab.hasRows();
  const test = useTest(lab, ready);
  if (test === null || typeof test === 'string') {
    // The page's own table, put back as it was.
    return <div dangerouslySetInnerHTML={{ __html: table }} />;
  }
  return <Gallery rows={rows} classNames={classNames} {...test} />;
}
