/** Things of a kind that were met in a file: how many, and where the first of them are. */
export interface Tally {
  readonly count: number;
  /** `sales.csv:12`, or `sales.csv:12: "n/a"` with what stands there. */
  readonly first: readonly string[];
}

/** What was wrong with the cells of a column; none of it is among the column's values. */
export interface ColumnNotes {
  /** Cells without a value. */
  readonly missing: Tally;
  /** Words among numbers. */
  readonly words: Tally;
  /** Numbers that float32 cannot hold, infinity among them. */
  readonly notFinite: Tally;
  /** A text of the column where it holds neither numbers nor few enough texts to be categories; else null. */
  readonly text: string | null;
  /** Two different numbers that float32 takes for one, where they are large beside the differences of the column; else null. */
  readonly equal: readonly [number, number] | null;
}

/** What was wrong in a file that was read to its end nevertheless. */
export interface TableNotes {
  readonly columns: ReadonlyMap<string, ColumnNotes>;
  /** Lines with more or fewer cells than the first one; they are left out. */
  readonly lines: Tally;
}
