// Confusion tables on the page: counts or shares of the row, words for the cell under the pointer, and cells to choose.

/** Prepares a confusion table. `onChoose` makes its cells buttons, one stop of the Tab key in all; arrow keys go from cell to cell. */
export function bringMatrixToLife(
  table: HTMLTableElement,
  onChoose: ((truth: number, predicted: number) => void) | null,
): void {
  const cells = [...table.tBodies[0].rows].map((row) => [
    ...row.querySelectorAll<HTMLTableCellElement>('td.right, td.wrong'),
  ]);
  const counts = cells.map((row) => row.map((cell) => Number(cell.textContent)));
  const truths = [...table.tBodies[0].rows].map((row) => row.cells[0].textContent ?? '');
  const totals = counts.map((row) =>
    Math.max(
      1,
      row.reduce((sum, n) => sum + n, 0),
    ),
  );
  const share = (t: number, p: number): number => (100 * counts[t][p]) / totals[t];
  cells.forEach((row, t) => {
    row.forEach((cell, p) => {
      const words = `${truths[t]}, predicted as ${truths[p]}: ${counts[t][p]} of ${totals[t]} ${totals[t] === 1 ? 'row' : 'rows'} (${share(t, p).toFixed(1)} %)`;
      cell.title = words;
      if (onChoose === null) return;
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = cell.textContent;
      button.setAttribute('aria-label', words);
      // There are no rows to show behind a zero, but the arrow keys go over it.
      if (counts[t][p] === 0) button.setAttribute('aria-disabled', 'true');
      button.addEventListener('click', () => {
        if (counts[t][p] === 0) return;
        for (const other of table.querySelectorAll('[aria-current]')) other.removeAttribute('aria-current');
        button.setAttribute('aria-current', 'true');
        onChoose(t, p);
      });
      cell.replaceChildren(button);
    });
  });
  if (onChoose !== null) {
    table.setAttribute('role', 'grid');
    goWithArrows(cells.map((row) => row.map((cell) => cell.firstElementChild as HTMLElement)));
  }
  const say = (percent: boolean): void => {
    cells.forEach((row, t) => {
      row.forEach((cell, p) => {
        (cell.firstElementChild ?? cell).textContent = percent ? percentText(share(t, p)) : String(counts[t][p]);
      });
    });
  };
  table.parentElement?.before(unitChoice(say));
}

/** How far each key goes: rows, columns. */
const STEPS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  Home: [0, Number.NEGATIVE_INFINITY],
  End: [0, Number.POSITIVE_INFINITY],
};

/** Makes a grid of elements one stop of the Tab key: the one that was last gone to. */
function goWithArrows(grid: readonly (readonly HTMLElement[])[]): void {
  let stop = grid[0]?.[0];
  const within = (place: number, size: number): number => Math.min(size - 1, Math.max(0, place));
  grid.forEach((row, t) => {
    row.forEach((element, p) => {
      element.tabIndex = element === stop ? 0 : -1;
      element.addEventListener('focus', () => {
        stop.tabIndex = -1;
        stop = element;
        stop.tabIndex = 0;
      });
      element.addEventListener('keydown', (event) => {
        const step = event.altKey || event.ctrlKey || event.metaKey ? undefined : STEPS[event.key];
        if (step === undefined) return;
        event.preventDefault();
        grid[within(t + step[0], grid.length)][within(p + step[1], row.length)].focus();
      });
    });
  });
}

/** A share in as few signs as a cell has room for. */
const percentText = (share: number): string => (share === 0 ? '0' : share < 0.95 ? share.toFixed(1) : share.toFixed(0));

function unitChoice(say: (percent: boolean) => void): HTMLElement {
  const group = document.createElement('div');
  group.className = 'choice';
  group.setAttribute('role', 'group');
  group.setAttribute('aria-label', 'What the cells show');
  const buttons = ['Rows', '% of the true class'].map((text, i) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = text;
    button.setAttribute('aria-pressed', String(i === 0));
    button.addEventListener('click', () => {
      say(i === 1);
      buttons.forEach((other, o) => {
        other.setAttribute('aria-pressed', String(o === i));
      });
    });
    return button;
  });
  group.append(...buttons);
  return group;
}
