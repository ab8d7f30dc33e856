import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { confidentMistakes, count, rowAnswers } from '../../report/index.ts';
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

/** The test rows and the answers of a model to them. */
interface Answered {
  readonly loaded: LoadedRows;
  readonly tested: Tested;
}

/**
 * The test rows and what the model says of them, once the worker has them; an error in words where it cannot. Files that
 * the reader gives are asked about anew, and so is what failed, with the next cell.
 *
 * @param given counts the files that the reader has given
 */
function useTest(lab: Lab, wanted: boolean, given: number, cell: ChosenCell | null = null): Answered | string | null {
  const [state, setState] = useState<{ given: number; cell: ChosenCell | null; answer: Answered | string } | null>(
    null,
  );
  useEffect(() => {
    if (!wanted) return;
    let isLatest = true;
    const keep = (answer: Answered | string): void => {
      if (isLatest) setState({ given, cell, answer });
    };
    Promise.all([lab.rows(), lab.test()]).then(
      ([loaded, tested]) => keep({ loaded, tested }),
      (error: unknown) => keep(error instanceof Error ? error.message : String(error)),
    );
    return () => {
      isLatest = false;
    };
  }, [wanted, given, cell, lab]);
  if (state === null || state.given !== given) return null;
  return typeof state.answer === 'string' && state.cell !== cell ? null : state.answer;
}

/** What the panels of test rows work on. */
interface RowsProps {
  readonly lab: Lab;
  readonly classNames: readonly string[];
  /** Counts the files that the reader has given. */
  readonly given: ReadonlySignal<number>;
}

/** The test rows of the chosen cell, with their pictures where they are pictures. */
export function CellPanel({ lab, classNames, given }: RowsProps): JSX.Element {
  const cell = chosenCell.value;
  const test = useTest(lab, cell !== null && lab.hasModel() && lab.hasRows(), given.value, cell);
  const panel = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (cell !== null) bringIntoView(panel.current);
  }, [cell]);
  return (
    <div class="cell" ref={panel}>
      <CellRows lab={lab} classNames={classNames} cell={cell} test={test} />
    </div>
  );
}

/** Scrolls to what a choice has changed, where the reader cannot see it. */
function bringIntoView(element: HTMLElement | null): void {
  const top = element?.getBoundingClientRect().top ?? 0;
  if (top < 0 || top > innerHeight - 96) element?.scrollIntoView({ block: 'center' });
}

function CellRows({
  lab,
  classNames,
  cell,
  test,
}: Pick<RowsProps, 'lab' | 'classNames'> & {
  readonly cell: ChosenCell | null;
  readonly test: Answered | string | null;
}): JSX.Element {
  if (cell === null) {
    return (
      <p class="hint">
        Choose a cell of the matrix to see its test rows. With the keyboard, arrow keys go from cell to cell.
      </p>
    );
  }
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
    <>
      <h3 tabIndex={-1}>
        {title}: {count(rows.length)} {rows.length === 1 ? 'row' : 'rows'}
      </h3>
      {rows.length > 0 && (
        <Gallery key={`${cell.truth}-${cell.predicted}`} rows={rows} classNames={classNames} {...test} />
      )}
    </>
  );
}

/** The surest mistakes with their images; the table that stands there already stays where they are not in the page. */
export function Mistakes({
  lab,
  classNames,
  given,
  rows,
  table,
}: RowsProps & {
  readonly rows: readonly number[];
  /** The table without images, as HTML. */
  readonly table: string;
}): JSX.Element {
  const ready = lab.hasModel() && lab.hasRows();
  const test = useTest(lab, ready, given.value);
  if (test === null || typeof test === 'string') {
    // The page's own table, put back as it was.
    return <div dangerouslySetInnerHTML={{ __html: table }} />;
  }
  // Of other files than the run's, other rows are the mistakes.
  const { predictions } = test.tested;
  const mistakes =
    given.value === 0
      ? rows
      : confidentMistakes(rowAnswers(predictions, test.loaded.labels ?? []), rows.length).map(({ row }) => row);
  return <Gallery key={given.value} rows={mistakes} classNames={classNames} {...test} />;
}
