import { MOST_BESIDE, MOST_CLASSES, shade } from './charts/index.ts';
import type { Block, Cell, Inline, ReportDocument, Row, Table } from './document.ts';
import { count } from './format.ts';
import { html, type Markup, type Part, trusted } from './html.ts';

/** What a page needs beside the document. */
export interface HtmlParts {
  /** The style sheet, escaped for a style element. */
  readonly style: string;
  /** Charts by id, as SVG. */
  readonly pictures: ReadonlyMap<string, string>;
  /** Everything that stands at the end of the body: data and program. */
  readonly scripts: Markup;
  /** The content security policy. */
  readonly policy: string;
}

/** A document as one HTML page. */
export function writeHtml(document: ReportDocument, parts: HtmlParts): string {
  const { title, subtitle, notice, lead, sections, footer } = document;
  const blocks = (all: readonly Block[]): Markup[] => all.map((block) => writeBlock(block, parts.pictures));
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${parts.policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${trusted(parts.style)}</style>
</head>
<body>
${notice === null ? '' : html`<p class="banner" role="note">${notice}</p>\n`}<header>
<h1>${title}</h1>
<p class="subtitle">${subtitle}</p>
<nav aria-label="Sections">${sections.map(({ id, title }) => html`<a href="#${id}">${title}</a> `)}</nav>
</header>
<main>
${blocks(lead)}${sections.map(
  (section) => html`<section id="${section.id}">
<h2>${section.title}</h2>
${blocks(section.blocks)}</section>
`,
)}</main>
<footer>${footer}</footer>
${parts.scripts}
</body>
</html>
`;
  return page.markup;
}

/** Some blocks as HTML. `pictures` are the charts by id; a chart without one is an empty place for the page's program. */
export function writeBlocks(blocks: readonly Block[], pictures: ReadonlyMap<string, string> = new Map()): string {
  return html`${blocks.map((block) => writeBlock(block, pictures))}`.markup;
}

const claimed = (claim: string | undefined): Markup =>
  claim === undefined ? trusted('') : html` data-claim="${claim}"`;

function writeBlock(block: Block, pictures: ReadonlyMap<string, string>): Markup {
  switch (block.kind) {
    case 'paragraph':
      return html`<p>${block.content.map(writeInline)}</p>\n`;
    case 'notice':
      return html`<p class="notice ${block.tone}">${block.content.map(writeInline)}</p>\n`;
    case 'heading':
      return html`<h3>${block.text}</h3>\n`;
    case 'tiles':
      return html`<dl class="tiles">${block.items.map(
        ({ label, value, note, claim }) =>
          html`<div><dt>${label}</dt><dd${claimed(claim)}>${value}</dd><dd class="note">${note}</dd></div>`,
      )}</dl>\n`;
    case 'facts':
      return html`<dl class="facts">${block.items.map(
        ([label, value]) => html`<div><dt>${label}</dt><dd>${writeInline(value)}</dd></div>`,
      )}</dl>\n`;
    case 'columns':
      return html`<div class="columns">${block.columns.map(
        (inside) => html`<div>${inside.map((inner) => writeBlock(inner, pictures))}</div>`,
      )}</div>\n`;
    case 'code':
      return html`<pre tabindex="0"><code>${block.text}</code></pre>\n`;
    case 'table':
      return writeTable(block.table);
    case 'charts':
      return html`<div class="charts">${block.ids.map((id) => writeChart(id, pictures))}</div>\n`;
    case 'matrix':
      return writeMatrix(block.id, block.labels, block.counts);
    case 'island':
      return html`<div class="island" data-island="${block.name}">${
        block.without === undefined ? '' : html`<noscript><p class="notice warning">${block.without}</p></noscript>`
      }${block.fallback.map((inner) => writeBlock(inner, pictures))}</div>\n`;
    case 'details': {
      const attributes = block.open ? ' open' : block.lazy === true ? ' data-lazy=""' : '';
      const inside = block.lazy === true && !block.open ? [] : block.blocks;
      return html`<details id="${block.id}"${trusted(attributes)}><summary><span class="name">${
        block.summary
      }</span><span class="aside">${block.aside}</span></summary>
${inside.map((inner) => writeBlock(inner, pictures))}</details>\n`;
    }
  }
}

function writeInline(content: Inline): Part {
  if (typeof content === 'string') return content;
  if ('code' in content) return html`<code>${content.code}</code>`;
  if ('strong' in content) return html`<strong>${content.strong}</strong>`;
  if ('figure' in content) return html`<strong${claimed(content.claim)}>${content.figure}</strong>`;
  return html`<a href="#${content.to}">${content.link}</a>`;
}

/** Long names may break behind their underscores and equal signs before they break anywhere. */
function breakable(part: Part): Markup {
  return trusted(html`${part}`.markup.replace(/(?<=^|>)[^<]+/g, (text) => text.replace(/[_=](?=.)/g, '$&<wbr/>')));
}

function writeChart(id: string, pictures: ReadonlyMap<string, string>): Markup {
  return html`<div class="chart" data-chart="${id}">${trusted(pictures.get(id) ?? '')}</div>`;
}

function writeTable(table: Table): Markup {
  const { columns, rows, sortable } = table;
  const side = (i: number): Markup => {
    const { numeric, long } = columns[i];
    return trusted(numeric ? ' class="number"' : long === 'name' ? ' class="names"' : long ? ' class="long"' : '');
  };
  const cell = ({ content, sort }: Cell, i: number): Markup =>
    html`<td${side(i)}${sort === undefined ? '' : html` data-sort="${sort}"`}>${
      columns[i].long !== false ? breakable(writeInline(content)) : writeInline(content)
    }</td>`;
  const line = ({ cells, tone }: Row): Markup =>
    html`<tr${tone === undefined ? '' : html` class="${tone}"`}>${cells.map(cell)}</tr>\n`;
  return html`<div class="wide"><table${trusted(sortable ? ' class="sortable"' : '')}>
<thead><tr>${columns.map(({ label }, i) => html`<th scope="col"${side(i)}>${label}</th>`)}</tr></thead>
<tbody>
${rows.map(line)}</tbody>
</table></div>\n`;
}

/** A confusion matrix as a table: right counts blue, wrong ones orange, shaded by their share of the true class. */
function writeMatrix(id: string, labels: readonly string[], counts: readonly (readonly number[])[]): Markup {
  if (labels.length > MOST_CLASSES) {
    return html`<p>The matrix of ${labels.length} classes is left out here: metrics.jsonl and test.json hold it.</p>\n`;
  }
  const name = (label: string): Markup => html`<span title="${label}">${label}</span>`;
  const row = (cells: readonly number[], t: number): Markup => {
    const total = cells.reduce((sum, n) => sum + n, 0);
    return html`<tr><th scope="row">${name(labels[t])}</th>${cells.map((n, p) => writeCount(n, total, t === p))}<td class="sum">${count(total)}</td></tr>\n`;
  };
  const classes = labels.length;
  const kind = classes > MOST_BESIDE ? html`class="matrix many" style="--classes:${classes}"` : html`class="matrix"`;
  return html`<figure class="confusion" data-matrix="${id}">
<figcaption>Rows are true classes, columns predicted ones. Blue is right, orange is wrong, a stronger colour is a larger share of the row.</figcaption>
<div class="wide"><table ${kind}>
<thead><tr><td></td>${labels.map((label) => html`<th scope="col">${name(label)}</th>`)}<th scope="col"><span>all rows</span></th></tr></thead>
<tbody>
${counts.map(row)}</tbody>
</table></div>
</figure>\n`;
}

function writeCount(n: number, total: number, right: boolean): Markup {
  const strength = shade(n, total);
  const names = [right ? 'right' : 'wrong', ...(strength > 0.7 ? ['strong'] : []), ...(n === 0 ? ['zero'] : [])].join(
    ' ',
  );
  return html`<td class="${names}" style="--shade:${strength.toFixed(2)}">${n}</td>`;
}
