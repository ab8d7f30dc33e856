import type { Json } from '../../core/index.ts';
import { measured, visible } from '../format.ts';
import type { SaneRange } from './sane-range.ts';

/**
 * One chart: an ECharts option as plain data, so that the picture in report.md, the picture in report.html and the
 * interactive chart on the page all come from it.
 */
export interface Chart {
  /** Names its figure file and its place on the page: `trial-003-model_1-loss`. */
  readonly id: string;
  /** What it shows, for readers who cannot see it. */
  readonly description: string;
  /** Pixels of the picture; the page fits the width to its column. */
  readonly width: number;
  readonly height: number;
  readonly option: { readonly [name: string]: Json };
  /** What changes on a page where the chart is narrower than {@link NARROW} pixels, merged into the option. */
  readonly narrow?: { readonly [name: string]: Json };
}

/** Below this width in pixels, about that of a phone, a chart takes its `narrow` option. */
export const NARROW = 420;

/** The width that a narrow chart can count on. */
export const PHONE_WIDTH = 280;

/** The colours of a chart. Every pair of series also differs in symbol or dash, so that colour is never the only sign. */
export interface Palette {
  readonly ink: string;
  readonly muted: string;
  readonly grid: string;
  readonly surface: string;
  readonly series: readonly string[];
}

/**
 * Colours that the page's style sheet sets, for light and dark alike. ECharts cannot lighten a `var()` and takes the
 * colour away instead, so that a series that stands out under the pointer has to name its colour there too.
 */
export const pagePalette: Palette = {
  ink: 'var(--ink)',
  muted: 'var(--muted)',
  grid: 'var(--rule)',
  surface: 'var(--surface)',
  series: [
    'var(--series-1)',
    'var(--series-2)',
    'var(--series-3)',
    'var(--series-4)',
    'var(--series-5)',
    'var(--series-6)',
  ],
};

/** Colours for a white page: the figure files. After Okabe and Ito (2008), told apart by colour-blind readers too. */
export const paperPalette: Palette = {
  ink: '#1d232b',
  muted: '#59636e',
  grid: '#e3e6ea',
  surface: '#ffffff',
  series: ['#0072b2', '#d55e00', '#009e73', '#a8528a', '#7a6400', '#3a3f47'],
};

/** The symbols of successive series. */
export const SYMBOLS: readonly string[] = ['circle', 'diamond', 'triangle', 'rect', 'pin', 'arrow'];

/** A name as a chart shows it: only visible characters, and not more than `longest` of them. */
export function chartText(name: string, longest: number = 40): string {
  const clean = Array.from(visible(name));
  return clean.length > longest ? `${clean.slice(0, longest - 1).join('')}…` : clean.join('');
}

/**
 * A name as {@link chartText} shows it, but cut where it tells names least apart: in the middle of its longest word, or in
 * its own where that is too short.
 *
 * @example
 * chartName('a_network_of_two_layers rate=0.02', 20); // 'a_net…yers rate=0.02'
 */
export function chartName(name: string, longest: number): string {
  const clean = visible(name);
  const excess = Array.from(clean).length - longest;
  if (excess <= 0) return clean;
  const words = clean.split(' ');
  const long = words.reduce((a, b) => (b.length > a.length ? b : a));
  const left = Array.from(long).length - excess;
  if (left < SHORTEST_WORD) return cutMiddle(clean, longest);
  return words.map((word) => (word === long ? cutMiddle(word, left) : word)).join(' ');
}

/** Letters of a word that are not cut further. */
const SHORTEST_WORD = 5;

function cutMiddle(text: string, longest: number): string {
  const letters = Array.from(text);
  const end = Math.floor((longest - 1) / 2);
  return `${letters.slice(0, longest - 1 - end).join('')}…${letters.slice(letters.length - end).join('')}`;
}

/** A number with the digits that tables show it with, for tooltips. */
export function chartNumber(value: number): number {
  return Number.isFinite(value) ? Number(measured(value).replaceAll(',', '')) : value;
}

/** Pixels from the top to the plot, below a title and one line of a legend. */
export const PLOT_TOP = 58;

/** Pixels that a note below the title takes. */
const NOTE_HEIGHT = 20;

/**
 * What all charts with a pair of axes share: title, type size, margins, tooltip.
 *
 * @param note what the reader must know of the picture, below the title; everything else then begins {@link noteHeight} lower
 */
export function chartFrame(title: string, palette: Palette, note: string = ''): { readonly [name: string]: Json } {
  return {
    animation: false,
    textStyle: { fontFamily: 'system-ui, Segoe UI, Helvetica, Arial, sans-serif', color: palette.ink },
    title: {
      text: chartText(title, 60),
      left: 0,
      top: 2,
      padding: 0,
      textStyle: { fontSize: 14, fontWeight: 600, color: palette.ink },
      subtext: note,
      itemGap: 8,
      subtextStyle: { fontSize: 12, color: palette.muted },
    },
    grid: {
      left: 4,
      right: 14,
      top: PLOT_TOP + noteHeight(note),
      bottom: 4,
      outerBoundsMode: 'same',
      outerBoundsContain: 'all',
    },
    tooltip: {
      trigger: 'axis',
      confine: true,
      transitionDuration: 0,
      backgroundColor: palette.surface,
      borderColor: palette.grid,
      textStyle: { color: palette.ink, fontSize: 13 },
      axisPointer: { type: 'line', lineStyle: { color: palette.muted, type: 'solid' } },
    },
  };
}

/** Pixels that this note takes: none where there is none. */
export const noteHeight = (note: string): number => (note === '' ? 0 : NOTE_HEIGHT);

/** The legend below the title and its note. */
export function legendOf(palette: Palette, note: string = ''): { readonly [name: string]: Json } {
  return {
    left: 0,
    top: 28 + noteHeight(note),
    padding: 0,
    itemGap: 18,
    selectedMode: false,
    textStyle: { color: palette.ink, fontSize: 12 },
  };
}

/** Lines that a legend of these names takes in a width in pixels. */
export function legendLines(names: readonly string[], width: number): number {
  let lines = 1;
  let used = 0;
  for (const name of names) {
    // Symbol, gap, letters of about 7.6 pixels, and the gap to the next.
    const own = 30 + 7.6 * name.length + 18;
    if (used > 0 && used + own > width) {
      lines++;
      used = 0;
    }
    used += own;
  }
  return lines;
}

/** Pixels from one line of a legend to the next. */
export const LEGEND_LINE = 30;

/** Room for a legend of these names that breaks into lines on a phone; `top` is where the plot begins below one line. */
export function narrowLegend(names: readonly string[], top: number = PLOT_TOP): { readonly [name: string]: Json } {
  return { grid: { top: top + LEGEND_LINE * (legendLines(names, PHONE_WIDTH) - 1) } };
}

/** Most epochs that are named on an axis: as many as a narrow chart has room for. */
const MOST_EPOCHS = 8;

/**
 * The epochs that an axis names, evenly apart: all of them, or the multiples of 2, 5, 10, 20 and so on.
 *
 * @example
 * epochTicks(1, 23); // [5, 10, 15, 20]
 */
export function epochTicks(from: number, to: number): number[] {
  let step = 1;
  for (let i = 0; to - from + 1 > MOST_EPOCHS * step; i++) step *= [2, 2.5, 2][i % 3];
  const first = Math.ceil(from / step) * step;
  return Array.from({ length: Math.floor((to - first) / step) + 1 }, (_, i) => first + i * step);
}

/** The look of a category axis. */
export function categoryAxis(
  values: readonly string[],
  name: string,
  palette: Palette,
): { readonly [name: string]: Json } {
  return {
    type: 'category',
    data: [...values],
    name,
    nameLocation: 'middle',
    nameGap: 26,
    nameTextStyle: { color: palette.muted, fontSize: 12 },
    axisLine: { onZero: false, lineStyle: { color: palette.muted } },
    axisTick: { show: false },
    axisLabel: { color: palette.muted, fontSize: 12, hideOverlap: true },
  };
}

/**
 * The look of a value axis that need not begin at zero: these charts compare positions, not lengths.
 *
 * @param values what it shows: figures that reach nearly 1 and never pass it, as shares do, end at 1
 * @param range where it begins and ends, if not at the values
 */
export function valueAxis(
  palette: Palette,
  values: readonly number[] = [],
  range: SaneRange | null = null,
): { readonly [name: string]: Json } {
  const most = Math.max(...values);
  return {
    type: 'value',
    scale: true,
    ...(most > 0.99 && most <= 1 ? { max: 1 } : {}),
    ...(range === null ? {} : { min: range.low, max: range.high }),
    splitNumber: 4,
    axisLabel: { color: palette.muted, fontSize: 12 },
    splitLine: { lineStyle: { color: palette.grid } },
  };
}
