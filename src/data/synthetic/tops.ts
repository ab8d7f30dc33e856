// Garments of the upper body and dresses: a body between two sleeves. T-shirt, pullover, coat and shirt are cut from
// overlapping ranges and share details (collars, plackets, open fronts) with different frequencies, as the real ones do.

import { cos, type RandomSequence, sin } from '../../core/index.ts';
import type { Outline, Point } from './canvas.ts';
import { between, chance } from './fabric.ts';
import { band, curve, mirrored, rectangle, symmetric } from './outline.ts';
import type { Pen } from './pen.ts';

/** The measures of one piece, in units of the drawing plane; widths are measured from the middle. */
interface Cut {
  readonly shoulder: number;
  readonly chest: number;
  readonly waist: number;
  readonly hem: number;
  readonly top: number;
  readonly bottom: number;
  readonly neckWidth: number;
  readonly neckDepth: number;
  readonly slope: number;
  readonly sleeveLength: number;
  readonly sleeveWidth: number;
  /** Radians away from hanging straight down. */
  readonly sleeveAngle: number;
}

type Ranges = { readonly [Measure in keyof Cut]: readonly [low: number, high: number] };

const T_SHIRT: Ranges = {
  shoulder: [0.46, 0.6],
  chest: [0.4, 0.52],
  waist: [0.36, 0.5],
  hem: [0.38, 0.54],
  top: [-0.92, -0.78],
  bottom: [0.68, 0.92],
  neckWidth: [0.14, 0.28],
  neckDepth: [0.05, 0.24],
  slope: [0.06, 0.16],
  sleeveLength: [0.32, 0.7],
  sleeveWidth: [0.24, 0.36],
  sleeveAngle: [0.3, 0.85],
};

const LONG_SLEEVES: Pick<Ranges, 'sleeveLength' | 'sleeveWidth' | 'sleeveAngle'> = {
  sleeveLength: [1.1, 1.5],
  sleeveWidth: [0.18, 0.29],
  sleeveAngle: [0.08, 0.32],
};

const PULLOVER: Ranges = {
  ...T_SHIRT,
  ...LONG_SLEEVES,
  bottom: [0.6, 0.86],
  neckWidth: [0.12, 0.24],
  neckDepth: [0.03, 0.16],
};
const SHIRT: Ranges = {
  ...T_SHIRT,
  chest: [0.36, 0.48],
  waist: [0.32, 0.46],
  hem: [0.34, 0.5],
  neckWidth: [0.12, 0.22],
  neckDepth: [0.06, 0.22],
};
const COAT: Ranges = { ...PULLOVER, hem: [0.42, 0.58], bottom: [0.78, 0.97], neckDepth: [0.06, 0.28] };
const DRESS: Ranges = {
  shoulder: [0.22, 0.42],
  chest: [0.22, 0.36],
  waist: [0.17, 0.33],
  hem: [0.24, 0.56],
  top: [-0.97, -0.88],
  bottom: [0.86, 0.97],
  neckWidth: [0.1, 0.22],
  neckDepth: [0.05, 0.28],
  slope: [0.04, 0.12],
  sleeveLength: [0.2, 0.5],
  sleeveWidth: [0.16, 0.26],
  sleeveAngle: [0.2, 0.7],
};

/** T-shirt/top: short sleeves or none, plain front; sometimes a collar with a short placket. */
export function drawTShirt(pen: Pen, random: RandomSequence): void {
  const cut = drawCut(random, T_SHIRT);
  sew(pen, random, cut, chance(random, 0.88));
  if (chance(random, 0.12)) drawCollar(pen, random, cut);
  if (chance(random, 0.12)) drawPlacket(pen, random, cut, cut.top + between(random, 0.3, 0.6));
}

/** Pullover: long sleeves, closed front, often ribbing at the hem; some are cardigans. */
export function drawPullover(pen: Pen, random: RandomSequence): void {
  const cut = drawCut(random, PULLOVER);
  sew(pen, random, cut, true);
  if (chance(random, 0.5))
    pen.fill(rectangle(-cut.hem, cut.bottom - 0.12, cut.hem, cut.bottom - 0.05), between(random, 0.7, 0.9));
  if (chance(random, 0.2)) drawCollar(pen, random, cut);
  if (chance(random, 0.15)) drawPlacket(pen, random, cut, cut.bottom);
}

/** Coat: long sleeves, long body, mostly an open front, lapels and pockets. */
export function drawCoat(pen: Pen, random: RandomSequence): void {
  const cut = drawCut(random, COAT);
  sew(pen, random, cut, true);
  if (chance(random, 0.85)) drawPlacket(pen, random, cut, cut.bottom);
  if (chance(random, 0.6)) drawLapels(pen, random, cut);
  if (chance(random, 0.4)) drawPockets(pen, random, cut);
}

/** Shirt: sleeves of any length, a collar and a buttoned front, one or the other often too faint to see. */
export function drawShirt(pen: Pen, random: RandomSequence): void {
  const cut = drawCut(random, chance(random, 0.6) ? { ...SHIRT, ...LONG_SLEEVES } : SHIRT);
  sew(pen, random, cut, chance(random, 0.95));
  if (chance(random, 0.85)) drawCollar(pen, random, cut);
  if (chance(random, 0.85)) drawPlacket(pen, random, cut, cut.bottom);
  if (chance(random, 0.25)) pen.fill(rectangle(0.12, -0.35, 0.3, -0.12), between(random, 0.75, 0.95));
}

/** Dress: long and narrow, flared or straight, with a belt on some; sleeves on half of them. */
export function drawDress(pen: Pen, random: RandomSequence): void {
  const cut = drawCut(random, chance(random, 0.15) ? { ...DRESS, ...LONG_SLEEVES } : DRESS);
  sew(pen, random, cut, chance(random, 0.5));
  if (chance(random, 0.3)) pen.fill(rectangle(-cut.waist, -0.08, cut.waist, 0), between(random, 0.4, 0.75));
}

function drawCut(random: RandomSequence, ranges: Ranges): Cut {
  const measure = ([low, high]: readonly [number, number]): number => between(random, low, high);
  return {
    shoulder: measure(ranges.shoulder),
    chest: measure(ranges.chest),
    waist: measure(ranges.waist),
    hem: measure(ranges.hem),
    top: measure(ranges.top),
    bottom: measure(ranges.bottom),
    neckWidth: measure(ranges.neckWidth),
    neckDepth: measure(ranges.neckDepth),
    slope: measure(ranges.slope),
    sleeveLength: measure(ranges.sleeveLength),
    sleeveWidth: measure(ranges.sleeveWidth),
    sleeveAngle: measure(ranges.sleeveAngle),
  };
}

/** Sleeves first, the body over them; a seam shows where their greys differ. */
function sew(pen: Pen, random: RandomSequence, cut: Cut, sleeves: boolean): void {
  const armpit = cut.top + cut.slope + 0.36;
  if (sleeves) {
    const sleeve = sleeveOutline(cut, armpit);
    const shade = between(random, 0.8, 1);
    pen.fill(sleeve, shade);
    pen.fill(mirrored(sleeve), shade);
  }
  const shoulder: Point = [cut.shoulder, cut.top + cut.slope];
  pen.fill(
    symmetric([
      ...curve([0, cut.top + cut.neckDepth], [0.8 * cut.neckWidth, cut.top + cut.neckDepth], [cut.neckWidth, cut.top]),
      shoulder,
      ...curve(shoulder, [0.85 * cut.chest, cut.top + 0.3], [cut.chest, armpit]),
      ...curve([cut.chest, armpit], [cut.waist, 0.1], [cut.hem, cut.bottom]),
    ]),
    1,
  );
}

function sleeveOutline(cut: Cut, armpit: number): Outline {
  const across = [cos(cut.sleeveAngle), -sin(cut.sleeveAngle)];
  const end: Point = [
    cut.shoulder + cut.sleeveLength * sin(cut.sleeveAngle),
    cut.top + cut.slope + cut.sleeveLength * cos(cut.sleeveAngle),
  ];
  return [
    [cut.neckWidth, cut.top],
    [cut.shoulder, cut.top + cut.slope],
    end,
    [end[0] - cut.sleeveWidth * across[0], end[1] - cut.sleeveWidth * across[1]],
    [0.9 * cut.chest, armpit + 0.05],
  ];
}

/** Two turned-down wings at the neck. */
function drawCollar(pen: Pen, random: RandomSequence, cut: Cut): void {
  const wing: Outline = [
    [cut.neckWidth + 0.04, cut.top - 0.03],
    [cut.neckWidth + 0.1, cut.top + 0.14],
    [0.03, cut.top + cut.neckDepth + 0.12],
    [0.02, cut.top + cut.neckDepth - 0.02],
  ];
  const shade = chance(random, 0.5) ? between(random, 0.55, 0.95) : between(random, 1.05, 1.3);
  pen.fill(wing, shade);
  pen.fill(mirrored(wing), shade);
}

/** A line of buttons, a zip or an open front, from the neck down to `bottom`. */
function drawPlacket(pen: Pen, random: RandomSequence, cut: Cut, bottom: number): void {
  const half = between(random, 0.015, 0.05);
  pen.fill(rectangle(-half, cut.top + cut.neckDepth, half, bottom), between(random, 0.35, 0.95));
}

function drawLapels(pen: Pen, random: RandomSequence, cut: Cut): void {
  const depth = cut.top + cut.neckDepth + between(random, 0.25, 0.6);
  const lapel = band(
    [
      [cut.neckWidth, cut.top],
      [cut.neckWidth * 0.9, cut.top + 0.5 * (depth - cut.top)],
      [0.04, depth],
    ],
    between(random, 0.07, 0.14),
  );
  const shade = between(random, 0.6, 0.9);
  pen.fill(lapel, shade);
  pen.fill(mirrored(lapel), shade);
}

function drawPockets(pen: Pen, random: RandomSequence, cut: Cut): void {
  const y = between(random, 0.2, 0.45);
  const pocket = rectangle(0.45 * cut.waist, y, 0.85 * cut.waist, y + 0.08);
  const shade = between(random, 0.5, 0.85);
  pen.fill(pocket, shade);
  pen.fill(mirrored(pocket), shade);
}
