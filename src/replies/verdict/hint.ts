/** What failed and who owns it, in one line: for what is ours to fix and somebody else's to change. */
import { causeOf } from '../../diagnosis/index.ts';
import { whatFailed, whomToTell } from '../../escalation/index.ts';
import { isReceivers } from '../badge.ts';
import { type Line, plain } from '../leaf.ts';
import { lineOf } from '../line.ts';
import type { Matter } from './matter.ts';

/** @returns null where nothing failed that somebody else is to be told of */
export function hintFor(matter: Matter): Line | null {
  if (matter.course !== null || matter.diagnosis.certainty === 'unsure') return null;
  // A rule of the receiver's own proves nothing of our reputation.
  if (matter.diagnosis.category === 'policy' && isReceivers(matter.diagnosis.entry)) return null;
  const failed = whatFailed(matter.diagnosis, matter.catalog);
  if (failed === null) return null;
  const isOpen =
    !isTheirTls(matter.diagnosis) &&
    matter.dossier !== null &&
    matter.dossier.case.status.kind !== 'escalated';
  return [
    { kind: 'strong', text: 'Failed:' },
    ...plain(` ${failed}. `),
    { kind: 'strong', text: 'Owner:' },
    ...plain(' '),
    ...ownerFor(matter),
    ...plain('.'),
    ...(isOpen
      ? ([...plain(' '), { kind: 'strong', text: 'Escalate' }, ...plain(' has the message ready.')] as const)
      : []),
  ];
}

/** @returns who can mend it, in as few words as name them */
export function ownerFor({ diagnosis, catalog, known, foreign }: Matter): Line {
  if (foreign !== null) return foreign.shortOwner;
  if (isTheirTls(diagnosis)) return lineOf('whoever runs {remoteHost|the receiving server}', known);
  const control = whomToTell(diagnosis, catalog);
  if (control !== null) return lineOf(firstPart(control.owner), known);
  const isTheIp = diagnosis.reason === 'blocked' || diagnosis.reason === 'bad-reputation';
  const owner = isTheIp && known.sourceIp ? 'whoever runs {sourceIp|}' : causeOf(diagnosis, catalog).owner;
  return lineOf(firstPart(owner), known);
}

/** The receiver's certificate or records: the owner of our mail server can change nothing there. */
const isTheirTls = ({ control, entry }: Matter['diagnosis']): boolean =>
  control === 'tls' && isReceivers(entry);

/** "whoever rents you the IP address (hosting or network provider)" → the part before the bracket, or a comma. */
const firstPart = (words: string): string => words.split(/ \(|, /)[0] ?? words;
