// Numbers, times and names as a report prints them. Digits are fixed by hand, never by the reader's locale, so that
// the same run gives the same report everywhere.

import { grouped, type Json, unsignedZero } from '../core/index.ts';

/** What stands where there is no value. */
export const NOTHING = '–';

/** A number with `digits` digits after the point. */
export function fixed(value: number | null | undefined, digits: number = 4): string {
  return value === null || value === undefined || !Number.isFinite(value)
    ? NOTHING
    : unsignedZero(value.toFixed(digits));
}

/**
 * A measured number of any size: four digits after the point where that says something; of ten thousands and millions
 * one, with a comma every three digits before it; else four significant digits.
 *
 * @example
 * [measured(0.25), measured(215512.34), measured(0.0000123)]; // ['0.2500', '215,512.3', '1.230e-5']
 */
export function measured(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return NOTHING;
  if (isPlain(value)) return value.toFixed(4);
  const size = Math.abs(value);
  return size >= 10_000 && size < MOST_DIGITS ? commas(value.toFixed(1)) : value.toExponential(3);
}

/** Numbers from here on are written with a power of ten. */
const MOST_DIGITS = 1e9;

/** The digits before the point, a comma every three. */
function commas(digits: string): string {
  const [whole, ...fraction] = digits.split('.');
  return [grouped(Number(whole)), ...fraction].join('.');
}

/**
 * A number beside an axis: as short as it can be.
 *
 * @example
 * [tickText(0.25), tickText(200000), tickText(6.000000000000001e30)]; // ['0.25', '200,000', '6e30']
 */
export function tickText(value: number): string {
  const short = Number(value.toPrecision(6));
  const size = Math.abs(short);
  if (size !== 0 && (size >= MOST_DIGITS || size < 0.0001)) return short.toExponential().replace('e+', 'e');
  return commas(String(short));
}

/** Whether four digits after the point tell a number of this size. */
const isPlain = (value: number): boolean => value === 0 || (Math.abs(value) >= 0.001 && Math.abs(value) < 10_000);

/**
 * How far two figures lie apart, to the digits that {@link measured} shows one of them with.
 *
 * @example
 * difference(0.0025, 0.88); // '0.0025'
 * difference(0.00001, 0.88); // 'less than 0.0001'
 */
export function difference(value: number, figure: number): string {
  if (!isPlain(figure)) return measured(value);
  const text = Math.abs(value).toFixed(4);
  return value !== 0 && text === '0.0000' ? 'less than 0.0001' : text;
}

/**
 * A count with a comma every three digits.
 *
 * @example
 * count(48000); // '48,000'
 */
export function count(value: number): string {
  return grouped(Math.round(value));
}

/** Seconds as a person says them: `0.42 s`, `12.3 s`, `1 min 23 s`, `2 h 03 min`. */
export function duration(seconds: number): string {
  if (seconds < 1) return `${seconds.toFixed(2)} s`;
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  const two = (value: number): string => String(value).padStart(2, '0');
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${two(whole % 60)} s`;
  const minutes = Math.round(whole / 60);
  return `${count(Math.floor(minutes / 60))} h ${two(minutes % 60)} min`;
}

/** Bytes in decimal units: `12.9 MB`. */
export function bytes(value: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  let unit = 0;
  let size = value;
  while (size >= 999.95 && unit < units.length - 1) {
    size /= 1000;
    unit++;
  }
  return unit === 0 ? `${count(size)} bytes` : `${size.toFixed(1)} ${units[unit]}`;
}

/** An ISO 8601 time in UTC as `2026-11-22 16:15:00 UTC`. */
export function dateTime(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`;
}

/** Names of metrics that are not just their field's words. */
const METRICS: Readonly<Record<string, string>> = {
  validationMacroF1: 'validation macro-F1',
  trainMacroF1: 'training macro-F1',
  validationRmse: 'validation RMSE',
  trainRmse: 'training RMSE',
  validationMae: 'validation MAE',
  validationR2: 'validation R²',
  trainLoss: 'training loss',
  trainAccuracy: 'training accuracy',
};

/** A metric's field name in words: `validationMacroF1` is `validation macro-F1`. */
export function metricName(field: string): string {
  return Object.hasOwn(METRICS, field) ? METRICS[field] : words(field);
}

/** A camel-case name in words: `learningRate` is `learning rate`. */
export function words(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, (_, before: string, letter: string) => `${before} ${letter.toLowerCase()}`);
}

/** The first letter made a capital. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** An option's value as short text: `0.3`, `yes`, `[28, 28]`, `metric validationLoss, patience 2`. */
export function plain(value: Json | undefined): string {
  if (value === null || value === undefined) return 'none';
  if (value === true) return 'yes';
  if (value === false) return 'no';
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) return `[${value.map(plain).join(', ')}]`;
  return options(value as { readonly [name: string]: Json });
}

/** Options as `name value` pairs, a `kind` first and without its name: `adam, learning rate 0.001`. */
export function options(values: { readonly [name: string]: Json }): string {
  const { kind, ...rest } = values;
  const pairs = Object.entries(rest).map(([name, value]) => `${words(name)} ${plain(value)}`);
  return (kind === undefined ? pairs : [plain(kind), ...pairs]).join(', ');
}

/**
 * A text in which every character that is not seen but acts is made visible as U+FFFD: control characters (which SVG
 * cannot hold), halves of surrogate pairs, and those that turn the direction of writing around. Tabs and line ends stay.
 */
export function visible(text: string): string {
  return text.replace(/[^\P{Cc}\n\t]|[\p{Cs}\u202a-\u202e\u2066-\u2069\ufffe\uffff]/gu, '\ufffd');
}
