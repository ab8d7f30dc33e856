// How wide a line is in a terminal, and cutting it to fit. Colours take no room; Chinese, Japanese and Korean letters,
// full-width forms and emoji take two columns.

const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;
const COMBINING = /\p{Mark}|\u200d/u;

/** One colour change (`ESC [ ... m`) or one character. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: colours begin with the escape character
const PIECES = /\u001b\[[0-9;]*m|./gsu;

const RESET = '\u001b[0m';
const isColour = (piece: string): boolean => piece.length > 1 && piece.startsWith('\u001b');

function widthOfPiece(piece: string): number {
  if (isColour(piece) || COMBINING.test(piece)) return 0;
  return WIDE.test(piece) ? 2 : 1;
}

/** Columns that a line of text takes. */
export function widthOf(line: string): number {
  let width = 0;
  for (const [piece] of line.matchAll(PIECES)) width += widthOfPiece(piece);
  return width;
}

/** The line, cut to at most `columns` with an ellipsis as the last one; colours end where it is cut. */
export function truncate(line: string, columns: number): string {
  if (widthOf(line) <= columns) return line;
  let kept = '';
  let width = 0;
  let coloured = false;
  for (const [piece] of line.matchAll(PIECES)) {
    if (isColour(piece)) coloured = true;
    width += widthOfPiece(piece);
    if (width > columns - 1) break;
    kept += piece;
  }
  return `${kept}…${coloured ? RESET : ''}`;
}

/** The text with spaces on its right up to `columns`. */
export function padEnd(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - widthOf(text)));
}

/** The text with spaces on its left up to `columns`. */
export function padStart(text: string, columns: number): string {
  return ' '.repeat(Math.max(0, columns - widthOf(text))) + text;
}

/** The text broken between words into lines of at most `columns`; a longer word keeps a line to itself. */
export function wrapWords(text: string, columns: number): string[] {
  if (text !== '' && widthOf(text) <= columns) return [text];
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).filter((part) => part !== '')) {
    if (line !== '' && widthOf(line) + 1 + widthOf(word) > columns) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return line === '' ? lines : [...lines, line];
}
