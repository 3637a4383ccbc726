import type { Actor } from '../audit/index.ts';
import type { Case, Dossier } from '../cases/index.ts';
import { type Line, plain } from './reply.ts';

/** @returns how the case stands, by whom and since when; null while nothing was done */
export function stateOf({ case: handled, suppressed, cameBack, note }: Dossier): Line | null {
  const { status, owner, recipients } = handled;
  switch (status.kind) {
    case 'open':
      return cameBack && [...plain('Came back after it was '), ...settledBy(cameBack)];
    case 'claimed':
      return [
        ...by('Claimed', owner ?? status.by, status.at),
        ...(cameBack ? [...plain('. Came back after it was '), ...settledBy(cameBack)] : []),
      ];
    case 'snoozed':
      return [
        ...plain('Snoozed until '),
        { kind: 'time', at: status.until },
        ...plain(' by '),
        person(status.by),
        ...looksAfter(owner),
      ];
    case 'escalated':
      return [
        ...by('Escalated', status.by, status.at),
        ...looksAfter(owner),
        ...plain(note ? `: ${shortNote(note)}` : ''),
      ];
    case 'dismissed':
      return by('Marked as not a bounce', status.by, status.at);
    case 'resolved':
      return by(
        suppressed?.here ? suppressedWords(recipients.length, suppressed.count) : 'Resolved',
        status.by,
        status.at,
      );
  }
}

/** Characters of a note that are in a line; the ticket has it whole. */
const LONGEST_NOTE = 300;

export function shortNote(note: string): string {
  const line = note.trim().replace(/\s+/g, ' ');
  return line.length > LONGEST_NOTE ? `${line.slice(0, LONGEST_NOTE - 1)}…` : line;
}

const suppressedWords = (all: number, listed: number): string =>
  all < 2
    ? 'Marked suppressed'
    : `${listed === all ? 'All' : `${listed} of`} ${all} addresses marked suppressed`;

const person = (actor: Actor) => ({ kind: 'actor', actor }) as const;

const by = (what: string, actor: Actor, at: number): Line => [
  ...plain(`${what} by `),
  person(actor),
  ...plain(', '),
  { kind: 'time', at },
];

const looksAfter = (owner: Case['owner']): Line => (owner ? [...plain(', claimed by '), person(owner)] : []);

const settledBy = ({ from, by: actor }: NonNullable<Dossier['cameBack']>): Line => [
  ...plain(from === 'resolved' ? 'resolved' : 'marked as no bounce'),
  ...(actor ? [...plain(' by '), person(actor)] : []),
];
