import { type ComponentChild, render } from 'preact';
import type { RunRecord } from '../../record/index.ts';
import { classLabels, visible } from '../../report/index.ts';
import type { Shown } from '../proof/compare-claims.ts';
import { CellPanel, chosenCell, Mistakes } from './cell.tsx';
import { Curves } from './curves.tsx';
import type { Lab } from './lab.ts';
import { createProof, ProofPanel, Verdict } from './proof.tsx';
import { type TryDoor, TryIt } from './try-it.tsx';

/** The living parts of the page. */
export interface Islands {
  /** Puts each in its place, when that comes into view. */
  mount(): void;
  /** What happens when a cell of a matrix is chosen; null for a matrix whose cells are only read. */
  chooserOf(matrix: string): ((truth: number, predicted: number) => void) | null;
}

/** The islands of a run's page. Those that compute need a lab. */
export function openIslands(run: RunRecord, lab: Lab | null): Islands {
  const classes = run.test?.confusion?.length ?? run.sweep.dataset.classNames?.length ?? 0;
  const classNames = classLabels(run, classes).map(visible);
  const islands = new Map<string, (place: HTMLElement) => ComponentChild>();
  islands.set('curves', () => <Curves run={run} />);
  if (lab !== null) {
    const proof = createProof(run, lab, readShown);
    const door: TryDoor = { take: null, waiting: null };
    const trial = run.trials.find(({ folder }) => folder === lab.claims.trial);
    if (run.test !== null) islands.set('verdict', () => <Verdict proof={proof} lab={lab} />);
    islands.set('proof', () => <ProofPanel proof={proof} lab={lab} run={run} door={door} />);
    if (run.test?.confusion !== undefined) {
      islands.set('cell', () => <CellPanel lab={lab} classNames={classNames} given={proof.given} />);
    }
    const mistakes = lab.claims.evidence?.mistakes.map(({ row }) => row) ?? [];
    islands.set('mistakes', (place) => (
      <Mistakes lab={lab} classNames={classNames} given={proof.given} rows={mistakes} table={place.innerHTML} />
    ));
    islands.set('try', () => (
      <TryIt
        lab={lab}
        input={trial?.record.model.input ?? []}
        classNames={classNames}
        door={door}
        given={proof.given}
      />
    ));
  }
  const seen = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) if (isIntersecting) mount(target as HTMLElement);
    },
    { rootMargin: '300px' },
  );
  const mount = (place: HTMLElement): void => {
    seen.unobserve(place);
    const name = place.dataset['island'] ?? '';
    const island = islands.get(name)?.(place);
    if (island === undefined) return;
    islands.delete(name);
    place.replaceChildren();
    render(island, place);
  };
  const places = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>('[data-island]')];
  return {
    mount() {
      for (const place of places()) seen.observe(place);
      // The mistakes compute, and hold nothing to go to: they wait to be seen.
      mountAllForKeyboard(() => {
        for (const place of places()) if (place.dataset['island'] !== 'mistakes') mount(place);
      });
    },
    chooserOf: (matrix) =>
      matrix !== TEST_MATRIX || lab === null
        ? null
        : (truth, predicted) => {
            // Below a tall matrix its panel was perhaps never seen.
            for (const place of places()) if (place.dataset['island'] === 'cell') mount(place);
            chosenCell.value = { truth, predicted };
          },
  };
}

const TEST_MATRIX = 'test-confusion';

/** With the keyboard one goes from part to part without scrolling: an island that is not there yet would be jumped over. */
function mountAllForKeyboard(mountAll: () => void): void {
  const all = (): void => {
    removeEventListener('keydown', onKey, true);
    removeEventListener('focusin', onFocus);
    mountAll();
  };
  const onKey = ({ key }: KeyboardEvent): void => {
    if (key === 'Tab') all();
  };
  const onFocus = ({ target }: FocusEvent): void => {
    if (target instanceof Element && target.matches(':focus-visible')) all();
  };
  addEventListener('keydown', onKey, true);
  addEventListener('focusin', onFocus);
}

/** Reads the test figures back from the page, as the reader sees them. */
function readShown(): Shown {
  const figures = [...document.querySelectorAll<HTMLElement>('[data-claim]')].map((element) => ({
    claim: element.dataset['claim'] ?? '',
    text: element.textContent ?? '',
  }));
  const table = document.querySelector<HTMLTableElement>(`[data-matrix="${TEST_MATRIX}"] table`);
  return { figures, confusion: table === null ? null : shownCounts(table) };
}

/** The counts of a confusion table as shown; null while it shows shares. */
function shownCounts(table: HTMLTableElement): string[][] | null {
  const group = table.parentElement?.previousElementSibling;
  if (group?.querySelector('button')?.getAttribute('aria-pressed') === 'false') return null;
  return [...table.tBodies[0].rows].map((row) =>
    [...row.querySelectorAll('td.right, td.wrong')].map((cell) => cell.textContent ?? ''),
  );
}
