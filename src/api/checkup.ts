// A data set looked at before anything trains.

export {
  aloneTells,
  type CheckedPictures,
  type CheckedTable,
  checkPictures,
  checkTable,
  type Division,
  type JudgedRows,
  judgedRows,
  type NotedTable,
  type PictureParts,
} from '../checkup/index.ts';
