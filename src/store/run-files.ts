/**
 * The little that a run store needs of a place to keep files: a folder on disk, a map in memory, a browser's private
 * file system. Paths are relative to the run folder and use `/`; the caller has made sure that they stay inside it.
 * Every method rejects with HeddleError `file` when the place cannot be read or written.
 */
export interface RunFiles {
  /** Where a person finds the folder. */
  readonly location: string;
  /**
   * Replaces a file as a whole: a reader sees the old content or the new, never a part. Makes folders as needed. The content is the caller's
   * again when it resolves: a place that keeps it keeps a copy.
   */
  write(path: string, content: Uint8Array | string): Promise<void>;
  /**
   * As `write`, but what stood at `path` before stays under the name `previous`. At every moment one of the two is whole, and it is
   * the old content or the new.
   */
  writeKeeping(path: string, content: Uint8Array, previous: string): Promise<void>;
  /** Removes a file; nothing where there is none. */
  remove(path: string): Promise<void>;
  /**
   * Moves a folder with everything in it to a place where there is nothing; nothing where there is no such folder. At every moment it
   * is whole in one of the two places.
   */
  move(path: string, to: string): Promise<void>;
  /** Adds `line` to the end of a journal in one write; what a crash left after the last line end is mended first. */
  append(path: string, line: string): Promise<void>;
  /** The content of a file, or null when there is none. */
  read(path: string): Promise<Uint8Array | null>;
  /** The names of the folders directly inside a folder, in any order; none when it does not exist. */
  folders(path: string): Promise<readonly string[]>;
}
