/** What failed and who owns it, in one line: for what is ours to fix and somebody else's to change. */
import type { ReasonId } from '../../catalog/index.ts';
import { whomToTell } from '../../escalation/index.ts';
import { type Line, plain } from '../leaf.ts';
import { lineOf } from '../line.ts';
import type { Matter } from './matter.ts';
import { providerOf } from './matter.ts';

/** What is judged where a policy refuses; of others nobody can say what failed. */
const JUDGED: Readonly<Partial<Record<ReasonId, string>>> = {
  blocked: 'IP reputation',
  'bad-reputation': 'sender reputation',
  rejected: 'the sender’s address or domain',
  'policy-violation': 'a local policy',
  'spam-detected': 'sender reputation',
};

/** @returns null where nothing failed that somebody else is to be told of */
export function hintFor(matter: Matter): Line | null {
  if (matter.course !== null || matter.diagnosis.certainty === 'unsure') return null;
  const failed = failedFor(matter);
  if (failed === null) return null;
  const isOpen = matter.dossier !== null && matter.dossier.case.status.kind !== 'escalated';
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

/** @returns what failed, as far as the refusal proves it: "SPF and DKIM", "IP reputation, Spamhaus" */
function failedFor(matter: Matter): string | null {
  const { diagnosis, catalog } = matter;
  const control = whomToTell(diagnosis, catalog);
  if (control !== null) {
    return (diagnosis.control ?? 'multiple') === 'multiple' ? namedControls(diagnosis) : control.name;
  }
  if (diagnosis.category !== 'policy') return null;
  const judged = JUDGED[diagnosis.reason];
  if (judged === undefined) return null;
  const by = catalog.blocklists.get(diagnosis.blocklist ?? '')?.name ?? providerOf(matter);
  return by === null ? judged : `${judged}, ${by}`;
}

/** Of several controls, those that the server's own words name. */
function namedControls({ bounce }: Matter['diagnosis']): string {
  const said = bounce.diagnosticCode ?? bounce.excerpt;
  const named = ['SPF', 'DKIM', 'DMARC'].filter((name) => new RegExp(`\\b${name}\\b`, 'i').test(said));
  return named.length === 0
    ? 'SPF, DKIM or DMARC'
    : named.length === 1
      ? (named[0] as string)
      : `${named.slice(0, -1).join(', ')} and ${named.at(-1)}`;
}

/** @returns who can mend it, in as few words as name them */
export function ownerFor({ diagnosis, catalog, known, foreign }: Matter): Line {
  if (foreign !== null) return foreign.shortOwner;
  const control = whomToTell(diagnosis, catalog);
  if (control !== null) return lineOf(firstPart(control.owner), known);
  const isTheIp = diagnosis.reason === 'blocked' || diagnosis.reason === 'bad-reputation';
  const owner =
    isTheIp && known.sourceIp ? 'whoever runs {sourceIp|}' : catalog.reasons[diagnosis.reason].owner;
  return lineOf(firstPart(owner), known);
}

/** "whoever rents you the IP address (hosting or network provider)" → the part before the bracket, or a comma. */
const firstPart = (words: string): string => words.split(/ \(|, /)[0] ?? words;
