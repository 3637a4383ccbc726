/** What else a look-up could mean: the usual ones as a list, and all of them to choose from. */
import type { Catalog, Entry, LookupResult } from '../catalog/index.ts';
import { DEAD } from '../diagnosis/index.ts';
import { type Choice, type Leaf, type Line, type Menu, plain } from './reply.ts';

/** A card has room for four, and a select on Discord for 25. */
const MOST_USUAL = 4;
const MOST_CHOICES = 25;
/** Characters of a choice: Slack takes 75. */
const LONGEST_CHOICE = 75;
/** As many of the usual ones must have another reason, so that a code says little by itself: "550 5.7.1", not "550 5.1.1". */
const MANY = 2;

/** @returns the entry whose card shows: where one provider alone answers with a code, its own words say most */
export function shownOf({ meant, codes }: LookupResult): Entry | undefined {
  const [best] = meant;
  const answers = meant.filter(({ kind }) => kind === 'response');
  // What names the code itself, where others name many at once.
  const exact = answers.filter(
    ({ enhanced }) => codes.enhanced !== null && enhanced.includes(codes.enhanced),
  );
  const responses = exact.length > 0 ? exact : answers;
  const isOfOne = new Set(responses.map(({ provider }) => provider)).size === 1;
  return best && isOfOne && (best.kind === 'pair' || best.kind === 'enhanced-code') ? responses[0] : best;
}

/**
 * @param shown the entry whose card shows
 * @returns the usual ones, one a provider, where the entry is too general to answer by itself; else none
 */
export const usualOf = (shown: Entry, result: LookupResult, catalog: Catalog): readonly Entry[] =>
  usualAmong(shown, candidates(shown, result, catalog));

/** @param target the query, at most 80 characters */
export function chooseOf(target: string, shown: Entry, result: LookupResult, catalog: Catalog): Menu | null {
  const all = candidates(shown, result, catalog);
  const choices = choicesOf([...usualAmong(shown, all), ...all], result.codes, catalog);
  return choices.length > 0 ? { action: 'show', label: 'Show one…', target, choices } : null;
}

/**
 * @param entries the first first; each is offered once
 * @param codes that were asked for, which no choice repeats
 */
export const choicesOf = (
  entries: readonly Entry[],
  codes: LookupResult['codes'],
  catalog: Catalog,
): readonly Choice[] =>
  [...new Set(entries)]
    .slice(0, MOST_CHOICES)
    .map((entry) => ({ label: choiceOf(entry, codes, catalog), value: entry.id }));

/** Those that are met often come first, one a provider; what has another reason fills what room is left. */
function usualAmong(shown: Entry, all: readonly Entry[]): readonly Entry[] {
  // What one provider uses a code for against its meaning is told last: a dead address, for "mailbox full".
  const isAgainst = ({ reason }: Entry): boolean =>
    shown.reason !== 'undefined' && DEAD.has(reason) && !DEAD.has(shown.reason);
  const fitting = all.filter((entry) => !isAgainst(entry));
  const met = fitting.filter(({ common }) => common > 0);
  const some = met.length > 1 ? met : fitting;
  const first = onePerProvider(some).slice(0, MOST_USUAL);
  const reasons = new Set(first.map(({ reason }) => reason));
  const others = some.filter(({ reason }) => {
    const isNew = !reasons.has(reason);
    reasons.add(reason);
    return isNew;
  });
  const usual = [...first, ...others].slice(0, MOST_USUAL);
  const differ = usual.filter(({ reason }) => reason !== shown.reason).length >= MANY;
  const isGeneral = shown.kind === 'reason' || shown.kind === 'reply-code' || (isCode(shown) && differ);
  return isGeneral && usual.length > 1 ? usual : [];
}

const isCode = ({ kind }: Entry): boolean =>
  kind === 'reply-code' || kind === 'enhanced-code' || kind === 'pair';

/**
 * The others that say something else, the commonest first; each title of a provider once. The code that was asked for
 * says nothing else, nor do any server's words for a reason that was.
 */
function candidates(shown: Entry, { meant, codes }: LookupResult, { entries }: Catalog): readonly Entry[] {
  const asked = [codes.reply, codes.enhanced];
  const isAsked = (entry: Entry): boolean =>
    isCode(entry) && [...entry.reply, ...entry.enhanced].every((code) => asked.includes(code));
  const titles = new Set([keyOf(shown)]);
  // Of equally common ones, those of whom one meets more often: never by the alphabet.
  const met = new Map<string | null, number>();
  for (const { provider, common } of entries) met.set(provider, (met.get(provider) ?? 0) + common);
  const metOf = ({ provider }: Entry): number => (provider === null ? 0 : (met.get(provider) ?? 0));
  return meant
    .toSorted((a, b) => b.common - a.common || metOf(b) - metOf(a))
    .filter((entry) => {
      // What the code is registered for is told beside a provider that means another thing by it.
      const isMeant = shown.kind === 'response' && entry.reason !== shown.reason;
      if (entry === shown || (isAsked(entry) && !isMeant)) return false;
      if (shown.kind === 'reason' && entry.provider === null && entry.reason === shown.reason) return false;
      const isNew = !titles.has(keyOf(entry));
      titles.add(keyOf(entry));
      return isNew;
    });
}

const keyOf = ({ provider, short }: Entry): string => `${provider} ${short.title}`;

function onePerProvider(entries: readonly Entry[]): readonly Entry[] {
  const seen = new Set<string | null>();
  return entries.filter(({ provider }) => {
    const isNew = !seen.has(provider);
    seen.add(provider);
    return isNew;
  });
}

type Named = { readonly name: string; readonly code: string | null; readonly rest: string };

/** Whose it is, its code, and the rest of its title: a name that stands before it isn't said twice. */
function namedOf(entry: Entry, codes: LookupResult['codes'], catalog: Catalog): Named {
  const { title } = entry.short;
  const [provider = 'Any server'] = (catalog.providers.get(entry.provider ?? '')?.name ?? '')
    .split(' / ')
    .filter(Boolean);
  const code = shortCode(entry, codes);
  const brand = brandOf(entry, provider);
  return brand === null
    ? { name: provider, code, rest: lowered(title) }
    : { name: brand, code, rest: lowered(title.slice(brand.length).replace(/^: /, '').trim()) };
}

/** Of one that has several the one that tells it apart; null where that is what was asked for. */
function shortCode({ tags, enhanced, reply }: Entry, codes: LookupResult['codes']): string | null {
  const tag = tags
    .map(({ source }) => source.replace(/[[\](){}#]/g, ''))
    .find((one) => /^[\w-]*\d[\w-]*$/.test(one));
  const ofClass = codes.reply === null ? undefined : enhanced.find((one) => one[0] === codes.reply?.[0]);
  const code = tag ?? ofClass ?? enhanced[0] ?? reply[0] ?? null;
  return code === codes.enhanced || code === codes.reply || reply.includes(code ?? '') ? null : code;
}

/** @returns the name that the title begins with: "Gmail slows you down", "Outlook.com: too many connections"; null: none */
function brandOf({ id, short: { title } }: Entry, provider: string): string | null {
  const [first = ''] = /^[\p{L}\d.-]+/u.exec(title) ?? [];
  const [own = ''] = id.split('-');
  const isOwn = first !== '' && (first.toLowerCase().startsWith(own) || provider.split(' ').includes(first));
  return isOwn ? (/^[\p{L}\d.-]+(?: (?:\d+|\p{Lu}[\p{L}\d]+))*(?=[ :])/u.exec(title)?.[0] ?? null) : null;
}

/** @returns the title with a small letter in front, where no name begins it: "SPF failed" and "Spamhaus lists it" stay */
export const lowered = (title: string): string =>
  OPENER.test(title) ? title.charAt(0).toLowerCase() + title.slice(1) : title;

/** Words that titles begin with, behind which one goes on. */
const OPENER =
  /^(?:An?|Accepted|Address|Another|Authentication|Bad|Content|Delivery|Given|Handed|Invalid|Login|Mail|Message|More|No|Not|Nothing|Only|Over|Recipient|Refused|Reverse|Sender|Sending|Several|Something|Temporary|That|The|Their|There|These|This|Too|Transaction|Unknown|Wrong|Your?)(?=[ ,:])/;

/** @returns "Gmail `4.7.28`: slows you down" */
export function bullet(entry: Entry, { codes }: LookupResult, catalog: Catalog): Line {
  const { name, code, rest } = namedOf(entry, codes, catalog);
  const named: readonly Leaf[] = code ? [...plain(`${name} `), { kind: 'code', text: code }] : plain(name);
  return [...named, ...plain(`: ${rest}`)];
}

function choiceOf(entry: Entry, codes: LookupResult['codes'], catalog: Catalog): string {
  const { name, code, rest } = namedOf(entry, codes, catalog);
  const label = `${[name, code].filter(Boolean).join(' ')}: ${rest}`;
  return label.length > LONGEST_CHOICE ? `${label.slice(0, LONGEST_CHOICE - 1).trimEnd()}…` : label;
}
