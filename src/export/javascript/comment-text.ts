/**
 * A text that may stand in a comment of JavaScript: no line ends in it, as one does at U+2028 and U+2029 too, and no comment.
 *
 * @example
 * commentText('a\u2028b'); // 'a b'
 */
export const commentText = (text: string): string =>
  text.replace(/[\p{Cc}\u2028\u2029]/gu, ' ').replaceAll('*/', '* /');
