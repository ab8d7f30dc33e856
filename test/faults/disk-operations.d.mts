/** An operation that changes the disk. */
export interface DiskOperation {
  readonly kind: 'open' | 'write' | 'sync' | 'rename' | 'mkdir' | 'remove';
  readonly path: string;
  /** The first half of a write; nothing for other kinds. */
  begin(): Promise<void>;
}

export function watchDisk(
  around: <Result>(operation: DiskOperation, work: () => Promise<Result>) => Promise<Result>,
): () => void;

export function diskError(code: string, operation: DiskOperation): Error;
