/** What a cell sorts by: its number if it has one, else its text. */
function keyOf(row: HTMLTableRowElement, column: number): number | string {
  const cell = row.cells[column];
  const { sort } = cell.dataset;
  return sort === undefined ? (cell.textContent ?? '') : Number(sort);
}

function compare(a: number | string, b: number | string): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a).localeCompare(String(b), 'en', { numeric: true });
}

/** Makes a table's headings buttons that sort it: first upwards, then downwards. Failed trials stay last either way. */
export function makeSortable(table: HTMLTableElement): void {
  const headings = [...(table.tHead?.rows[0].cells ?? [])];
  const body = table.tBodies[0];
  headings.forEach((heading, column) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = heading.textContent;
    heading.replaceChildren(button);
    button.addEventListener('click', () => {
      const direction = heading.getAttribute('aria-sort') === 'ascending' ? -1 : 1;
      for (const other of headings) other.removeAttribute('aria-sort');
      heading.setAttribute('aria-sort', direction === 1 ? 'ascending' : 'descending');
      const last = (row: HTMLTableRowElement): number => (row.classList.contains('failed') ? 1 : 0);
      const rows = [...body.rows].sort(
        (a, b) => last(a) - last(b) || direction * compare(keyOf(a, column), keyOf(b, column)),
      );
      body.replaceChildren(...rows);
    });
  });
}
