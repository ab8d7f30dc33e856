import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { count } from '../../report/index.ts';
import type { LoadedRows, Tested } from '../proof/messages.ts';
import { Bars, likeliest } from './bars.tsx';
import { imageShape, RowImage } from './image.tsx';

/** How many rows are shown at first, and how many more each time. */
const PAGE = 24;

/** Test rows with their pictures, true classes, and what the model says of them. */
export function Gallery({
  rows,
  loaded,
  tested,
  classNames,
}: {
  readonly rows: readonly number[];
  readonly loaded: LoadedRows;
  readonly tested: Tested;
  readonly classNames: readonly string[];
}): JSX.Element {
  const [most, setMost] = useState(PAGE);
  return (
    <>
      <ul class="gallery">
        {rows.slice(0, most).map((row) => (
          <Card key={row} row={row} loaded={loaded} tested={tested} classNames={classNames} />
        ))}
      </ul>
      {rows.length > most && (
        <button type="button" class="button" onClick={() => setMost(most + PAGE)}>
          Show {count(Math.min(PAGE, rows.length - most))} more of {count(rows.length)}
        </button>
      )}
    </>
  );
}

function Card({
  row,
  loaded,
  tested,
  classNames,
}: {
  readonly row: number;
  readonly loaded: LoadedRows;
  readonly tested: Tested;
  readonly classNames: readonly string[];
}): JSX.Element {
  const shape = imageShape(loaded.shape);
  const size = loaded.values.length / loaded.rows;
  const classes = classNames.length;
  const probabilities = tested.predictions.subarray(row * classes, (row + 1) * classes);
  const truth = classNames[loaded.labels?.[row] ?? 0];
  const [predicted] = likeliest(probabilities, 1);
  return (
    <li>
      {shape !== null && (
        <RowImage
          values={loaded.values.subarray(row * size, (row + 1) * size)}
          isBytes={loaded.values instanceof Uint8Array}
          shape={shape}
          label={`Test row ${row}: ${truth}, predicted as ${classNames[predicted]}`}
        />
      )}
      <p class="truth">
        {shape === null && (
          <>
            row {count(row)}
            <br />
          </>
        )}
        true: {truth}
        <br />
        said: {classNames[predicted]}
      </p>
      <Bars probabilities={probabilities} classNames={classNames} most={3} truth={loaded.labels?.[row] ?? null} />
      {shape !== null && <p class="row-number">row {count(row)}</p>}
    </li>
  );
}
