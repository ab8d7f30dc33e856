// checkup: a data set looked at before anything trains. In: rows as they were read, with notes of what was wrong. Out: facts of
// every column or picture, of classes, parts and copies, and what they mean. To add a finding, add it to findings.ts.

export { aloneTells, type JudgedRows, judgedRows, SUSPICIOUS } from './alone.ts';
export { type CheckedPictures, checkPictures, type PictureParts } from './check-pictures.ts';
export { type CheckedTable, checkTable } from './check-table.ts';
export type { NotedTable } from './column-facts.ts';
export type { Division } from './parts.ts';
