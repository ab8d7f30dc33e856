// Confusion tables on the page: counts or shares of the row, words for the cell under the pointer, and cells to choose.

/** Prepares a confusion table. `onChoose` makes its cells buttons. */
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
      if (onChoose === null || counts[t][p] === 0) return;
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = cell.textContent;
      button.setAttribute('aria-label', words);
      button.addEventListener('click', () => {
        for (const other of table.querySelectorAll('[aria-current]')) other.removeAttribute('aria-current');
        button.setAttribute('aria-current', 'true');
        onChoose(t, p);
      });
      cell.replaceChildren(button);
    });
  });
  const say = (percent: boolean): void => {
    cells.forEach((row, t) => {
      row.forEach((cell, p) => {
        (cell.firstElementChild ?? cell).textContent = percent ? percentText(share(t, p)) : String(counts[t][p]);
      });
    });
  };
  table.parentElement?.before(unitChoice(say));
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
