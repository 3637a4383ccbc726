/** The change to an SPF record: candidates, and the first of them that is proven. */
import type { Sender } from '../../catalog/index.ts';
import { allows } from './allowed.ts';
import { type Envelope, evaluateInstead } from './engine.ts';
import { type End, type Meaning, meaningOf, sameTerm } from './meaning.ts';
import { plansOf } from './plans.ts';
import { isProven } from './proof.ts';
import type { Term } from './record.ts';
import { type Walked, walkSpf } from './walk.ts';
import type { ZoneCopy } from './zone-copy.ts';

/** Terms that would let the sender pass, the best first. */
export type Wanted = { readonly term: string; readonly kind: 'platform' | 'address' };

export type Mending = {
  /** Domain of the sender. */
  readonly domain: string;
  readonly envelope: Envelope | null;
  /** The name whose record is mended, and what stands there: SPF records, or what was meant as one. */
  readonly place: string;
  readonly texts: readonly string[];
  /** Ways to let the sender pass where the record doesn't; none where nobody should be let in. */
  readonly wanted: readonly Wanted[];
  readonly senders: readonly Sender[];
};

export type Mended = {
  readonly after: string;
  /** What was done, in plain words, the sender's term apart. */
  readonly notes: readonly string[];
  /** The term that lets the sender pass; null where none had to be added. */
  readonly added: Wanted | null;
};

export type MendOutcome = {
  readonly meaning: Meaning;
  /** Everything that was meant, followed. */
  readonly meant: Walked;
  /** Null where no change could be proven. */
  readonly mended: Mended | null;
  /** Whether the sender passes by what was meant; null where none is known. */
  readonly passes: boolean | null;
};

/** @returns the record as it should read, proven; besides, what it was taken to mean */
export async function mend(
  { domain, envelope, place, texts, wanted, senders }: Mending,
  zone: ZoneCopy,
): Promise<MendOutcome> {
  const meaning = await meaningOf(texts, place, senders, zone.ask);
  const parts = partsOf(meaning, texts.length);
  const whole = write(
    parts.mechanisms.map(({ text }) => text),
    parts.end,
    parts.modifiers,
  );
  const { walked: placed } = await walkSpf(place, whole, envelope, zone.ask);
  const meant = place === domain ? placed : await rootWith(domain, place, whole, envelope, zone);
  const passes = envelope === null ? null : await meantToPass(meant, envelope, zone);
  const outcome = { meaning, meant, passes };
  if (meaning.unread.length > 0) return { ...outcome, mended: null };
  const end = parts.end ?? (parts.redirected ? await endOf(placed) : null);
  const notes = [...meaning.mended, ...parts.notes];
  const needed: readonly (Wanted | null)[] = passes === false && wanted.length > 0 ? wanted : [null];
  for (const add of needed) {
    const added = add && (await walkSpf(domain, `v=spf1 ${add.term} ?all`, envelope, zone.ask)).walked;
    for (const plan of plansOf(placed, meaning.puzzling)) {
      const terms = [...(add === null ? [] : [add.term]), ...plan.terms];
      if (terms.length === 0 && parts.modifiers.length === 0) continue;
      const after = write(terms, end, parts.modifiers);
      const claim = { envelope, domain, meant, added, passes: add !== null || passes === true };
      if (await isProven(claim, place, after, zone)) {
        return { ...outcome, mended: { after, notes: [...notes, ...plan.notes], added: add } };
      }
    }
  }
  return { ...outcome, mended: null };
}

type Parts = {
  readonly mechanisms: readonly Term[];
  /** `redirect` and what else has a "=". */
  readonly modifiers: readonly string[];
  readonly end: End | null;
  /** A `redirect` has become an `include:`, whose end is not taken over by itself. */
  readonly redirected: boolean;
  readonly notes: readonly string[];
};

/** Where records are put together, or `all` stands beside it, a `redirect` becomes an `include:`. */
function partsOf({ terms, end, open }: Meaning, records: number): Parts {
  const all = terms.filter(({ name }) => name === 'redirect');
  const redirects = all.filter((term, i) => all.findIndex((other) => sameTerm(other, term)) === i);
  const becomesInclude = redirects.length > 0 && (records > 1 || end !== null || redirects.length > 1);
  const include = ({ target }: Term): Term => ({
    text: `include:${target}`,
    qualifier: '+',
    name: 'include',
    target,
    prefix: '',
  });
  const mechanisms = terms.flatMap((term) => {
    if (term.name === 'redirect') return becomesInclude && redirects.includes(term) ? [include(term)] : [];
    return term.qualifier === null ? [] : [term];
  });
  const others = terms.filter(({ name, qualifier }) => qualifier === null && name !== 'redirect');
  const once = others.filter(({ name }, i) => others.findIndex((other) => other.name === name) === i);
  return {
    mechanisms,
    modifiers: [...(becomesInclude ? [] : redirects), ...once].map(({ text }) => text),
    end: end === '+all' ? '~all' : (end ?? (records !== 1 && redirects.length === 0 ? '~all' : null)),
    redirected: becomesInclude,
    notes: [
      ...(becomesInclude
        ? redirects.map(({ text, target }) => `\`${text}\` becomes \`include:${target}\``)
        : []),
      ...(open && end === '+all' ? ['it ends with `~all`'] : []),
    ],
  };
}

const write = (terms: readonly string[], end: End | null, modifiers: readonly string[]): string =>
  ['v=spf1', ...terms, ...(end === null ? [] : [end]), ...modifiers].join(' ');

/** How strictly the record ends that a `redirect` led to. */
function endOf(placed: Walked): End {
  const ends = placed.terms.flatMap(
    ({ included }) => included?.record.terms.filter(({ name }) => name === 'all') ?? [],
  );
  const sign = (['-', '~', '?'] as const).find((one) => ends.some(({ qualifier }) => qualifier === one));
  return `${sign ?? '~'}all`;
}

/** The sender's record, with another text at the place that it includes. */
async function rootWith(
  domain: string,
  place: string,
  text: string,
  envelope: Envelope | null,
  zone: ZoneCopy,
): Promise<Walked> {
  const ask = zone.changed(place, text);
  const answer = await ask(domain, 'TXT');
  const root =
    answer.status === 'found' ? answer.records.find((one) => /^v=spf1(?: |$)/i.test(one)) : undefined;
  return (await walkSpf(domain, root ?? 'v=spf1', envelope, ask)).walked;
}

/** `ptr` is the one term that was not followed. */
async function meantToPass(meant: Walked, envelope: Envelope, zone: ZoneCopy): Promise<boolean> {
  if (allows(meant, envelope.ip, true)) return true;
  const ptr = meant.terms.find(({ term }) => term.name === 'ptr' && term.qualifier === '+');
  if (ptr === undefined) return false;
  const { result } = await evaluateInstead(envelope, meant.domain, `v=spf1 ${ptr.term.text} ?all`, zone.ask);
  return result === 'pass';
}
