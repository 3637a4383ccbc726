/** Of all that is wrong, the one thing that most likely made the mail bounce. */
import type { Control } from '../catalog/index.ts';
import type { Cause, CheckSubject, Row, Topic } from './report.ts';
import { isUnanswered } from './row.ts';

/** What breaks most comes first; a row's id begins with one of these. */
const ORDER = [
  'domain',
  'mx',
  'spf-record',
  'spf-lookups',
  'spf-ip',
  'dkim',
  'dmarc-alignment',
  'ptr',
  'blocklist',
  // One that is missing or wrong refuses no mail: few receivers demand it, of bulk senders.
  'dmarc-record',
  'helo',
  'mta-sts',
  'dane',
  'tls-rpt',
] as const;

/** Rows about an SPF record that say nothing of this sender. */
const BESIDE: readonly string[] = ['spf-record', 'spf-lookups'];

/** What a control that the bounce names rests on. */
const TOPICS_OF: Readonly<Record<Control, readonly Topic[]>> = {
  spf: ['spf'],
  dkim: ['dkim'],
  dmarc: ['dmarc', 'spf', 'dkim'],
  arc: ['dkim'],
  ptr: ['ptr', 'helo'],
  tls: ['mta-sts', 'dane'],
  multiple: ['spf', 'dkim', 'dmarc'],
};

const ELSEWHERE =
  'the fault is in the mail itself: a signature broken on the way, a forwarder, another sending address.';

/** @returns the cause; of a bounce it speaks only where the check is made for one */
export function causeOf(rows: readonly Row[], { bounced, control, blocklist }: CheckSubject): Cause {
  const wanted: readonly Topic[] = [
    ...(blocklist === null ? [] : (['blocklist'] as const)),
    ...(control === null ? [] : TOPICS_OF[control]),
  ];
  const isWanted = ({ topic }: Row): boolean => wanted.length === 0 || wanted.includes(topic);
  const passes = rows.some(({ id, mark }) => id === 'spf-ip' && mark === 'good');
  const worst = (some: readonly Row[]) =>
    some
      .filter((row) => row.mark === 'bad')
      .toSorted((a, b) => rank(a, passes) - rank(b, passes))
      .at(0);
  const first = worst(rows.filter(isWanted));
  if (first) return { kind: 'found', row: first.id, sentence: first.found };
  const other = worst(rows);
  const open = rows.filter((row) => row.mark === 'unknown');
  const openWanted = open.find((row) => wanted.length > 0 && isWanted(row));
  if (openWanted) {
    const besides = other ? ` Besides, this is wrong: ${other.found}` : '';
    return {
      kind: 'unclear',
      sentence: `What the bounce speaks of could not be checked: ${openWanted.label}, because ${ended(openWanted.why)}${besides}`,
    };
  }
  if (other) return { kind: 'found', row: other.id, sentence: other.found };
  if (open.length > 0) return { kind: 'unclear', sentence: openWords(open, rows.length) };
  return {
    kind: 'none',
    sentence: bounced
      ? `Nothing is wrong in DNS now. Either it was changed since, or ${ELSEWHERE}`
      : `Nothing is wrong in DNS now. If mail is refused all the same, ${ELSEWHERE}`,
  };
}

/** One reason that all have where DNS didn't answer is told once: the server is to be mended, not each row. */
function openWords(open: readonly (Row & { mark: 'unknown' })[], count: number): string {
  const unanswered = open.filter(isUnanswered);
  const [why = open[0]?.why ?? '', ...others] = new Set(unanswered.map((row) => row.why));
  if (open.length === count) return `Nothing could be checked: ${ended(why)}`;
  const because = unanswered.length > 1 && others.length === 0 ? `, because ${ended(why)}` : '.';
  return `Nothing wrong was found, but ${open.length} of ${count} checks could not be made${because}`;
}

const ended = (why: string): string => (why.endsWith('.') ? why : `${why}.`);

/** What is wrong with an SPF record refuses no sender that passes before receivers come to it: it ranks last. */
function rank({ id }: Row, passesSpf: boolean): number {
  const at = ORDER.findIndex((start) => id.startsWith(start));
  return at < 0 || (passesSpf && BESIDE.includes(id)) ? ORDER.length : at;
}
