// What the docs test reads in Markdown: links, headings, and fenced code.

/** A link of a page: `target` is a path, `#anchor`, or both; addresses of the web are left out. */
export interface Link {
  readonly target: string;
  readonly line: number;
}

/** A fenced block. `info` is what follows the fence: `ts`, `ts src/train/train.ts`. */
export interface CodeBlock {
  readonly info: string;
  readonly code: string;
  /** The line of the code's first line, from 1. */
  readonly line: number;
}

/** All fenced blocks of a page. */
export function codeBlocksOf(markdown: string): CodeBlock[] {
  const blocks: CodeBlock[] = [];
  let open: { fence: string; info: string; line: number; lines: string[] } | undefined;
  for (const [index, text] of markdown.split('\n').entries()) {
    if (open === undefined) {
      const fence = /^\s*(`{3,}|~{3,})\s*(.*?)\s*$/.exec(text);
      if (fence) open = { fence: fence[1], info: fence[2], line: index + 2, lines: [] };
    } else if (text.trim() === open.fence) {
      blocks.push({ info: open.info, code: open.lines.join('\n'), line: open.line });
      open = undefined;
    } else open.lines.push(text);
  }
  if (open !== undefined) throw new Error(`line ${open.line - 1}: the code block is never closed`);
  return blocks;
}

/** The lines of a page, those of its code blocks blanked. */
function linesWithoutBlocks(markdown: string): string[] {
  const lines = markdown.split('\n');
  for (const { code, line } of codeBlocksOf(markdown)) lines.fill('', line - 1, line - 1 + code.split('\n').length);
  return lines;
}

/** All links and images of a page that stay in the repository, link definitions (`[x]: path`) included. */
export function linksOf(markdown: string): Link[] {
  const found: Link[] = [];
  for (const [index, line] of linesWithoutBlocks(markdown).entries()) {
    const text = line.replace(/(`+)(?:(?!\1).)+\1/g, '');
    const targets = [
      ...text.matchAll(/\]\(\s*<?([^)\s>]+)>?(?:\s+["'][^"']*["'])?\s*\)/g),
      ...text.matchAll(/^\s*\[[^\]]+\]:\s*<?(\S+?)>?(?:\s|$)/g),
      ...text.matchAll(/<(?:img|a)\s[^>]*?(?:src|href)="([^"]+)"/g),
    ].map((match) => match[1]);
    for (const target of targets) if (!/^[a-z][a-z0-9+.-]*:/i.test(target)) found.push({ target, line: index + 1 });
  }
  return found;
}

/** The anchors of a page's headings, made as GitHub makes them. */
export function anchorsOf(markdown: string): string[] {
  const counts = new Map<string, number>();
  return linesWithoutBlocks(markdown).flatMap((text) => {
    const heading = /^#{1,6}\s+(.*?)\s*#*\s*$/.exec(text);
    if (!heading) return [];
    const slug = heading[1]
      .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\p{M}_\- ]/gu, '')
      .replaceAll(' ', '-');
    const before = counts.get(slug) ?? 0;
    counts.set(slug, before + 1);
    return [before === 0 ? slug : `${slug}-${before}`];
  });
}

/**
 * Whether an excerpt stands in a source: the same lines in the same order, indentation aside. A line `// ...` in the
 * excerpt leaves out any number of lines.
 */
export function isExcerptOf(excerpt: string, source: string): boolean {
  const flat = (text: string): string =>
    `\n${text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '')
      .join('\n')}\n`;
  const whole = flat(source);
  let from = 0;
  for (const piece of excerpt.split(/^\s*\/\/ \.\.\.\s*$/m)) {
    if (piece.trim() === '') continue;
    const at = whole.indexOf(flat(piece), from);
    if (at < 0) return false;
    from = at + flat(piece).length - 1;
  }
  return true;
}
