import type { Host } from './host.ts';

/** A file to download. */
export interface RemoteFile {
  /** Its name at the mirrors. */
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  /** 64 lower-case hexadecimal digits. */
  readonly sha256: string;
}

/** How far a download is. */
export interface DownloadProgress {
  readonly file: string;
  readonly url: string;
  /** Bytes of the file that are here, those of earlier attempts included. */
  readonly received: number;
  readonly total: number;
}

/** Where and how to download. */
export interface DownloadOptions {
  readonly host: Pick<Host, 'fetch' | 'now'>;
  /** Addresses to which the file's name is appended, in the order to try them. */
  readonly mirrors: readonly string[];
  /** Milliseconds without a new byte, over all mirrors, before giving up; 15,000 unless given. */
  readonly patience?: number;
  readonly onProgress?: (progress: DownloadProgress) => void;
}
