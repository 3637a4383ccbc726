/** The rows of a report: a mark, words, and the evidence that they rest on. */
import { type Answer, isAbsent, type RecordType, recordsOf, recordText } from './answer.ts';
import type { Change, Evidence, Row, Topic } from './report.ts';

/** Longer records are cut in the evidence; the check itself reads them whole. */
const LONGEST_RECORD = 4096;
/** More records than this at one name are no evidence that anyone reads. */
const MOST_RECORDS = 40;
/** What DNS says goes into sentences, and DNS may say anything: a sentence ends here. */
const LONGEST_SENTENCE = 2000;
/** Longer than any record that is to be copied by hand. */
const LONGEST_CHANGE = 8192;

/** @returns what was asked and answered, for the report */
export function evidenceOf(name: string, type: RecordType, answer: Answer): Evidence {
  return {
    name,
    type,
    status: answer.status,
    records: recordsOf(answer)
      .slice(0, MOST_RECORDS)
      .map((data) => recordText(type, data).slice(0, LONGEST_RECORD))
      .toSorted(),
    ttl: answer.status === 'failed' ? null : answer.ttl,
  };
}

/** @returns the command that shows the record to a person */
export const dig = (type: string, name: string): string => `dig +short ${type} ${name}`;

/** What a row is about and what it rests on; `good`, `bad` and `unknown` make it a row. */
export type About = {
  readonly id: string;
  readonly topic: Topic;
  readonly label: string;
  readonly evidence: readonly Evidence[];
  readonly verify?: readonly string[];
  readonly link?: string | null;
};

const base = ({ id, topic, label, evidence, verify, link = null }: About) => ({
  id,
  topic,
  label,
  evidence: [...evidence],
  verify: [...(verify ?? evidence.map(({ type, name }) => dig(type, name)))],
  link,
});

const clipped = (text: string): string =>
  text.length > LONGEST_SENTENCE ? `${text.slice(0, LONGEST_SENTENCE)}…` : text;

export const good = (about: About, found: string): Row => ({
  ...base(about),
  mark: 'good',
  found: clipped(found),
});
export const unknown = (about: About, why: string): Row => ({
  ...base(about),
  mark: 'unknown',
  why: clipped(why),
});
/**
 * @param change a sentence alone, or with the record as it would read; null where nothing in DNS mends it
 * @param follows the topic of the mistake that this one follows from, if it needs no change of its own
 */
export const bad = (
  about: About,
  found: string,
  change: string | Change | null,
  follows: Topic | null = null,
): Row => ({
  ...base(about),
  mark: 'bad',
  found: clipped(found),
  change:
    change === null ? null : changeOf(typeof change === 'string' ? { text: change, record: null } : change),
  follows,
});

/** DNS failed to answer. What nobody could ask for, such as a selector that is not known, is the same each time. */
export const isUnanswered = ({ mark, evidence }: Row): boolean =>
  mark === 'unknown' && evidence.some(({ status }) => status === 'failed');

/** @returns the rows that are wrong and need a change besides what mends that one */
export const alsoWrong = (rows: readonly Row[], mended: Row | undefined): readonly Row[] =>
  rows.filter((row) => {
    if (row === mended || row.mark !== 'bad') return false;
    const { follows } = row;
    return (
      follows === null || !rows.some((one) => one !== row && one.mark === 'bad' && one.topic === follows)
    );
  });

const changeOf = ({ text, record }: Change): Change => ({
  text: clipped(text),
  record: record !== null && record.after.length <= LONGEST_CHANGE ? record : null,
});

/** Longest that a record is quoted in a sentence; the change has it whole. */
const LONGEST_QUOTE = 600;

/** @returns the text in quotation marks, cut where it is very long */
export const quoted = (text: string): string =>
  `"${text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}…` : text}"`;

/**
 * @param before of a change, where several records are told with `" and "` between them
 * @returns what stands there now, for a line of its own
 */
export const shownNow = (before: string | null): string =>
  before === null ? '(none)' : before.includes('" and "') ? `"${before}"` : before;

/** @returns "does not exist" and kin for an answer without records, in words to follow a name */
export function absence(answer: Answer, type: string): string {
  if (!isAbsent(answer)) return '';
  const what = answer.status === 'no-name' ? 'does not exist' : `has no ${type} record`;
  const alias = answer.status === 'failed' ? undefined : answer.aliases.at(-1);
  return alias ? `is an alias of ${alias}, which ${what}` : what;
}
