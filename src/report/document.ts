// What a report says, apart from how it looks: panels make sections of blocks, and the HTML and Markdown writers turn
// the same blocks into a page and a text. A writer escapes every text; nothing in here is markup.

import type { ConfusionMatrix } from '../record/index.ts';

/** A run of text: as it is, as code, emphasised, or a link to something with an id on the same page. */
export type Inline =
  | string
  | { readonly code: string }
  | { readonly strong: string }
  /** A test figure that the page's proof recomputes; `claim` names it: `accuracy`. */
  | { readonly figure: string; readonly claim: string }
  | { readonly link: string; readonly to: string };

/** One cell: what it shows, and the number it sorts by when that differs from the text. */
export interface Cell {
  readonly content: Inline;
  readonly sort?: number;
}

/** One column of a table. */
export interface Column {
  readonly label: string;
  /** Numbers stand right, with digits of equal width. */
  readonly numeric: boolean;
  /** Whether its texts may break into lines: sentences, or `name`s, which leave the room to the figures beside them. */
  readonly long: boolean | 'name';
}

/** One row of a table. `chosen` rows stand out; `failed` rows step back. */
export interface Row {
  readonly cells: readonly Cell[];
  readonly tone?: 'chosen' | 'failed' | 'total' | 'alarm';
}

/** A table. */
export interface Table {
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  /** Whether the page may sort it. */
  readonly sortable: boolean;
}

/** One large number. */
export interface Tile {
  readonly label: string;
  readonly value: string;
  readonly note: string;
  /** The figure that the page's proof recomputes, if it is one: `accuracy`. */
  readonly claim?: string;
}

/** One piece of a section. */
export type Block =
  | { readonly kind: 'paragraph'; readonly content: readonly Inline[] }
  | { readonly kind: 'notice'; readonly tone: 'alarm' | 'warning' | 'note'; readonly content: readonly Inline[] }
  | { readonly kind: 'heading'; readonly text: string }
  | {
      readonly kind: 'tiles';
      readonly items: readonly Tile[];
    }
  | { readonly kind: 'facts'; readonly items: readonly (readonly [label: string, value: Inline])[] }
  /** Groups of blocks side by side where there is room. */
  | { readonly kind: 'columns'; readonly columns: readonly (readonly Block[])[] }
  | { readonly kind: 'code'; readonly language: 'sh' | 'json'; readonly text: string }
  | { readonly kind: 'table'; readonly table: Table }
  /** Charts by id, side by side where there is room. */
  | { readonly kind: 'charts'; readonly ids: readonly string[] }
  /** A confusion matrix; `id` names its figure. */
  | {
      readonly kind: 'matrix';
      readonly id: string;
      readonly labels: readonly string[];
      readonly counts: ConfusionMatrix;
    }
  /** A place that the page's program brings to life; `fallback` stands there before, and in the Markdown. */
  | {
      readonly kind: 'island';
      readonly name: string;
      readonly fallback: readonly Block[];
      /** What a page says there where no program runs. */
      readonly without?: string;
    }
  /** Something to open: closed at first unless `open`. A page fills a `lazy` one when it is opened. */
  | {
      readonly kind: 'details';
      readonly id: string;
      readonly summary: string;
      readonly aside: string;
      readonly open: boolean;
      readonly lazy?: boolean;
      /** Left out of the Markdown. */
      readonly pageOnly?: boolean;
      readonly blocks: readonly Block[];
    };

/** One titled part of the report. */
export interface Section {
  /** Its anchor on the page. */
  readonly id: string;
  readonly title: string;
  readonly blocks: readonly Block[];
  /** Whether it is something to do rather than to read, and so left out of the Markdown. */
  readonly pageOnly?: boolean;
}

/** The whole report. */
export interface ReportDocument {
  readonly title: string;
  readonly subtitle: string;
  /** Stands on the first line, before the title: what the reader must know before anything else. */
  readonly notice: string | null;
  /** Stands below the title, before the first section. */
  readonly lead: readonly Block[];
  readonly sections: readonly Section[];
  readonly footer: string;
}

/** A paragraph. */
export const paragraph = (...content: Inline[]): Block => ({ kind: 'paragraph', content });

/** A cell that shows a text. */
export const textCell = (content: Inline): Cell => ({ content });

/** A cell that shows a number as `text` and sorts by its value; a missing number sorts last. */
export const numberCell = (value: number | null | undefined, text: string): Cell => ({
  content: text,
  sort: value ?? Number.MAX_VALUE,
});

/** A column of texts. */
export const textColumn = (label: string): Column => ({ label, numeric: false, long: false });

/** A column of texts that may take several lines. */
export const longColumn = (label: string): Column => ({ label, numeric: false, long: true });

/** A column of names, of classes for one, which may take several lines and never more than a part of the width. */
export const nameColumn = (label: string): Column => ({ label, numeric: false, long: 'name' });

/** A column of numbers. */
export const numberColumn = (label: string): Column => ({ label, numeric: true, long: false });
