// What tests ask of a browser engine, whichever it is.

/** A page in some browser. */
export interface BrowserPage {
  goto(url: string): Promise<void>;
  /** The value of a JavaScript expression as JSON; a promise is awaited. Rejects with what the page threw. */
  evaluate<Value>(expression: string): Promise<Value>;
}

/** How one engine is found and started. */
export interface BrowserKind {
  /** The Debian package that has it, and why it is not to be had; undefined where it can be started. */
  missing(): string | undefined;
  /** A page of a browser of its own, which is gone when `use` has ended. */
  with<Result>(use: (page: BrowserPage) => Promise<Result>): Promise<Result>;
}
