/** What a server's words name by the way, for the catalog's lines: the HELO name, a header, a listed domain, whom to ask; and which domain was meant; how long to wait; how large it may be. */
import type { Bounce } from '../intake/bounce.ts';
import { addressesIn, likelyDomain } from '../intake/index.ts';
import { sizeLimitStated } from './size-stated.ts';
import { waitStated } from './wait-stated.ts';

export type Named = {
  /** The name that our server greeted with: "localhost" */
  readonly heloName: string | null;
  /** The header that the words complain about, as the standard spells it: "Reply-To" */
  readonly header: string | null;
  /** The domain, or the host of a link, that stands on a list: "example.org" */
  readonly listedDomain: string | null;
  /** Where one asks to be taken off: an address, else a link. */
  readonly removal: string | null;
  /** The first link in the server's words; and the same where a card has room for it. */
  readonly link: string | null;
  readonly briefLink: string | null;
  /** The domain that was meant where the recipient's looks mistyped: "gmail.com" */
  readonly likelyDomain: string | null;
  /** How long the server asks to wait, where its words say so: "5 minutes" */
  readonly wait: string | null;
  /** The largest message that the server takes, where its words say so: "a limit of 25 MB" */
  readonly sizeLimit: string | null;
  /** Where the words prove that there is a DMARC record: what is said of it, and, empty, of its being missing. */
  readonly dmarcFound: string | null;
  readonly dmarcMissing: string | null;
};

/** Words that are looked at, in characters: bounces name such things early. */
const LONGEST = 3000;

/** @returns what the server's own words name, null where they name nothing */
export function namedIn(bounce: Bounce): Named {
  const words = (bounce.diagnosticCode ?? bounce.excerpt).slice(0, LONGEST);
  const limit = sizeLimitStated(words);
  const link = linkIn(words);
  return {
    heloName: heloNameIn(words),
    header: headerIn(words),
    listedDomain: listedDomainIn(words),
    removal: removalIn(words, bounce),
    link,
    briefLink: link !== null && link.length <= LONGEST_BRIEF_LINK ? link : null,
    likelyDomain: bounce.recipient && likelyDomain(bounce.recipient),
    wait: waitStated(words),
    sizeLimit: limit === null ? null : `a limit of ${limit}`,
    ...(DMARC_POLICY.test(words)
      ? { dmarcFound: ': its policy is what refused the mail.', dmarcMissing: '' }
      : { dmarcFound: null, dmarcMissing: null }),
  };
}

/** Who applies a policy has read the record that holds it. */
const DMARC_POLICY =
  /\bp=(?:reject|quarantine)\b|\bDMARC[ -]policy\b|\bpolicy (?:of|is|set to) (?:reject|quarantine)\b|\bDMARC\b[^.\n]{0,40}\(p=/i;

/** Of each the first that is found counts. */
const HELO_NAMES: readonly RegExp[] = [
  /[<[]([\w.:-]{1,255})[>\]]: (?:helo|ehlo) command rejected/i,
  /\b(?:helo|ehlo) command [<[]([\w.:-]{1,255})[>\]]/i,
  /\b(?:helo|ehlo)=[<[("']{0,2}([\w.:-]{1,255})/i,
  /\b(?:helo|ehlo)\b[^<[("'\n]{0,60}(?:invalid |bad |syntactically )?argument\(s\): ([\w.:-]{1,255})/i,
  /saying (?:helo|ehlo) \(not ([\w.:-]{1,255})\)/i,
  /(?:greeted|introduced|identified|announced) (?:us|itself|yourself|themselves) as [<[("']{0,2}([\w.:-]{1,255})/i,
  /\b(?:helo|ehlo)(?:\/(?:helo|ehlo))?(?: host| name| hostname| argument| string| as| was| is){0,3}:? [<[("']{0,2}(localhost|[\w-]{1,63}(?:\.[\w-]{1,63}){1,8})/i,
];

function heloNameIn(words: string): string | null {
  for (const pattern of HELO_NAMES) {
    const name = pattern.exec(words)?.[1]?.replace(/[.:-]+$/, '');
    if (name) return name;
  }
  return null;
}

/** RFC 5322 §3.6, and those that servers complain about besides. The longer of two that begin alike comes first. */
const HEADERS = [
  'Authentication-Results',
  'Content-Transfer-Encoding',
  'Content-Disposition',
  'Content-Type',
  'Delivered-To',
  'DKIM-Signature',
  'Date',
  'From',
  'In-Reply-To',
  'List-Unsubscribe',
  'Message-ID',
  'MIME-Version',
  'Received',
  'References',
  'Reply-To',
  'Return-Path',
  'Sender',
  'Subject',
  'To',
  'Bcc',
  'Cc',
];
const NAME = `(${HEADERS.join('|')})`;
/** A name such as "From" is an everyday word: the word "header" or "field" must stand beside it. */
const HEADER_NAMES: readonly RegExp[] = [
  new RegExp(`["'\`<]${NAME}:?["'\`>]`, 'i'),
  new RegExp(`(?<![\\w-])${NAME}:?["'\`]? (?:headers?|fields?|header fields?|lines?)\\b`, 'i'),
  new RegExp(`\\b(?:headers?|header fields?|field)(?: found)?:? ["'\`]?${NAME}(?![\\w-])`, 'i'),
];

function headerIn(words: string): string | null {
  for (const pattern of HEADER_NAMES) {
    const found = pattern.exec(words)?.[1]?.toLowerCase();
    if (found !== undefined) return HEADERS.find((name) => name.toLowerCase() === found) ?? null;
  }
  return null;
}

const DOMAIN = '((?:[a-z\\d](?:[\\w-]{0,62})\\.){1,8}[a-z][\\w-]{1,30})';
const LISTED_DOMAINS: readonly RegExp[] = [
  new RegExp(`/(?:query/(?:domain|dbl)/|listed/\\?searchterm=|lookup\\?domain=)${DOMAIN}`, 'i'),
  new RegExp(`[?&](?:domain|d|query|searchterm)=${DOMAIN}(?=&|\\s|$|[;,)>])`, 'i'),
  new RegExp(
    `\\b(?:domain|url|uri|link|host|site|hostname)s? [<("'[]{0,2}(?:https?://)?${DOMAIN}[^ ]{0,200} (?:in (?:the |your )?(?:message|mail|body) )?(?:is |was |are )?(?:currently )?(?:black ?listed|block ?listed|listed|on (?:the |our |a )?(?:black|block))`,
    'i',
  ),
  new RegExp(
    `${DOMAIN}[>)"'\\]]{0,2} (?:is|was) (?:black ?listed|block ?listed|listed) (?:in|on|by|at)\\b`,
    'i',
  ),
  new RegExp(`(?:black|block)listed (?:url|domain|link|uri)s?:? [<("'[]{0,2}(?:https?://)?${DOMAIN}`, 'i'),
];

function listedDomainIn(words: string): string | null {
  for (const pattern of LISTED_DOMAINS) {
    const domain = pattern.exec(words)?.[1];
    if (domain !== undefined) return domain.toLowerCase();
  }
  return null;
}

const ASKING =
  /remov|de-?list|unblock|unban|unlist|whitelist|exempt|appeal|contact|complain|mailto:|write to|report to|ask |help|assistance|clarify|questions/gi;
const LINK = /https?:\/\/[^\s<>"'()[\]]{3,300}/i;
/** Characters behind such a word within which an address is the one to write to. */
const NEAR = 160;

/** The sender and the recipient stand in many a refusal: neither is whom to ask. */
function removalIn(
  words: string,
  { sender, recipient }: Pick<Bounce, 'sender' | 'recipient'>,
): string | null {
  if (words.includes('@')) {
    for (const { index } of words.matchAll(ASKING)) {
      const address = addressesIn(words.slice(index, index + NEAR)).find(
        (one) => one !== sender && one !== recipient,
      );
      if (address !== undefined) return address;
    }
  }
  return linkIn(words);
}

const linkIn = (words: string): string | null => LINK.exec(words)?.[0].replace(/[.,;:!?]+$/, '') ?? null;

/** What is longer is cut in its middle where it shows on a card. */
const LONGEST_BRIEF_LINK = 28;
