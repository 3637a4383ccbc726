/**
 * Feedback reports: what a mailbox provider passes on about a mail of ours (RFC 5965, types of RFC 6430 and RFC 6591,
 * and those of drafts and of providers). A type that nobody registered counts as `other` (RFC 5965 §7.3).
 */
import { addressesIn, addressIn, domainOf } from './address.ts';
import { together } from './auth-facts.ts';
import type { AuthFacts, Bounce } from './bounce.ts';
import { isIp } from './facts.ts';
import type { Found } from './found.ts';
import { type Headers, headersIn, type Mail } from './mail.ts';
import { returnedAuth, returnedFrom } from './returned-facts.ts';
import { serverWords } from './words.ts';

type FeedbackType = NonNullable<Bounce['feedbackType']>;

/** https://www.iana.org/assignments/marf-parameters, and what else is sent. */
const TYPES: Readonly<Record<string, FeedbackType>> = {
  abuse: 'abuse',
  spam: 'abuse',
  complaint: 'abuse',
  'opt-out': 'opt-out',
  'opt-out-list': 'opt-out',
  unsubscribe: 'opt-out',
  'not-spam': 'not-spam',
  'not-junk': 'not-spam',
  fraud: 'fraud',
  phishing: 'fraud',
  virus: 'virus',
  malware: 'virus',
  'auth-failure': 'auth-failure',
  'auth-fail': 'auth-failure',
  dmarc: 'dmarc',
  dkim: 'auth-failure',
  spf: 'auth-failure',
};

/** @returns whether a failed proof of who we are is what the report is about */
const isOfAuth = (type: FeedbackType | null): boolean => type === 'auth-failure' || type === 'dmarc';

/**
 * @param source the fields of one report (`message/feedback-report`)
 * @param mail that it came with, or null where the fields were pasted
 * @returns one for each address that the mail was for; one without an address where none is named
 */
export function feedbackIn(source: string, mail: Mail | null): readonly Found[] {
  const fields = headersIn(source);
  const type = typeOf(fields.get('feedback-type'));
  const letter = mail?.text.trim().slice(0, 2000) ?? '';
  const about: Found = {
    kind: 'feedback',
    feedbackType: type,
    text: type === null ? letter : wordsOf(type, fields),
    sender: addressIn(fields.get('original-mail-from') ?? ''),
    from: mail !== null && isOfAuth(type) ? returnedFrom(mail.returned) : null,
    sourceIp: ipIn(fields.get('source-ip') ?? '') ?? serverWords(letter).sourceIp,
    auth: isOfAuth(type) ? authOf(fields, mail) : null,
    arrival: fields.get('arrival-date') ?? fields.get('received-date') ?? null,
    messageId: mail?.returned.get('message-id')?.trim() || null,
    subject: mail?.returned.get('subject') ?? null,
  };
  return recipientsOf(source, fields, mail).map((recipient) => ({ ...about, recipient }));
}

function typeOf(value: string | undefined): FeedbackType | null {
  const word = /^[\s"']{0,4}([a-z][a-z-]{2,30})/i.exec(value ?? '')?.[1]?.toLowerCase();
  return word === undefined ? null : (TYPES[word] ?? 'other');
}

/** What the catalog knows it by. */
function wordsOf(type: FeedbackType, fields: Headers): string {
  const given = fields.get('feedback-type')?.trim().toLowerCase();
  const failure =
    fields.get('auth-failure')?.trim().toLowerCase() ?? (given === 'dkim' || given === 'spf' ? given : null);
  const words = `Feedback-Type: ${type}`;
  return isOfAuth(type) && failure !== null ? `${words}, Auth-Failure: ${failure.slice(0, 40)}` : words;
}

const ipIn = (value: string): string | null => {
  const ip = value.trim().replace(/^\[?(?:IPv6:)?([\da-f:.]{3,45})\]?.*$/i, '$1');
  return isIp(ip) ? ip : null;
};

/** Whose DKIM key and whose policy was asked (RFC 6591 §3.2). */
function authOf(fields: Headers, mail: Mail | null): AuthFacts | null {
  const name = (field: string): string | null =>
    /^[\s<"@]{0,4}([\w-]{1,63}(?:\.[\w-]{1,63}){0,10})/.exec(fields.get(field) ?? '')?.[1]?.toLowerCase() ??
    null;
  const identity = /@([\w.-]{3,253})/.exec(fields.get('dkim-identity') ?? '')?.[1]?.toLowerCase() ?? null;
  const told: AuthFacts = {
    dkimSelector: name('dkim-selector'),
    dkimDomain: name('dkim-domain') ?? identity,
    fromDomain: domainOf(mail && returnedFrom(mail.returned)) ?? name('reported-domain'),
  };
  return together(told, mail && returnedAuth(mail.returned));
}

/** Every Original-Rcpt-To: the field may stand several times (RFC 5965 §3.2). */
function recipientsOf(source: string, fields: Headers, mail: Mail | null): readonly (string | null)[] {
  const all = new Map<string, string>();
  for (const [, value = ''] of source.matchAll(/^[ \t]{0,8}original-rcpt-to[ \t]?:(.{0,1000})$/gim))
    for (const address of addressesIn(value)) {
      const key = address.toLowerCase();
      if (!all.has(key)) all.set(key, address);
    }
  if (all.size > 0) return [...all.values()];
  const redacted = fields.get('redacted-address');
  const otherwise =
    addressIn(fields.get('removal-recipient') ?? '') ??
    (redacted?.includes('@') ? addressIn(redacted) : null);
  return [otherwise ?? (mail && recipientOfMail(mail))];
}

/** Where the report names nobody, the mail that came back was for one, or the provider says so in its own field. */
function recipientOfMail({ headers, returned, feedback }: Mail): string | null {
  const to = addressesIn(returned.get('to') ?? '');
  return (
    (to.length === 1 ? to[0] : null) ??
    addressIn(headers.get('x-hmxmroriginalrecipient') ?? '') ??
    addressIn(returned.get('x-hmxmroriginalrecipient') ?? '') ??
    (feedback === null && returned.size === 0 ? addressIn(headers.get('from') ?? '') : null)
  );
}

/** @returns where the fields of one report stand in a text, each with a Feedback-Type */
export function feedbackBlocks(text: string): readonly { readonly start: number; readonly end: number }[] {
  const blocks: { start: number; end: number }[] = [];
  const field = /^[ \t]{0,8}feedback-type[ \t]?:/gim;
  for (let found = field.exec(text); found; found = field.exec(text)) {
    let start = found.index;
    // Other fields of the report may stand before its type.
    while (start > 0) {
      const before = text.lastIndexOf('\n', start - 2) + 1;
      if (
        before >= start ||
        !/^[ \t]{0,8}[A-Za-z][\w-]{1,40}[ \t]?:|^[ \t]+\S/.test(text.slice(before, before + 60))
      )
        break;
      start = before;
    }
    const gap = /\n[ \t]*\r?\n/.exec(text.slice(found.index))?.index;
    const end = gap === undefined ? text.length : found.index + gap;
    blocks.push({ start, end });
    field.lastIndex = Math.max(field.lastIndex, end);
  }
  return blocks;
}
