/** What to do about an SPF record: the exact record where one is proven, else the mistake and what to decide. */
import type { Sender } from '../../catalog/index.ts';
import type { Ip } from '../ip.ts';
import { poolName } from '../pool.ts';
import type { Change } from '../report.ts';
import type { Envelope } from './engine.ts';
import { type Mended, type MendOutcome, mend, type Wanted } from './mend.ts';
import { termFor } from './plans.ts';
import { wordsOf } from './spelling.ts';
import { sayDone, sayUndone } from './wording.ts';
import type { ZoneCopy } from './zone-copy.ts';

/** What is wrong, and so what has to be said with the change. */
export type Fault =
  | 'missing'
  /** Not an SPF record, but meant as one. */
  | 'unlike'
  | 'several'
  | 'mistake'
  /** Everybody passes. */
  | 'open'
  | 'limits'
  /** The sender isn't in it. */
  | 'sender';

/** What is known of a domain whose record has something wrong. */
export type SpfCase = {
  readonly domain: string;
  readonly envelope: Envelope | null;
  readonly ip: Ip | null;
  /** SPF records of the domain, or the text that was meant as one; none where there is none. */
  readonly texts: readonly string[];
  /** Whose the domain is where it can't be the sender's own: "SendGrid". */
  readonly owner: string | null;
  /** Where the domain's name is an alias (CNAME): the name that holds the record. */
  readonly alias: { readonly target: string; readonly isOwn: boolean } | null;
  /** The sending platform that the address belongs to, as its reverse DNS says. */
  readonly platform: Sender | null;
  /** Reverse DNS of the address. */
  readonly names: readonly string[];
  /** The term that says of this very address that it may not send: "-ip4:192.0.2.10". */
  readonly denied: string | null;
  readonly senders: readonly Sender[];
  readonly zone: ZoneCopy;
};

export type Advisor = {
  /** Why the address may not be one of the sender's own; null where nothing says so. */
  readonly doubt: string | null;
  /** @param detail what is to be told of the fault where there is no record to copy */
  readonly advise: (fault: Fault, detail?: string) => Promise<Change | string>;
  /** The same for a record of the same owner that the domain's leads to. */
  readonly adviseAt: (place: string, texts: readonly string[], detail: string) => Promise<Change | string>;
};

/** @returns gives advice about one domain; each record is looked for once */
export function createAdvisor(about: SpfCase): Advisor {
  const { domain, envelope, texts, owner, alias, platform, senders, zone } = about;
  const doubt = doubtOf(about);
  const wanted = doubt === null ? wantedFor(about) : [];
  let looked: Promise<MendOutcome> | null = null;
  const place = alias?.target ?? domain;
  const advise = async (fault: Fault, detail = ''): Promise<Change | string> => {
    if (owner !== null) return foreign(domain, owner);
    if (alias !== null && !alias.isOwn) return notBeside(domain, alias.target);
    looked ??= mend({ domain, envelope, place: domain, texts, wanted, senders }, zone);
    const outcome = await looked;
    const told = {
      fault,
      detail,
      place,
      texts,
      ip: envelope?.ip ?? null,
      platform: platform?.name ?? null,
      doubt,
    };
    const { mended } = outcome;
    if (mended === null || !helps(fault, mended, outcome)) return sayUndone(told, outcome);
    return { text: sayDone(told, mended), record: recordOf(place, texts, mended) };
  };
  const adviseAt = async (at: string, there: readonly string[], detail: string): Promise<Change | string> => {
    if (owner !== null) return foreign(domain, owner);
    const outcome = await mend({ domain, envelope, place: at, texts: there, wanted: [], senders }, zone);
    const fault = there.length > 1 ? 'several' : 'mistake';
    const told = { fault, detail, place: at, texts: there, ip: null, platform: null, doubt: null } as const;
    const { mended } = outcome;
    return mended === null
      ? sayUndone(told, outcome)
      : { text: sayDone(told, mended), record: recordOf(at, there, mended) };
  };
  return { advise, adviseAt, doubt };
}

const recordOf = (name: string, texts: readonly string[], { after }: Mended): Change['record'] => ({
  name,
  type: 'TXT',
  before: texts.length === 0 ? null : texts.join('" and "'),
  after,
});

/** A record is for copying where it mends this fault, and takes nothing from a sender that passes now. */
function helps(fault: Fault, { added }: Mended, { meaning, passes }: MendOutcome): boolean {
  if (fault === 'missing' || fault === 'sender') return added !== null || passes === true;
  // Whoever lives on `+all` alone would be cut off without a word.
  return !meaning.open || passes !== false || added !== null;
}

const foreign = (domain: string, owner: string): string =>
  `${domain} belongs to ${owner}, and only ${owner} can change its records. Send with a domain of your own, in the envelope (Return-Path) and in From, or send through ${owner}.`;

/** RFC 1034 §3.6.2. */
const notBeside = (domain: string, target: string): string =>
  `${domain} is an alias (CNAME) of ${target}, and beside a CNAME no other record can stand: only whoever runs ${target} can change the record. Tell them, send through them, or use a bounce domain (Return-Path) that is no alias.`;

/** @returns why the address may not be one of the sender's own; null where nothing says so */
function doubtOf({ domain, ip, names, texts, denied, platform }: SpfCase): string | null {
  if (ip === null) return null;
  if (denied !== null) return `the record says of it that it may not send, by \`${denied}\``;
  const pool = platform === null ? poolName(names, ip) : null;
  const doubts = [
    ...(pool === null
      ? []
      : [`its reverse DNS, ${pool}, looks like that of a line of an access provider's customer`]),
    ...(sendsNothing(texts) ? [`the record says that ${domain} sends no mail at all`] : []),
  ];
  return doubts.length === 0 ? null : doubts.join(', and ');
}

/** `v=spf1 -all` and kin. */
function sendsNothing(texts: readonly string[]): boolean {
  const words = texts.flatMap(wordsOf);
  return words.some((word) => /^-all$/i.test(word)) && words.every((word) => /^-|^exp=/i.test(word));
}

/** The platform's `include:` where the record lacks that, then the address. */
function wantedFor({ ip, platform, texts }: SpfCase): readonly Wanted[] {
  if (ip === null) return [];
  const include = platform?.spf[0] === undefined ? null : `include:${platform.spf[0]}`;
  const has = texts.some((text) =>
    text
      .toLowerCase()
      .split(' ')
      .includes(include ?? ''),
  );
  return [
    ...(include === null || has ? [] : [{ term: include, kind: 'platform' as const }]),
    { term: termFor(ip.text), kind: 'address' as const },
  ];
}
