import type { Bounce } from '../../src/intake/bounce.ts';

/** What a judge says of a text, in our words. */
export type Answer = {
  /** The reasons that its category may stand for; null where it names none that can be compared. */
  readonly reasons: readonly string[] | null;
  readonly suppress: boolean;
};

/** A judge with the version that it reports, or why it isn't here. */
export type Contender = {
  readonly name: string;
  readonly judge: ((bounces: readonly Bounce[]) => readonly Answer[]) | null;
  readonly absent?: string;
};

/** @returns the server's words, on one line, as every judge is given them */
export const saidIn = ({ diagnosticCode, excerpt }: Bounce): string =>
  (diagnosticCode ?? excerpt).replace(/\s+/g, ' ').trim();
