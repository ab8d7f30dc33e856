// Figures of several networks on weighted rows: the same few figures thousands of times, each time with other weights. Rows that
// do not count are not looked at, and what no figure needs is not summed.
//
// Classes: rows that all networks answer alike (same true class, same predictions) share a pattern. A weighting is first summed
// into patterns, of which there are far fewer than rows, and each network then counts its mistakes over those that it gets wrong.
// All counts are whole, so hits, as what is not missed, are exact. Values and losses: weighted sums over rows, four columns at a time.

import type { RowOutcomes } from './row-outcomes.ts';

/** What a figure is called. */
export type FigureName = 'loss' | 'accuracy' | 'macroF1' | 'rmse' | 'mae' | 'r2';

/** Rows that count, in their order, and how often each does. */
export interface Weighting {
  /** The first `length` are row numbers; the rest is not used. */
  readonly rows: Int32Array;
  /** How often each of them counts. */
  readonly counts: Float64Array;
  length: number;
  /** The sum of the counts. */
  total: number;
}

/** Scores networks on weighted rows. */
export interface Scorer {
  readonly rows: number;
  readonly networks: number;
  readonly names: readonly FigureName[];
  /** Writes the figures of every network, network by network in the order of `names`. */
  score(weighting: Weighting, out: Float64Array): void;
}

/** The figures of a task, its loss apart. */
export function figuresOf({ kind }: RowOutcomes): readonly FigureName[] {
  return kind === 'classes' ? ['accuracy', 'macroF1'] : ['rmse', 'mae', 'r2'];
}

/**
 * A scorer of the outcomes of several networks on the same rows; all of one task.
 *
 * @param names which figures; `loss` only where every outcome has its losses
 */
export function scorerOf(outcomes: readonly RowOutcomes[], names: readonly FigureName[]): Scorer {
  const rows = rowsOf(outcomes[0]);
  const networks = outcomes.length;
  const parts: Scored[] = [];
  if (names.includes('loss')) parts.push(scoreLosses(outcomes));
  const classes = outcomes.filter((outcome) => outcome.kind === 'classes');
  const values = outcomes.filter((outcome) => outcome.kind === 'values');
  if (names.some((name) => name !== 'loss'))
    parts.push(classes.length > 0 ? scoreClasses(classes) : scoreValues(values, names));
  return {
    rows,
    networks,
    names,
    score(weighting, out) {
      for (const part of parts) {
        const found = part(weighting);
        for (const [k, name] of names.entries()) {
          const figures = found[name];
          if (figures === undefined) continue;
          for (let network = 0; network < networks; network++) out[network * names.length + k] = figures[network];
        }
      }
    },
  };
}

/** Rows that were predicted. */
export function rowsOf(outcome: RowOutcomes): number {
  return outcome.kind === 'classes' ? outcome.actual.length : outcome.targets.length / outcome.size;
}

type ClassOutcomes = Extract<RowOutcomes, { kind: 'classes' }>;
type ValueOutcomes = Extract<RowOutcomes, { kind: 'values' }>;

/** Figures of all networks by name, one number each; the arrays are used again. */
type Scored = (weighting: Weighting) => { readonly [Name in FigureName]?: Float64Array };

const quotient = (a: number, b: number): number => (b === 0 ? 0 : a / b);

function scoreLosses(outcomes: readonly RowOutcomes[]): Scored {
  const losses = outcomes.map((outcome) => outcome.losses!);
  const sums = new Float64Array(losses.length);
  const totals = new Float64Array(losses.length);
  const values = losses.map((of) => of.values);
  const ones = new Float64Array(values[0].length).fill(1);
  const rowWeights = losses.some((of) => of.weights !== null) ? losses.map((of) => of.weights ?? ones) : null;
  return (weighting) => {
    weightedSums(weighting, values, sums);
    if (rowWeights === null) totals.fill(weighting.total);
    else weightedSums(weighting, rowWeights, totals);
    for (let network = 0; network < sums.length; network++) sums[network] = quotient(sums[network], totals[network]);
    return { loss: sums };
  };
}

/** out[c] = sum over the rows that count of their counts times columns[c][row]. */
function weightedSums({ rows, counts, length }: Weighting, columns: readonly Float64Array[], out: Float64Array): void {
  for (let c = 0; c < columns.length; c += 4) {
    // The last columns are summed twice rather than with another loop.
    const at = [0, 1, 2, 3].map((k) => Math.min(c + k, columns.length - 1));
    const [first, second, third, fourth] = at.map((column) => columns[column]);
    let a = 0;
    let b = 0;
    let d = 0;
    let e = 0;
    for (let i = 0; i < length; i++) {
      const row = rows[i];
      const weight = counts[i];
      a += weight * first[row];
      b += weight * second[row];
      d += weight * third[row];
      e += weight * fourth[row];
    }
    out[at[0]] = a;
    out[at[1]] = b;
    out[at[2]] = d;
    out[at[3]] = e;
  }
}

function scoreClasses(outcomes: readonly ClassOutcomes[]): Scored {
  const [{ actual, classes }] = outcomes;
  const { patternOf, firstRows } = patternsOf(outcomes);
  const patterns = firstRows.length;
  const truth = Int32Array.from(firstRows, (row) => actual[row]);
  const mistakes = outcomes.map(({ predicted }) => mistakesOf(firstRows, actual, predicted));
  const counts = new Float64Array(patterns);
  const ofClass = new Float64Array(classes);
  const missed = new Float64Array(classes);
  const mistaken = new Float64Array(classes);
  const accuracy = new Float64Array(outcomes.length);
  const macroF1 = new Float64Array(outcomes.length);

  function count({ patterns: wrong, truth: of, said: as }: Mistakes): void {
    missed.fill(0);
    mistaken.fill(0);
    for (let i = 0; i < wrong.length; i++) {
      const rows = counts[wrong[i]];
      missed[of[i]] += rows;
      mistaken[as[i]] += rows;
    }
  }

  return (weighting) => {
    counts.fill(0);
    ofClass.fill(0);
    for (let i = 0; i < weighting.length; i++) counts[patternOf[weighting.rows[i]]] += weighting.counts[i];
    for (let p = 0; p < patterns; p++) ofClass[truth[p]] += counts[p];
    for (let network = 0; network < mistakes.length; network++) {
      count(mistakes[network]);
      let right = 0;
      let f1 = 0;
      let seen = 0;
      for (let c = 0; c < classes; c++) {
        const hits = ofClass[c] - missed[c];
        const either = ofClass[c] + hits + mistaken[c];
        if (either === 0) continue;
        seen++;
        right += hits;
        f1 += (2 * hits) / either;
      }
      accuracy[network] = quotient(right, weighting.total);
      macroF1[network] = quotient(f1, seen);
    }
    return { accuracy, macroF1 };
  };
}

/** The patterns that a network gets wrong, with the true class of each and the class that it said. */
interface Mistakes {
  readonly patterns: Int32Array;
  readonly truth: Int32Array;
  readonly said: Int32Array;
}

function mistakesOf(firstRows: readonly number[], actual: Int32Array, predicted: Int32Array): Mistakes {
  const wrong = firstRows.flatMap((row, pattern) => (actual[row] === predicted[row] ? [] : [pattern]));
  return {
    patterns: Int32Array.from(wrong),
    truth: Int32Array.from(wrong, (pattern) => actual[firstRows[pattern]]),
    said: Int32Array.from(wrong, (pattern) => predicted[firstRows[pattern]]),
  };
}

/** Which pattern each row has, and the first row of each. */
function patternsOf(outcomes: readonly ClassOutcomes[]): { patternOf: Int32Array; firstRows: readonly number[] } {
  const [{ actual }] = outcomes;
  // Refined column by column: rows of one pattern are told apart where the next column differs.
  let patternOf: Int32Array = new Int32Array(actual.length);
  let firstRows: number[] = [];
  for (const column of [actual, ...outcomes.map(({ predicted }) => predicted)]) {
    const known = new Map<number, number>();
    const width = 1 + column.reduce((most, value) => Math.max(most, value), 0);
    firstRows = [];
    patternOf = patternOf.map((pattern, row) => {
      const key = pattern * width + column[row];
      const found = known.get(key);
      if (found !== undefined) return found;
      known.set(key, firstRows.length);
      return firstRows.push(row) - 1;
    });
  }
  return { patternOf, firstRows };
}

function scoreValues(outcomes: readonly ValueOutcomes[], names: readonly FigureName[]): Scored {
  const [{ targets, size }] = outcomes;
  const rows = targets.length / size;
  const networks = outcomes.length;
  const column = (of: (row: number) => number): Float64Array =>
    Float64Array.from({ length: rows }, (_, row) => of(row));
  const outputs = Array.from({ length: size }, (_, j) => j);
  const truth = outputs.map((j) => column((row) => targets[row * size + j]));
  const squares = outcomes.flatMap(({ errors }) =>
    outputs.map((j) => column((row) => errors[row * size + j] * errors[row * size + j])),
  );
  const sizes = outcomes.map(({ errors }) =>
    column((row) => outputs.reduce((sum, j) => sum + Math.abs(errors[row * size + j]), 0)),
  );
  const spreads = new Float64Array(truth.length);
  const squared = new Float64Array(squares.length);
  const mae = new Float64Array(networks);
  const rmse = new Float64Array(networks);
  const r2 = new Float64Array(networks);
  return (weighting) => {
    const { total } = weighting;
    if (names.includes('r2')) for (const [j, values] of truth.entries()) spreads[j] = spreadOf(weighting, values);
    if (names.includes('r2') || names.includes('rmse')) weightedSums(weighting, squares, squared);
    if (names.includes('mae')) weightedSums(weighting, sizes, mae);
    for (let network = 0; network < networks; network++) {
      let all = 0;
      let explained = 0;
      for (let j = 0; j < size; j++) {
        const error = squared[network * size + j];
        all += error;
        explained += spreads[j] > 0 ? 1 - error / spreads[j] : error === 0 ? 1 : 0;
      }
      rmse[network] = Math.sqrt(quotient(all, total * size));
      mae[network] = quotient(mae[network], total * size);
      r2[network] = explained / size;
    }
    return { rmse, mae, r2 };
  };
}

/** The sum of squared differences from the mean: exactly 0 where all values that count are one, since all differ by 0 from the first. */
function spreadOf({ rows, counts, length, total }: Weighting, values: Float64Array): number {
  if (length === 0) return 0;
  const first = values[rows[0]];
  let sum = 0;
  for (let i = 0; i < length; i++) sum += counts[i] * (values[rows[i]] - first);
  const mean = first + sum / total;
  let spread = 0;
  for (let i = 0; i < length; i++) {
    const difference = values[rows[i]] - mean;
    spread += counts[i] * difference * difference;
  }
  return spread;
}
