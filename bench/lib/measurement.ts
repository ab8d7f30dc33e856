import type { Absent } from './contender.ts';
import type { TaskFolder } from './task.ts';

/** How a run of the benchmarks was asked for. */
export interface BenchOptions {
  /** Fewer rounds and smaller work: whether it works, not how fast it is. */
  readonly quick: boolean;
  /** Only contenders whose id begins so; all when empty. */
  readonly peers: readonly string[];
  readonly log: (line: string) => void;
}

/** A table for people: the first row is its heading. */
export interface TextTable {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** What a measurement found. */
export interface Outcome {
  /** Everything measured, as plain data. */
  readonly data: unknown;
  readonly tables: readonly TextTable[];
  readonly absent: readonly Absent[];
}

/** One thing that is measured. */
export interface Measurement {
  /** As `--only` names it. */
  readonly name: string;
  readonly title: string;
  run(task: TaskFolder, options: BenchOptions): Promise<Outcome>;
}
