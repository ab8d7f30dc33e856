import { createLogUpdate } from 'log-update';
import { bytesText } from '../format/number-text.ts';
import { barOf } from '../format/progress-bar.ts';
import { truncate, widthOf } from '../format/text-width.ts';
import type { Output } from '../output.ts';

/** How far the download of one file is, in bytes. */
export interface DownloadState {
  readonly file: string;
  readonly received: number;
  readonly total: number;
}

/** Something that shows downloads to a person. */
export interface DownloadView {
  onProgress(state: DownloadState): void;
  close(): void;
}

const FRAME_MILLISECONDS = 100;
const BAR_COLUMNS = 30;

/** `train-images-idx3-ubyte.gz   34%|██████████▏                   | 8.6 MiB of 25.2 MiB` */
export function downloadLine({ file, received, total }: DownloadState, columns: number): string {
  const share = total === 0 ? 0 : received / total;
  const left = `${file}  ${String(Math.floor(share * 100)).padStart(3)}%`;
  const right = `${bytesText(received)} of ${bytesText(total)}`;
  const room = Math.min(BAR_COLUMNS, columns - widthOf(left) - widthOf(right) - 3);
  return truncate(room < 5 ? `${left} ${right}` : `${left}|${barOf(share, room)}| ${right}`, columns);
}

/** A bar on a terminal, a line for each file elsewhere, nothing with `--quiet`. */
export function downloadView(output: Output, now: () => number): DownloadView {
  if (output.quiet) return { onProgress() {}, close() {} };
  if (!output.live) return plainDownloads(output);
  const screen = createLogUpdate(output.stream);
  let drawn = Number.NEGATIVE_INFINITY;
  return {
    onProgress(state) {
      if (now() - drawn < FRAME_MILLISECONDS && state.received < state.total) return;
      drawn = now();
      screen(output.colours.cyan(downloadLine(state, output.columns())));
    },
    close() {
      screen.clear();
      screen.done();
    },
  };
}

function plainDownloads(output: Output): DownloadView {
  let last = '';
  return {
    onProgress({ file, total }) {
      if (file !== last) output.lines([`downloading ${file} (${bytesText(total)})`]);
      last = file;
    },
    close() {},
  };
}
