import type { CsvSource } from '../../csv/index.ts';
import { csvSource } from '../../node/index.ts';

/** A CSV file, called by its path as it was given, which tells files of one name apart; `-` is standard input. */
export function csvRows(file: string): CsvSource {
  return file === '-' ? { name: 'standard input', chunks: process.stdin } : { ...csvSource(file), name: file };
}
