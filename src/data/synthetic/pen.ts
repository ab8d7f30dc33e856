import type { RandomSequence } from '../../core/index.ts';
import type { Outline } from './canvas.ts';

/** What a garment is drawn with: it knows the fabric and the pose, the garment only its outlines. */
export interface Pen {
  /** Fills an outline with the fabric, its grey multiplied by `shade`. */
  fill(outline: Outline, shade: number): void;
}

/** Draws one garment of its kind, every measure out of `random`. */
export type DrawGarment = (pen: Pen, random: RandomSequence) => void;
