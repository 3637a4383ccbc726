/**
 * The proof of a changed SPF record, before anybody is told to copy it: put into a copy of the zones as they were seen
 * and evaluated by mailauth for addresses inside and outside of everything that stood there.
 */
import { allows, isPersonal } from './allowed.ts';
import { type Envelope, evaluateSpf, expandedTarget, syntaxFault } from './engine.ts';
import { probesOf } from './probes.ts';
import { MOST_LOOKUPS, MOST_VOIDS } from './record.ts';
import { type Walked, type WalkedTerm, walkSpf } from './walk.ts';
import { keyOf, type ZoneCopy } from './zone-copy.ts';

/** Longest that a TXT record is proposed with; a UDP answer holds about 1,200 bytes. */
const LONGEST = 2000;

export type Claim = {
  /** Who is asked about; null where no sending address is known. */
  readonly envelope: Envelope | null;
  /** The domain of the sender. */
  readonly domain: string;
  /** Everything that stood there, followed. */
  readonly meant: Walked;
  /** The record of nothing but the terms that are added, followed; null where none is. */
  readonly added: Walked | null;
  /** Whether the sender asked about must pass afterwards. */
  readonly passes: boolean;
};

/**
 * @param place the name whose TXT record is changed: the domain's, or one that it includes
 * @param after the text of the record
 * @returns whether each sender that was meant to pass does, the one asked about does, and nobody else
 */
export async function isProven(
  { envelope, domain, meant, added, passes }: Claim,
  place: string,
  after: string,
  zone: ZoneCopy,
): Promise<boolean> {
  if (after.length > LONGEST || !/^[\x21-\x7e]+( [\x21-\x7e]+)*$/.test(after)) return false;
  if ((await syntaxFault(after)) !== null) return false;
  const [answer] = [await zone.changed(place, after)(domain, 'TXT')];
  const root = answer.status === 'found' ? answer.records.find((text) => /^v=spf1(?: |$)/i.test(text)) : null;
  if (!root) return false;
  const { walked } = await walkSpf(domain, root, envelope, zone.changed(place, after));
  if (!keepsLimits(walked) || !meant.complete) return false;
  const identity = { sender: envelope?.sender || domain, helo: envelope?.helo ?? null };
  const resultOf = async (ip: string, more?: ReadonlyMap<string, string>) =>
    (await evaluateSpf({ ...identity, ip }, zone.seen(place, after, more))).result;
  if (
    envelope !== null &&
    ((await evaluateSpf(envelope, zone.changed(place, after))).result === 'pass') !== passes
  ) {
    return false;
  }
  const version = envelope?.ip.includes(':') ? 6 : 4;
  for (const ip of probesOf([meant, added])) {
    if (ip === envelope?.ip) continue;
    const may = allows(meant, ip, false) || (added !== null && allows(added, ip, false));
    const result = await resultOf(ip);
    if ((result === 'pass') !== may) return false;
    // Receivers that look at all of it find no error either: the family of the sender, whose names were looked at.
    if (['permerror', 'temperror'].includes(result) && (ip.includes(':') ? 6 : 4) === version) return false;
  }
  for (const { ip, more } of await personsOf(meant, identity)) {
    if ((await resultOf(ip, more)) !== 'pass') return false;
  }
  return true;
}

function keepsLimits(walked: Walked): boolean {
  const dead = (terms: readonly WalkedTerm[]): number =>
    terms.reduce(
      (sum, { deadHosts, included }) => sum + deadHosts + (included ? dead(included.terms) : 0),
      0,
    );
  return (
    walked.complete &&
    walked.lookups <= MOST_LOOKUPS &&
    walked.voids + dead(walked.terms) <= MOST_VOIDS &&
    isSound(walked)
  );
}

const isSound = ({ record, terms }: Walked): boolean =>
  record.faults.length === 0 &&
  terms.every(({ problem, included }) => problem === null && (included === null || isSound(included)));

type Person = { readonly ip: string; readonly more: ReadonlyMap<string, string> };

/** Made-up senders, each one that a term with macros or `ptr` would let pass: what lets them pass stands in DNS. */
async function personsOf(
  meant: Walked,
  identity: Pick<Envelope, 'sender' | 'helo'>,
): Promise<readonly Person[]> {
  const found: Person[] = [];
  for (const { one, domain } of personal(meant)) {
    const ip = `198.19.7.${found.length + 1}`;
    const more = await madeUp(one, domain, { ...identity, ip });
    if (more !== null) found.push({ ip, more });
  }
  return found;
}

/** Terms that let pass by who sends, in a chain of `include` that all let pass. */
function personal(walked: Walked): readonly { readonly one: WalkedTerm; readonly domain: string }[] {
  return walked.terms.flatMap((one) => {
    if (one.term.qualifier === '-' || one.term.qualifier === '~' || one.term.qualifier === '?') return [];
    if (isPersonal(one)) return [{ one, domain: walked.domain }];
    return one.included ? personal(one.included) : [];
  });
}

async function madeUp(
  { term }: WalkedTerm,
  domain: string,
  envelope: Envelope,
): Promise<ReadonlyMap<string, string> | null> {
  const { ip } = envelope;
  if (term.name === 'ptr') {
    if (term.target?.includes('%')) return null;
    const host = `probe.${term.target ?? domain}`;
    const reverse = `${ip.split('.').reverse().join('.')}.in-addr.arpa`;
    return new Map([
      [keyOf('PTR', reverse), host],
      [keyOf('A', host), ip],
    ]);
  }
  const name = await expandedTarget(envelope, domain, term.text);
  if (name === null) return null;
  switch (term.name) {
    case 'exists':
      return new Map([[keyOf('A', name), '127.0.0.2']]);
    case 'a':
      return new Map([[keyOf('A', name), ip]]);
    case 'include':
    case 'redirect':
      return new Map([[keyOf('TXT', name), `v=spf1 ip4:${ip} -all`]]);
    default:
      return null;
  }
}
