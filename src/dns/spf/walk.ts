/**
 * Everything that an SPF record leads to: each record that it includes, what each term costs, which of them lead
 * nowhere. All of it is asked for at once, so that the verdict afterwards waits for nothing.
 */
import { type Answer, isAbsent, type RecordType, type Resolve, recordsOf } from '../answer.ts';
import type { Evidence } from '../report.ts';
import { absence, evidenceOf } from '../row.ts';
import { type Envelope, expandedTarget } from './engine.ts';
import { costsLookup, isSpf, parseSpf, type SpfRecord, type Term } from './record.ts';

/** Look-ups beyond this many are counted and not made: a record of 64 KB has room for thousands. */
const MOST_FOLLOWED = 60;
/** RFC 7208 §4.6.4: a term `mx` that names more mail hosts than this is an error. */
const MOST_MX = 10;
/** Mail hosts whose addresses are looked up all the same, to take the place of the term. */
const MOST_MX_ASKED = 25;

export type WalkedTerm = {
  readonly term: Term;
  /** The name that it asks for, its macros filled in; null for terms that ask nothing, or not without an IP. */
  readonly name: string | null;
  /** Look-ups that it costs, with all that it includes. */
  readonly lookups: number;
  /** Terms in it, itself too, whose name holds nothing. */
  readonly voids: number;
  /** In plain words, what is wrong with it; the name of the failed look-up where DNS did not answer. */
  readonly problem: { readonly kind: 'wrong' | 'failed'; readonly text: string } | null;
  /** Mail hosts of an `mx` without an address: some receivers count each as a look-up that leads nowhere. */
  readonly deadHosts: number;
  /** Nobody can pass by it: its name doesn't exist, or holds nothing that it could use. */
  readonly gone: boolean;
  /** All IP addresses that it stands for, of `a` and `mx` only; none where one is not known. */
  readonly addresses: readonly string[];
  readonly included: Walked | null;
};
export type Walked = {
  readonly domain: string;
  readonly record: SpfRecord;
  readonly terms: readonly WalkedTerm[];
  readonly lookups: number;
  readonly voids: number;
  /** All of it was followed. */
  readonly complete: boolean;
};

type Walk = {
  readonly ask: Resolve;
  /** Null where no sending IP is known: terms with macros are not followed then. */
  readonly envelope: Envelope | null;
  readonly evidence: Map<string, Evidence>;
  left: number;
};

/** @returns the record with all that hangs on it, and every answer that was seen on the way */
export async function walkSpf(
  domain: string,
  text: string,
  envelope: Envelope | null,
  ask: Resolve,
): Promise<{ readonly walked: Walked; readonly evidence: readonly Evidence[] }> {
  const walk: Walk = { ask, envelope, evidence: new Map(), left: MOST_FOLLOWED };
  const walked = await walkRecord(domain, text, [domain], walk);
  return { walked, evidence: [...walk.evidence.values()] };
}

async function walkRecord(
  domain: string,
  text: string,
  ancestors: readonly string[],
  walk: Walk,
): Promise<Walked> {
  const record = parseSpf(text);
  const all = record.terms.findIndex((term) => term.name === 'all');
  // What follows `all` is never looked at, nor is a `redirect` beside one (RFC 7208 §5.1, §6.1).
  const counted = record.terms.filter(
    (term, i) => all < 0 || (term.name !== 'redirect' && (i <= all || !costsLookup(term))),
  );
  const terms = await Promise.all(counted.map((term) => walkTerm(term, domain, ancestors, walk)));
  const sum = (of: (term: WalkedTerm) => number): number =>
    terms.reduce((total, term) => total + of(term), 0);
  return {
    domain,
    record,
    terms,
    lookups: sum((term) => term.lookups),
    voids: sum((term) => term.voids),
    complete: walk.left >= 0,
  };
}

async function walkTerm(
  term: Term,
  domain: string,
  ancestors: readonly string[],
  walk: Walk,
): Promise<WalkedTerm> {
  const cost = costsLookup(term) ? 1 : 0;
  const bare: WalkedTerm = {
    term,
    name: null,
    lookups: cost,
    voids: 0,
    problem: null,
    deadHosts: 0,
    gone: false,
    addresses: [],
    included: null,
  };
  if (cost === 0 || term.name === 'ptr') return bare;
  walk.left -= 1;
  if (walk.left < 0) return bare;
  const name = await targetOf(term, domain, walk);
  if (name === null) return bare;
  const named = { ...bare, name };
  switch (term.name) {
    case 'include':
    case 'redirect':
      return walkInclude(named, name, ancestors, walk);
    case 'exists':
      return existing(named, await seen(name, 'A', walk));
    case 'mx':
      return walkMx(named, name, walk);
    default:
      return ofAddresses(named, await addressesOf(name, walk));
  }
}

/** The same for every sender: no macros in it. */
const isFixed = ({ target }: Term): boolean => !target?.includes('%');

const ofAddresses = (bare: WalkedTerm, found: Awaited<ReturnType<typeof addressesOf>>): WalkedTerm => ({
  ...bare,
  ...found,
  gone: isFixed(bare.term) && found.gone,
});

const existing = (bare: WalkedTerm, answer: Answer): WalkedTerm => ({
  ...bare,
  ...emptiness(answer),
  gone: isFixed(bare.term) && isAbsent(answer),
});

/** @returns the name that a term asks for; null where that hangs on a sending IP that isn't known */
async function targetOf(term: Term, domain: string, walk: Walk): Promise<string | null> {
  const target = term.target ?? domain;
  if (!target.includes('%')) return target.toLowerCase().replace(/\.$/, '');
  return walk.envelope && expandedTarget(walk.envelope, domain, term.text);
}

async function walkInclude(
  bare: WalkedTerm,
  name: string,
  ancestors: readonly string[],
  walk: Walk,
): Promise<WalkedTerm> {
  const wrong = (text: string): WalkedTerm => ({ ...bare, problem: { kind: 'wrong', text } });
  const { text: shown } = bare.term;
  if (ancestors.includes(name)) {
    const circle = wrong(`\`${shown}\` leads back to ${name}: a circle without an end`);
    return { ...circle, gone: name === ancestors.at(-1) && bare.term.name === 'include' };
  }
  const answer = await seen(name, 'TXT', walk);
  if (answer.status === 'failed') return { ...bare, problem: { kind: 'failed', text: answer.why } };
  const records = recordsOf<'TXT'>(answer).filter(isSpf);
  const [record] = records;
  if (record === undefined) {
    const what = answer.status === 'no-name' ? absence(answer, 'TXT') : 'has no SPF record';
    const voids = isAbsent(answer) ? 1 : 0;
    return {
      ...wrong(`\`${shown}\` points to ${legible(name)}, which ${what}`),
      voids,
      gone: isFixed(bare.term),
    };
  }
  if (records.length > 1)
    return wrong(`\`${shown}\` points to ${legible(name)}, which has ${records.length} SPF records`);
  const included = await walkRecord(name, record, [...ancestors, name], walk);
  return { ...bare, included, lookups: 1 + included.lookups, voids: included.voids };
}

/** A name that has other signs in it than names have is set off from the sentence. */
const legible = (name: string): string => (/^[\w.-]+$/.test(name) ? name : `\`${name}\``);

async function walkMx(bare: WalkedTerm, name: string, walk: Walk): Promise<WalkedTerm> {
  const answer = await seen(name, 'MX', walk);
  const hosts = recordsOf<'MX'>(answer).filter(({ exchange }) => exchange !== '');
  if (hosts.length === 0) {
    return { ...bare, ...emptiness(answer), gone: answer.status !== 'failed' && isFixed(bare.term) };
  }
  const asked = hosts.slice(0, MOST_MX_ASKED);
  const found = await Promise.all(asked.map(({ exchange }) => addressesOf(exchange, walk)));
  const complete =
    hosts.length <= MOST_MX_ASKED && found.every(({ addresses, gone }) => addresses.length > 0 || gone);
  const text = `\`${bare.term.text}\` stands for ${hosts.length} mail hosts; SPF allows ${MOST_MX}`;
  return {
    ...bare,
    addresses: complete ? found.flatMap(({ addresses }) => addresses) : [],
    deadHosts: found.filter(({ voids }) => voids > 0).length,
    gone: complete && found.every(({ gone }) => gone) && isFixed(bare.term),
    problem: hosts.length > MOST_MX ? { kind: 'wrong', text } : null,
  };
}

async function addressesOf(
  name: string,
  walk: Walk,
): Promise<Pick<WalkedTerm, 'voids' | 'problem' | 'addresses' | 'gone'>> {
  const [a, aaaa] = await Promise.all([seen(name, 'A', walk), seen(name, 'AAAA', walk)]);
  // A receiver looks up the family of the sending address alone; without one, either could be.
  const version = walk.envelope === null ? null : walk.envelope.ip.includes(':') ? 6 : 4;
  const asked = [...(version === 6 ? [] : [a]), ...(version === 4 ? [] : [aaaa])];
  const failed = asked.find((answer) => answer.status === 'failed');
  const missing = asked.every(isAbsent) ? asked[0] : undefined;
  // Half of the addresses would be the wrong ones to write into a record.
  const complete = a.status !== 'failed' && aaaa.status !== 'failed';
  const addresses = complete ? [...recordsOf<'A'>(a), ...recordsOf<'AAAA'>(aaaa)] : [];
  return { ...emptiness(failed ?? missing ?? null), addresses, gone: isAbsent(a) && isAbsent(aaaa) };
}

function emptiness(answer: Answer | null): Pick<WalkedTerm, 'voids' | 'problem'> {
  if (answer?.status === 'failed') return { voids: 0, problem: { kind: 'failed', text: answer.why } };
  return { voids: answer !== null && isAbsent(answer) ? 1 : 0, problem: null };
}

async function seen<T extends RecordType>(name: string, type: T, walk: Walk): Promise<Answer<T>> {
  const answer = await walk.ask(name, type);
  walk.evidence.set(`${type} ${name}`, evidenceOf(name, type, answer as Answer));
  return answer;
}
