/** Says once, on the console, what the user of a page should know of how it computes. */
export function consoleNotice(text: string): void {
  console.info(text);
}

/** All there is to say, as one text; undefined where there is nothing. */
export function noticeText(notices: readonly string[]): string | undefined {
  return notices.length === 0 ? undefined : `Heddle: ${notices.join(' Also: ')}`;
}
