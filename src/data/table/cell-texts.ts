// What texts in the cells of a table mean, and how many of them may differ.

/** What is taken for missing where nobody says. */
export const DEFAULT_MISSING_TEXTS: readonly string[] = ['NA', 'N/A', 'NaN', 'nan', 'null', '?'];

/** Different texts up to which a column that nobody declared may be one of categories. */
export const MOST_CATEGORIES = 100;

/** Different categories of a declared column at most; each is a feature. */
export const MOST_DECLARED = 10_000;

/** Whether a text may stand between cells. */
export const isDelimiter = (text: string): boolean => text.length === 1 && !'"\n\r'.includes(text);

/** What it must be, for errors. */
export const DELIMITER_EXPECTED = 'one character other than a quote or a line break';

/** Whether a text is a number with a comma in it: `3,14` as much of Europe writes it, or `1,234.56` with its thousands set apart. */
export const hasDecimalComma = (text: string): boolean => /^[+-]?\d+(?:[.,]\d+)*,\d+(?:\.\d+)?$/.test(text);

/** What to do about numbers with a comma. */
export const DECIMAL_COMMA_HINT = 'numbers have a decimal point and no other sign between digits: write 3.14 and 1234.';

/** Whether a text begins with a date: `2026-01-31`. */
export const isDate = (text: string): boolean => /^\d{4}-\d\d-\d\d/.test(text);

/** What to do about a column of numbers that float32 takes for one. */
export const equalHint = (column: string): string =>
  `subtract one number from the whole column, in every file; or, if they are names of things, columns: { ${column}: category } or ignore: [${column}].`;
