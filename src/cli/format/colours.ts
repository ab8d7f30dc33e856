import pc from 'picocolors';

/** Text dressed in terminal colours, or left as it is. */
export type Colours = ReturnType<typeof pc.createColors>;

/** What decides whether a stream gets colours. */
export interface ColourConditions {
  readonly environment: { readonly [name: string]: string | undefined };
  readonly isTerminal: boolean;
}

/**
 * Whether to write colours: never with NO_COLOR, always with FORCE_COLOR (unless it is 0 or false), else on terminals
 * that have them. See https://no-color.org and https://force-color.org.
 */
export function wantsColours({ environment, isTerminal }: ColourConditions): boolean {
  if (environment['NO_COLOR']) return false;
  const forced = environment['FORCE_COLOR'];
  if (forced !== undefined && forced !== '') return forced !== '0' && forced !== 'false';
  return isTerminal && environment['TERM'] !== 'dumb';
}

/** Colours that are on or off. */
export function createColours(wanted: boolean): Colours {
  return pc.createColors(wanted);
}
