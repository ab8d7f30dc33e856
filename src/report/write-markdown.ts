import { MOST_CLASSES } from './charts/index.ts';
import type { Block, Inline, ReportDocument, Table } from './document.ts';
import { count, visible } from './format.ts';

/** A text for use in Markdown: one line, nothing in it is markup. An underscore inside a word is no markup and stays. */
export function escapeMarkdown(text: string): string {
  return oneLine(text)
    .replace(/[\\`*[\]<>|~#!&$]/g, '\\$&')
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_')
    .replace(
      /^(\s*)([-+]|\d+[.)])(?=\s|$)/,
      (_, space: string, mark: string) => `${space}${mark.slice(0, -1)}\\${mark.slice(-1)}`,
    );
}

/** A document as Markdown for a code host. `describe` gives a figure's description by its id. */
export function writeMarkdown(document: ReportDocument, describe: (id: string) => string): string {
  const { title, subtitle, notice, lead, sections, footer } = document;
  const blocks = (all: readonly Block[], level: number): string[] => blocksOf(all, level, describe);
  const parts = [
    ...(notice === null ? [] : [`> **${escapeMarkdown(notice)}**`]),
    `# ${escapeMarkdown(title)}`,
    escapeMarkdown(subtitle),
    ...blocks(lead, 2),
    ...sections
      .filter((section) => section.pageOnly !== true)
      .flatMap((section) => [`## ${escapeMarkdown(section.title)}`, ...blocks(section.blocks, 3)]),
    '---',
    escapeMarkdown(footer),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

const blocksOf = (all: readonly Block[], level: number, describe: (id: string) => string): string[] =>
  all.map((block) => writeBlock(block, level, describe)).filter((part) => part !== '');

function writeBlock(block: Block, level: number, describe: (id: string) => string): string {
  switch (block.kind) {
    case 'paragraph':
      return block.content.map(writeInline).join('');
    case 'notice':
      return `> ${block.content.map(writeInline).join('')}`;
    case 'heading':
      return `${'#'.repeat(level)} ${escapeMarkdown(block.text)}`;
    case 'tiles':
      return listTable(
        block.items.map(({ label, value, note }) => [label, note === '' ? value : `${value} (${note})`]),
      );
    case 'facts':
      return listTable(block.items);
    case 'columns':
      return block.columns.flatMap((inside) => blocksOf(inside, level, describe)).join('\n\n');
    case 'code':
      return writeCode(block.language, block.text);
    case 'table':
      return writeTable(block.table);
    case 'charts':
      return block.ids.map((id) => picture(id, describe)).join('\n');
    case 'matrix':
      return block.labels.length > MOST_CLASSES
        ? `The matrix of ${block.labels.length} classes is left out here: metrics.jsonl and test.json hold it.`
        : [picture(block.id, describe), '', writeMatrix(block.labels, block.counts)].join('\n');
    case 'island':
      return blocksOf(block.fallback, level, describe).join('\n\n');
    case 'details':
      if (block.pageOnly === true) return '';
      return [
        `${'#'.repeat(level)} ${escapeMarkdown(block.summary)}`,
        escapeMarkdown(block.aside),
        ...blocksOf(block.blocks, level + 1, describe),
      ]
        .filter((part) => part !== '')
        .join('\n\n');
  }
}

function writeInline(content: Inline): string {
  if (typeof content === 'string') return escapeMarkdown(content);
  if ('code' in content) return codeSpan(content.code);
  if ('strong' in content) return `**${escapeMarkdown(content.strong)}**`;
  if ('figure' in content) return `**${escapeMarkdown(content.figure)}**`;
  return escapeMarkdown(content.link);
}

const oneLine = (text: string): string => visible(text.replace(/\s+/gu, ' '));

/** A code span: its fence is longer than any run of backticks inside. A bar would end a table's cell, so it is escaped. */
function codeSpan(text: string): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  const gap = longest > 0 ? ' ' : '';
  return `${fence}${gap}${oneLine(text).replaceAll('|', '\\|')}${gap}${fence}`;
}

function writeCode(language: string, text: string): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${visible(text)}\n${fence}`;
}

/** A file name as a link's target; round brackets, which encodeURIComponent leaves, would end the link. */
const linkTarget = (name: string): string => encodeURIComponent(name).replaceAll('(', '%28').replaceAll(')', '%29');

function picture(id: string, describe: (id: string) => string): string {
  return `![${escapeMarkdown(describe(id))}](figures/${linkTarget(id)}.svg)`;
}

const tableLine = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

function listTable(items: readonly (readonly [string, Inline])[]): string {
  return [
    '| | |',
    '| --- | --- |',
    ...items.map(([label, value]) => tableLine([escapeMarkdown(label), writeInline(value)])),
  ].join('\n');
}

function writeTable({ columns, rows }: Table): string {
  const lines = rows.map(({ cells, tone }) =>
    tableLine(
      cells.map(({ content }) => {
        const text = writeInline(content);
        return (tone === 'chosen' || tone === 'total') && text !== '' ? `**${text.replaceAll('**', '')}**` : text;
      }),
    ),
  );
  return [
    tableLine(columns.map(({ label }) => escapeMarkdown(label))),
    tableLine(columns.map(({ numeric }) => (numeric ? '---:' : '---'))),
    ...lines,
  ].join('\n');
}

function writeMatrix(labels: readonly string[], counts: readonly (readonly number[])[]): string {
  const lines = counts.map((row, t) => {
    const total = row.reduce((sum, n) => sum + n, 0);
    return tableLine([
      escapeMarkdown(labels[t]),
      ...row.map((n, p) => (p === t ? `**${n}**` : String(n))),
      count(total),
    ]);
  });
  return [
    tableLine(['true \\ predicted', ...labels.map(escapeMarkdown), 'all rows']),
    tableLine(['---', ...labels.map(() => '---:'), '---:']),
    ...lines,
  ].join('\n');
}
