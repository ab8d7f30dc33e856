import type { CsvSource } from '../../csv/index.ts';
import { csvSource } from '../../node/index.ts';

/** A CSV file by its path; `-` is standard input. */
export function csvRows(file: string): CsvSource {
  return file === '-' ? { name: 'standard input', chunks: process.stdin } : csvSource(file);
}
