import type { ColumnFit, ImageFit, Scaling, TableFit } from '../data/index.ts';

/** Where the rows of a sweep come from: the name of a built-in data set, or files. */
export type DatasetSpec = string | CsvDatasetSpec | ImagesDatasetSpec | IdxDatasetSpec;

/** What every data set out of files has. */
interface FilesSpec<Part> {
  /** Rows that validate, given apart from those that train; null to split the training rows. */
  readonly validation: Part | null;
  /** Rows for the test; or how many, a share below 1, to hold back. 0 for none. */
  readonly test: Part | number;
  /** What held-back test rows are drawn from. It is not the sweep's: whoever trains with many seeds still has one test. */
  readonly seed: number;
}

/** What a column of a CSV file is, and how it becomes features; only what is declared. */
export interface ColumnSpec extends Partial<ColumnFit> {
  readonly kind?: 'number' | 'category';
}

/** A CSV file: names in its first line, a row in each other. */
export interface CsvDatasetSpec extends FilesSpec<string> {
  /** The file's path. */
  readonly csv: string;
  /** The column to be predicted: a class or a number, as the loss has it. */
  readonly target: string;
  readonly columns: { readonly [name: string]: ColumnSpec };
  /** Columns to leave out. */
  readonly ignore: readonly string[];
  readonly scaling: Scaling;
  readonly missing: NonNullable<TableFit['missing']>;
  readonly missingTexts: readonly string[];
  readonly unseen: ColumnFit['unseen'];
  /** How a target of numbers is scaled; null for the loss to decide. */
  readonly targetScaling: Scaling | null;
  /** The character between cells; null to find it. */
  readonly delimiter: string | null;
}

/** A folder of pictures with a folder for each class. */
export interface ImagesDatasetSpec extends FilesSpec<string> {
  /** The folder's path. */
  readonly images: string;
  /** Pixels of a network's input. */
  readonly height: number;
  readonly width: number;
  /** 1 for grey, 3 for colour. */
  readonly channels: 1 | 3;
  readonly fit: ImageFit;
  /** The most pixels that a picture may have. */
  readonly mostPixels: number;
}

/** Two IDX files, packed or not. */
export interface IdxFiles {
  readonly images: string;
  readonly labels: string;
}

/** Pictures in IDX files, as MNIST has them. */
export interface IdxDatasetSpec extends FilesSpec<IdxFiles> {
  readonly idx: IdxFiles;
  /** The classes in label order; null for their numbers. */
  readonly classNames: readonly string[] | null;
}
