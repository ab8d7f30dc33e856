// What `heddle data` finds out about a data set before anything trains, as plain JSON.

/** Things of a kind: how many, and where the first of them are. */
export interface CheckupTally {
  readonly count: number;
  /** `sales.csv:12`, `cats/7.png`, `training row 12`. */
  readonly first: readonly string[];
}

/** A part of the rows, and whether it was given or is what a sweep would draw. */
export interface CheckupPart {
  readonly name: 'training' | 'validation' | 'test';
  readonly rows: number;
  readonly origin: 'given' | 'drawn';
}

/** The rows of one class, in all parts together. */
export interface ClassShare {
  readonly label: string;
  readonly rows: number;
  /** Of all rows with a class. */
  readonly share: number;
}

/** How the values of a column are spread, from its smallest to its largest in steps of one width. */
export interface ColumnHistogram {
  readonly from: number;
  readonly to: number;
  /** Rows in each step: one list a class where there are few classes, else one list of all. */
  readonly counts: readonly (readonly number[])[];
}

/** One column of a table. Figures are of the rows that were given to train. */
export interface ColumnCheckup {
  readonly name: string;
  readonly role: 'feature' | 'target';
  /** `text` is neither numbers nor few enough texts to be categories. */
  readonly kind: 'number' | 'category' | 'text';
  /** Of all parts. */
  readonly missing: CheckupTally;
  /** Words among numbers. */
  readonly words: CheckupTally;
  /** Numbers that float32 cannot hold, infinity among them. */
  readonly notFinite: CheckupTally;
  readonly numbers: {
    readonly smallest: number;
    readonly largest: number;
    readonly mean: number;
    /** Of the population: divided by the count. */
    readonly deviation: number;
    /** Different values. */
    readonly distinct: number;
  } | null;
  readonly categories: {
    readonly count: number;
    /** The most frequent ones. */
    readonly most: readonly { readonly label: string; readonly rows: number }[];
  } | null;
  /** One value and no other. */
  readonly constant: boolean;
  /** How much of the target this column tells by itself: 0 nothing, 1 all; null where it was not measured. */
  readonly alone: number | null;
  readonly histogram: ColumnHistogram | null;
}

/** The sizes of picture files. */
export interface PictureSizes {
  readonly different: number;
  /** The most frequent ones. */
  readonly most: readonly { readonly width: number; readonly height: number; readonly files: number }[];
  /** By the number of pixels. */
  readonly smallest: { readonly width: number; readonly height: number };
  readonly largest: { readonly width: number; readonly height: number };
}

/** The pictures of a data set. */
export interface PicturesCheckup {
  /** Of a row: height, width, and 3 for colour. */
  readonly shape: readonly number[];
  /** Mean and deviation of all pixels of the training rows, from 0 to 255. */
  readonly mean: number;
  readonly deviation: number;
  /** Values of a row that are the same in all training rows. */
  readonly constantValues: number;
  /** Pictures of one colour. */
  readonly blank: CheckupTally;
  /** Sizes of the files; null where the pictures come in one size, as in IDX files. */
  readonly sizes: PictureSizes | null;
  /** Files that cannot be read, all of them, with the reason. */
  readonly unreadable: readonly { readonly file: string; readonly problem: string }[];
}

/** Rows with equal features. */
export interface CopiesCheckup {
  /** Rows of a given part that equal one before them in it, and how many of these have another target than that one. */
  readonly inside: readonly {
    readonly part: CheckupPart['name'];
    readonly rows: number;
    readonly conflicting: number;
    readonly first: readonly string[];
  }[];
  /** Rows of the second part that equal one of the first; null where a part is not there. */
  readonly trainValidation: number | null;
  readonly trainTest: number | null;
  readonly validationTest: number | null;
  readonly first: readonly string[];
}

/** Something to know. */
export interface CheckupFinding {
  /** `error`: training would refuse the data; `warning`: look at it; `note`: good to know. */
  readonly level: 'error' | 'warning' | 'note';
  /** What it concerns: `column price`, `classes`, `copies`. */
  readonly where: string;
  readonly text: string;
  /** What to do. */
  readonly hint: string;
}

/** The check-up of a data set. */
export interface CheckupRecord {
  readonly dataset: string;
  readonly source: string;
  readonly kind: 'table' | 'pictures';
  /** The column to be predicted; null for pictures, and where nobody named one. */
  readonly target: string | null;
  readonly parts: readonly CheckupPart[];
  /** In the order of the classes; null where there are none. */
  readonly classes: readonly ClassShare[] | null;
  /** Empty for pictures. */
  readonly columns: readonly ColumnCheckup[];
  readonly pictures: PicturesCheckup | null;
  /** Lines with more or fewer cells than the first, which are left out. */
  readonly lines: CheckupTally;
  readonly copies: CopiesCheckup;
  /** Errors first, then warnings, then notes. */
  readonly findings: readonly CheckupFinding[];
}
