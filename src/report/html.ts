import { visible } from './format.ts';

/** HTML that is safe to put into a page as it is. */
export interface Markup {
  readonly markup: string;
}

/** What a template may hold: texts and numbers are escaped, markup is not, lists are joined. */
export type Part = string | number | Markup | readonly Part[];

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A text for use in HTML and XML, in content and in quoted attributes; see {@link visible}. */
export function escapeHtml(text: string): string {
  return visible(text).replace(/[&<>"']/g, (sign) => ENTITIES[sign]);
}

/**
 * A template that escapes whatever is put into it.
 *
 * @example
 * html`<td>${'<b>'}</td>`.markup; // '<td>&lt;b&gt;</td>'
 */
export function html(pieces: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return { markup: pieces.reduce((text, piece, i) => text + markupOf(parts[i - 1]) + piece) };
}

/** Says that a text is HTML already: only for what this program made. */
export function trusted(markup: string): Markup {
  return { markup };
}

function markupOf(part: Part): string {
  if (typeof part === 'string') return escapeHtml(part);
  if (typeof part === 'number') return String(part);
  if ('markup' in part) return part.markup;
  return part.map(markupOf).join('');
}

/**
 * Plain data as the content of a `<script type="application/json">` element. Every `<`, `>` and `&` is written as a
 * JSON escape, so that no text in it can end the element, and so is every control character.
 */
export function jsonForScript(value: unknown): string {
  const code = (sign: string): string => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return JSON.stringify(value).replace(/[<>&\u2028\u2029\p{Cc}]/gu, code);
}

/** A program as the content of a `<script>` element: what would end or comment it is written in another way. */
export function programForScript(program: string): string {
  return program.replace(/\r\n?/g, '\n').replace(/<(?=\/script|!--|script)/gi, '\\x3c');
}
