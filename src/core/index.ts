// core: what everything else stands on. In: nothing. Out: errors, shapes, random streams, exact math,
// hashes, and option specs. To add a helper here it must be pure, universal, and wanted by two folders.

export { base64Of } from './base64.ts';
export { canonicalJson, type Json } from './canonical-json.ts';
export { type Checksum, checksum } from './checksum.ts';
export { configured, definitionOf, type KindRefusal, specOf } from './configured.ts';
export { describe, type ErrorCode, type ErrorParts, errorAt, HeddleError } from './errors.ts';
export { cos, exp, integerPower, log, powerOfTwo, sin, tanh } from './exact-math.ts';
export { grouped } from './grouped.ts';
export { littleEndianBytes, littleEndianFloats } from './little-endian.ts';
export { nearest, suggestion } from './nearest.ts';
export {
  booleanOption,
  choiceOption,
  customOption,
  integerOption,
  numberOption,
  type OptionField,
  type OptionSpec,
  resolveOptions,
} from './option-spec.ts';
export { type PhiloxKey, philox } from './philox.ts';
export {
  deriveSeed,
  keyOf,
  type RandomSequence,
  randomSequence,
  type Seed,
  STREAMS,
  type StreamName,
  seedFrom,
  shuffleInPlace,
} from './random.ts';
export { rowNumbers } from './row-numbers.ts';
export { type Sha256, sha256, sha256Hex } from './sha256.ts';
export { type Shape, sameShape, shapeText, sizeOf } from './shape.ts';
export { unsignedZero } from './unsigned-zero.ts';
