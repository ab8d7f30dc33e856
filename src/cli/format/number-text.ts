// Numbers as people read them. Figures between 0 and 1 have four decimals throughout, so that columns line up.

import { grouped, unsignedZero } from '../../index.ts';

/** Hours, minutes and seconds as clocks show them: `00:07`, `12:30`, `1:02:03`; `--:--` for what is not known. */
export function clockText(seconds: number | null): string {
  if (seconds === null || !Number.isFinite(seconds)) return '--:--';
  const whole = Math.max(0, Math.floor(seconds));
  const two = (part: number): string => String(part).padStart(2, '0');
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  return `${hours > 0 ? `${hours}:` : ''}${two(minutes)}:${two(whole % 60)}`;
}

/** A length of time in words: `8.2 s`, `3 min 20 s`, `1 h 5 min`. */
export function secondsText(seconds: number): string {
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  const minutes = Math.floor(whole / 60);
  return whole < 3600 ? `${minutes} min ${whole % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** The seconds of an epoch or a trial as a figure in a column: one decimal, three where it is short. */
export function secondsFigure(seconds: number): string {
  return seconds.toFixed(seconds < 0.0995 ? 3 : 1);
}

/** Bytes in binary units: `512 B`, `1.5 KiB`, `22.8 MiB`. */
export function bytesText(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let value = bytes;
  let unit = 0;
  // What rounds to 1024.0 is 1.0 of the next unit.
  while (value >= (unit === 0 ? 1024 : 1023.95) && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`;
}

/** A whole number with its thousands set apart: `48,000`. */
export function countText(count: number): string {
  return grouped(count);
}

/** A loss or a share: four decimals, fewer from 100 on; `-` for what was not measured. */
export function figureText(value: number | null | undefined): string {
  if (value === null || value === undefined) return '-';
  // What rounds to 100 is written as 100 is.
  const four = value.toFixed(4);
  if (Math.abs(Number(four)) < 100) return unsignedZero(four);
  const one = value.toFixed(1);
  return Math.abs(Number(one)) < 1e6 ? one : value.toExponential(3);
}

/** `one trial`, `12 trials`: a number and its noun. */
export function quantityText(count: number, noun: string): string {
  return `${countText(count)} ${noun}${count === 1 ? '' : 's'}`;
}
