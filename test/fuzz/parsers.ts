// Every parser there is. Whoever adds one adds its case here: a file in parsers/, and a line below.

import type { ParserCase } from './parser-case.ts';
import { commandLineParsers } from './parsers/command-line.ts';
import { csvParsers } from './parsers/csv.ts';
import { gzipParsers } from './parsers/gzip.ts';
import { idxParsers } from './parsers/idx.ts';
import { imageParsers } from './parsers/images.ts';
import { onnxParsers } from './parsers/onnx.ts';
import { runFolderParsers } from './parsers/run-folder.ts';
import { safetensorsParsers } from './parsers/safetensors.ts';
import { sweepFileParsers } from './parsers/sweep-file.ts';

export const parsers: readonly ParserCase[] = [
  ...idxParsers,
  ...gzipParsers,
  ...csvParsers,
  ...imageParsers,
  ...sweepFileParsers,
  ...safetensorsParsers,
  ...onnxParsers,
  ...runFolderParsers,
  ...commandLineParsers,
];
