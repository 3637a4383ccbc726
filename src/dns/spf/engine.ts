/**
 * SPF as mailauth evaluates it, to the letter of RFC 7208 (`strict`): the verdict for an address, and by asking it
 * about made-up records, what a single term does.
 */
import type { DNSResolver } from 'mailauth';
// Its documented address (mailauth's README, "SPF"): the main one loads signing, ARC and BIMI too, 10 MB of memory.
import { spf } from 'mailauth/lib/spf/index.js';
import type { Resolve } from '../answer.ts';
import { mailauthResolver } from '../mailauth-resolver.ts';

export type SpfResult = 'pass' | 'fail' | 'softfail' | 'neutral' | 'none' | 'temperror' | 'permerror';

/** Who sends, as the receiving server sees it. */
export type Envelope = {
  /** Address or domain; empty for the null sender, where the HELO name counts. */
  readonly sender: string;
  readonly ip: string;
  readonly helo: string | null;
};

export type SpfVerdict = { readonly result: SpfResult; readonly comment: string };

/** Enough for any record that is asked about on purpose. */
const NO_LIMIT = 1000;

/** @returns what a receiver that keeps to RFC 7208 concludes */
export async function evaluateSpf(envelope: Envelope, ask: Resolve): Promise<SpfVerdict> {
  return run(envelope, mailauthResolver(ask), {});
}

/**
 * @param domain whose record is made up, the sender's or one that it includes
 * @param record the text that stands there instead
 * @returns the verdict, without limits on look-ups
 */
export async function evaluateInstead(
  envelope: Envelope,
  domain: string,
  record: string,
  ask: Resolve,
): Promise<SpfVerdict> {
  const real = mailauthResolver(ask);
  const root = domainOf(envelope);
  const resolver: DNSResolver = async (name, type) => {
    if (type !== 'TXT') return real(name, type);
    if (name.toLowerCase() === domain.toLowerCase()) return [[record]];
    if (name.toLowerCase() === root) return [[`v=spf1 redirect=${domain}`]];
    return real(name, type);
  };
  return run(envelope, resolver, { maxResolveCount: NO_LIMIT, maxVoidCount: NO_LIMIT });
}

/** @returns what is wrong with a record by itself, whatever DNS says; null where nothing is */
export async function syntaxFault(record: string): Promise<string | null> {
  let first = true;
  const resolver: DNSResolver = async (_, type) => {
    if (type !== 'TXT') return [];
    const text = first ? record : 'v=spf1 ?all';
    first = false;
    return [[text]];
  };
  // A name that no record leads back to.
  const envelope = { sender: 'postmaster@record.invalid', ip: '192.0.2.1', helo: 'record.invalid' };
  const { result, comment } = await run(envelope, resolver, {
    maxResolveCount: NO_LIMIT,
    maxVoidCount: NO_LIMIT,
  });
  return result === 'permerror' ? comment : null;
}

/**
 * @param term "include:%{ir}.%{v}.spf.example.com"
 * @returns the name that the term asks DNS for, with its macros filled in; null where it depends on the reverse
 *   DNS or on what isn't known
 */
export async function expandedTarget(
  envelope: Envelope,
  domain: string,
  term: string,
): Promise<string | null> {
  if (/%\{p/i.test(term)) return null;
  const root = domainOf(envelope);
  let asked: string | null = null;
  const resolver: DNSResolver = async (name, type) => {
    if (asked === null && type === 'TXT' && name.toLowerCase() === domain) {
      return [[`v=spf1 ${term}${term.startsWith('redirect=') ? '' : ' ?all'}`]];
    }
    if (asked === null && type === 'TXT' && name.toLowerCase() === root) {
      return [[`v=spf1 redirect=${domain}`]];
    }
    asked ??= name;
    return [];
  };
  await run(envelope, resolver, { maxResolveCount: NO_LIMIT, maxVoidCount: NO_LIMIT });
  return asked;
}

const domainOf = ({ sender, helo }: Envelope): string =>
  (sender.slice(sender.lastIndexOf('@') + 1) || helo || '').toLowerCase();

async function run(
  { sender, ip, helo }: Envelope,
  resolver: DNSResolver,
  limits: { readonly maxResolveCount?: number; readonly maxVoidCount?: number },
): Promise<SpfVerdict> {
  const { status } = await spf({
    sender,
    ip,
    ...(helo === null ? {} : { helo }),
    resolver,
    strict: true,
    mta: 'receiver.invalid',
    ...limits,
  });
  return { result: status.result as SpfResult, comment: reasonIn(status.comment ?? '') };
}

/** Its comment is "receiver.invalid: permanent error in processing during lookup of a@b: REASON". */
function reasonIn(comment: string): string {
  const reason = /during lookup of \S*: (.*)$/s.exec(comment)?.[1] ?? comment;
  for (const [pattern, plain] of PLAIN) if (pattern.test(reason)) return reason.replace(pattern, plain);
  return reason;
}

/** mailauth's words (lib/spf/syntax.js, spf-verify.js, index.js) → those of this program. */
const PLAIN: readonly (readonly [RegExp, string])[] = [
  [/^invalid domain-spec(?: definition:)? "?([^"]*)"?$/i, '`$1` is not a domain'],
  [/^Empty domain-spec$/, 'a term names no domain'],
  [/^Missing domain-spec for "([^"]*)"$/, '`$1:` names no domain'],
  [/^Invalid macro "([^"]*)"(.*)$/, '`$1` is not a macro of SPF$2'],
  [/^Invalid character in macro string$/, 'a name has a character in it that may not stand there'],
  [/^Invalid CIDR length "([^"]*)"$/, '`$1` is a wrong prefix length'],
  [/^Invalid (?:modifier name )?"([^"]*)"(?: term)?$/, '`$1` is written wrongly'],
  [/^Invalid (redirect|include) target (.*)$/, '`$1` leads to `$2`, which is not a domain'],
  [/^Invalid characters in DNS response$/, 'it has characters beyond ASCII in it'],
];
