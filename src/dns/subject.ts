/** What is to be checked, as people type it or as a bounce gives it → what DNS is asked about. */
import type { Control } from '../catalog/index.ts';
import { hiddenKind, readIp } from './ip.ts';
import { dnsNameFault, readDomain } from './name.ts';
import type { CheckSubject } from './report.ts';

const MOST_SELECTORS = 10;
/** RFC 5321 §4.5.3.1.2. */
const LONGEST_NAME = 255;

/** Everything may be left out, but there must be a domain, an address or a recipient. */
export type CheckInput = {
  /** The envelope sender's domain, or the address itself. */
  readonly domain?: string | null;
  /** Domain in the From header; the same as `domain` where it isn't said. */
  readonly from?: string | null;
  /** Which of the two isn't known: the other stands for it. */
  readonly assumed?: CheckSubject['assumed'];
  /** The IP address that sent. */
  readonly ip?: string | null;
  /** The name that our server greeted with. */
  readonly helo?: string | null;
  readonly recipient?: string | null;
  /** "s1" (of the domain in From), "s1:example.net" or "s1._domainkey.example.net". */
  readonly selectors?: readonly string[];
  /** A bounce made somebody ask. Without saying so it did where it names a control or a list. */
  readonly bounced?: boolean;
  /** What the bounce says failed. */
  readonly control?: Control | null;
  /** The list that the bounce names, by its id in the catalog. */
  readonly blocklist?: string | null;
  /** Words that may name the sending platform, such as the bounce's. Not kept in the report. */
  readonly text?: string | null;
};

/** @returns the subject, or each thing that is wrong in plain words, with what it should be */
export function readSubject(
  input: CheckInput,
): { readonly subject: CheckSubject } | { readonly faults: readonly string[] } {
  const faults: string[] = [];
  const domainIn = (typed: string | null | undefined): string | null => {
    if (!typed) return null;
    const read = readDomain(typed);
    if ('domain' in read) return read.domain;
    faults.push(read.fault);
    return null;
  };
  const domain = domainIn(input.domain);
  const from = domainIn(input.from) ?? domain;
  const recipient = domainIn(input.recipient);
  const ip = input.ip ? readIp(input.ip) : null;
  if (input.ip && ip === null) {
    faults.push(`"${input.ip.slice(0, 80)}" is not an IP address. One is like 192.0.2.10 or 2001:db8::10.`);
  }
  if ((input.selectors ?? []).length > MOST_SELECTORS) {
    faults.push(`At most ${MOST_SELECTORS} selectors can be checked at once.`);
  }
  const selectors = (input.selectors ?? []).slice(0, MOST_SELECTORS).flatMap((typed) => {
    const read = readSelector(typed, from);
    if (typeof read === 'string') faults.push(read);
    return typeof read === 'string' ? [] : [read];
  });
  if (faults.length === 0 && domain === null && from === null && ip === null && recipient === null) {
    faults.push('There is nothing to check: name a domain, an IP address or a recipient.');
  }
  if (faults.length > 0) return { faults };
  const { assumed = null, control = null, blocklist = null } = input;
  const helo = input.helo?.trim().slice(0, LONGEST_NAME) || null;
  const bounced = input.bounced === true || control !== null || blocklist !== null;
  return {
    subject: {
      domain,
      from,
      assumed,
      ip: ip?.text ?? null,
      helo,
      recipient,
      selectors,
      bounced,
      control,
      blocklist,
    },
  };
}

function readSelector(
  typed: string,
  from: string | null,
): { readonly selector: string; readonly domain: string } | string {
  const text = typed.trim().toLowerCase().replace(/\.$/, '');
  const [selector = '', named] = text.includes('._domainkey.') ? text.split('._domainkey.') : text.split(':');
  const shown = `"${typed.slice(0, 80)}"`;
  if (!/^[a-z\d]([\w-]*[a-z\d])?(\.[a-z\d]([\w-]*[a-z\d])?)*$/.test(selector) || dnsNameFault(selector)) {
    return `${shown} is not a DKIM selector. It is \`s=\` in the DKIM-Signature header, like s1.`;
  }
  if (named === undefined) {
    return from === null
      ? `${shown}: whose selector is it? Write it as ${selector}:example.com.`
      : { selector, domain: from };
  }
  const read = readDomain(named);
  return 'domain' in read ? { selector, domain: read.domain } : read.fault;
}

/** @returns why nothing can be asked about this address, in plain words; null where it can */
export function hiddenIp(ip: string): string | null {
  const read = readIp(ip);
  const kind = read && hiddenKind(read);
  return (
    kind &&
    `${ip} is ${kind}: servers on the Internet see another one. Take the address from a bounce, or from the topmost \`Received:\` line that the receiving server wrote`
  );
}
