/** The sentence in which an address stands, where no word beside it tells a role. */
import { DELIVERY_STEMS, STATE_STEMS } from './recipient/stems.ts';
import { type Placed, SURENESS } from './role.ts';

const oneOf = (stems: readonly string[]): RegExp =>
  new RegExp(stems.map((stem) => stem.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|'), 'iu');
const DELIVERY = oneOf(DELIVERY_STEMS);
const STATE = oneOf(STATE_STEMS);
/** Beside words on a state these tell that it is the sender's, or another address to write to. */
const NOT_THEIRS =
  /\b(?:(?:senders?|from|contact|write|moved|changed?|now on|please|try|use|as|behalf|dkim|spf|dmarc|your)\b|spoof|identit|auth|log-?in|verif|forward (?:this|the)|new address|polic|header|password|credential)/i;
const SENTENCE_START = /[.!?。！？]\s|\n\s{0,9}\n|[。！？]/g;
const SENTENCE_END = /[.!?](?:\s|$)|\n\s{0,9}\n|[。！？]/;

const ANSWERED = /[\s,:–"'`(-]#?[45](?:\d\d[ -]|\.\d\.\d)/;

/** The only address of a sentence on failed delivery that no word beside it gives another role. */
export function inSentence(text: string, one: Placed, all: readonly Placed[]): Placed {
  if (one.role !== 'unknown' || one.sureness > 0) return one;
  const from = Math.max(0, one.start - 250);
  const ahead = text.slice(from, one.start);
  const starts = /[.!?\n。！？]/.test(ahead) ? [...ahead.matchAll(SENTENCE_START)] : [];
  const start = from + (starts.length === 0 ? 0 : (starts.at(-1)?.index ?? 0) + 1);
  const after = text.slice(one.end, one.end + 250);
  const stop = SENTENCE_END.exec(after);
  const end = one.end + (stop?.index ?? after.length);
  const others = all.some(
    (other) =>
      other !== one &&
      other.start < end &&
      other.end > start &&
      other.address !== one.address &&
      ((other.role === 'unknown' && other.sureness === 0) || other.role === 'recipient'),
  );
  if (others) return one;
  // Behind other words, a server's answer tells nothing of who is named before it.
  const behind = text.slice(one.end, end);
  const own = `${text.slice(start, one.start)} ${behind.slice(0, ANSWERED.exec(behind)?.index ?? behind.length)}`;
  // An address that is a sentence of its own is what the one before it spoke of.
  const isAlone = !/[\p{L}\d]/u.test(`${text.slice(start, one.start)}${behind}`);
  const words = isAlone ? ahead.slice(starts.at(-2)?.index ?? 0, start - from) : own;
  const stem = DELIVERY.exec(words)?.[0] ?? (NOT_THEIRS.test(words) ? undefined : STATE.exec(words)?.[0]);
  return stem === undefined
    ? one
    : { ...one, role: 'recipient', evidence: stem, sureness: SURENESS.sentence };
}
