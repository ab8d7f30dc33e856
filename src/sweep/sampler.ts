/** What decides which trial comes next. */
export interface Sampler<Trial> {
  /** The next trial, or undefined when there is none left. */
  ask(): Trial | undefined;
}
