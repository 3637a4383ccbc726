/**
 * Weighs a bounce against the catalog. Every entry that fits is a candidate; the best one decides:
 *
 * 1. what is no mere hint before what is (`weak` in the catalog),
 * 2. then by the kind of evidence: the provider's own response, wording, enhanced code, reply code,
 * 3. then by how much of the text and of the codes it accounts for.
 *
 * What is weighed are the server's own words, with the refused command behind them (`(refused at MAIL FROM)`), so
 * that a wording may ask for it: "Access denied" at MAIL FROM is about the sender, at connecting about our host.
 * Where those words are no more than a hint, the passage that they stood in is weighed as well, and believed if
 * something in it is more.
 */
import {
  type Catalog,
  type Entry,
  type Evidence,
  matches,
  type Searchable,
  searchable,
} from '../catalog/index.ts';
import type { Bounce } from '../intake/bounce.ts';
import { enhancedFit, permanenceOf, replyFit } from './codes.ts';
import type { Diagnosis } from './diagnosis.ts';
import { createFinder, type Found } from './finder.ts';
import { createProviderFinder } from './provider.ts';

/** Longest text that is weighed, in characters: what decides stands at the front. */
const LONGEST = 8000;

const EVIDENCE_OF: Readonly<Record<Entry['kind'], Evidence>> = {
  response: 'provider',
  wording: 'wording',
  blocklist: 'wording',
  /** Answers questions only; it recognises nothing. */
  reason: 'wording',
  pair: 'enhanced-code',
  'enhanced-code': 'enhanced-code',
  'reply-code': 'reply-code',
};
const RANK: Readonly<Record<Evidence, number>> = {
  provider: 0,
  wording: 1,
  'enhanced-code': 2,
  'reply-code': 3,
};

/** Categories in which a blocklist named in the text is part of the story. */
const LISTABLE: ReadonlySet<string> = new Set(['policy', 'content', 'throttle', 'authentication']);

type Candidate = { readonly entry: Entry; readonly score: number };

/** @returns a function from a bounce to our judgement of it; pure, about 0.1 ms a call */
export function createDiagnose(catalog: Catalog): (bounce: Bounce) => Diagnosis {
  const tagged = createFinder(catalog.entries, (entry) => entry.tags);
  const worded = createFinder(catalog.entries, (entry) => entry.texts);
  const listed = createFinder(catalog.blocklists.values(), (blocklist) => blocklist.marksCompiled);
  const providerOf = createProviderFinder(catalog);
  const byCode = entriesByCode(catalog.entries);
  const entryOfList = new Map(
    catalog.entries.filter(({ kind }) => kind === 'blocklist').map((entry) => [entry.blocklist, entry]),
  );

  return (bounce) => {
    const words = searchable(wordsOf(bounce));
    const provider = providerOf(bounce, words);
    const decided = decide(bounce, words, provider);
    if (bounce.diagnosticCode === null || (decided !== null && !decided.weak)) {
      return judge(bounce, decided, provider, listed(words)[0]?.item.id ?? null);
    }
    const passage = searchable(bounce.excerpt.slice(0, LONGEST));
    const around = decide(bounce, passage, provider);
    const better = around !== null && !around.weak;
    const list = listed(better ? passage : words)[0]?.item.id ?? null;
    return judge(bounce, better ? around : decided, provider, list);
  };

  /** @returns the best entry of all that fit; null where none does */
  function decide(bounce: Bounce, text: Searchable, provider: string | null): Entry | null {
    const candidates = [
      ...tagged(text).map((found) => weigh(found, bounce, provider, TAG)),
      ...worded(text).map((found) => weigh(found, bounce, provider, 0)),
      ...codeEntries(byCode, bounce).map((entry) =>
        weigh({ item: entry, pattern: null }, bounce, provider, 0),
      ),
    ].filter((candidate) => candidate !== null && isPossible(candidate.entry, text)) as Candidate[];
    const best = candidates.reduce<Candidate | null>(
      (a, b) => (a === null || comesBefore(b, a) ? b : a),
      null,
    );
    return best && ofTheListNamed(best.entry, text);
  }

  /** Words that only say "listed" give way to the blocklist that the text names: its entry knows the way out. */
  function ofTheListNamed(entry: Entry, text: Searchable): Entry {
    if (entry.kind !== 'wording') return entry;
    const named = entryOfList.get(listed(text)[0]?.item.id ?? null);
    return named?.reason === entry.reason ? named : entry;
  }

  function judge(
    bounce: Bounce,
    entry: Entry | null,
    provider: string | null,
    blocklist: string | null,
  ): Diagnosis {
    const reason = bounce.kind === 'bounce' ? (entry?.reason ?? 'undefined') : bounce.kind;
    const facts = catalog.reasons[reason];
    const permanence = permanenceOf(bounce) ?? facts.usually;
    const decided = entry?.reason === reason ? entry : null;
    const judgement = decided ?? facts;
    const category = judgement.category[permanence];
    return {
      bounce,
      reason,
      category,
      suppress: judgement.suppress[permanence],
      retry: judgement.retry[permanence],
      permanence,
      provider: provider ?? decided?.provider ?? null,
      control: decided?.control ?? null,
      blocklist: decided?.blocklist ?? (LISTABLE.has(category) ? blocklist : null),
      entry: decided,
      evidence: decided && EVIDENCE_OF[decided.kind],
    };
  }
}

/** The server's words, and the command that they refused. */
function wordsOf({ diagnosticCode, excerpt, command }: Bounce): string {
  const words = (diagnosticCode ?? excerpt).slice(0, LONGEST);
  return command === null ? words : `${words} (refused at ${command})`;
}

/** A tag names its entry outright: it outweighs any text. */
const TAG = 1000;

/** @returns null where the entry asks for more than the bounce has */
function weigh(
  { item: entry, pattern }: Found<Entry> | { item: Entry; pattern: null },
  bounce: Bounce,
  provider: string | null,
  bonus: number,
): Candidate | null {
  const reply = replyFit(entry, bounce);
  const enhanced = enhancedFit(entry, bounce);
  if (entry.needsCodes && (reply === 'other' || enhanced === 'other')) return null;
  const proven = entry.provider !== null && entry.provider === provider;
  if (entry.needsProvider && !proven) return null;
  const score =
    bonus +
    (pattern?.weight ?? 0) +
    { same: 30, unknown: 0, other: -20 }[enhanced] +
    { same: 15, unknown: 0, other: -10 }[reply] +
    (proven ? 40 : 0) -
    (isOtherClass(entry, bounce) ? 40 : 0);
  return { entry, score };
}

/** "For now" and "for good" are different answers even in the same words. */
function isOtherClass(entry: Entry, bounce: Bounce): boolean {
  const digit = (bounce.replyCode ?? bounce.enhancedCode)?.[0];
  const known = entry.reply.length > 0 ? entry.reply : entry.enhanced;
  return digit !== undefined && known.length > 0 && !known.some((code) => code[0] === digit);
}

const isPossible = (entry: Entry, text: Searchable): boolean =>
  !entry.not.some((pattern) => matches(pattern, text));

function comesBefore(a: Candidate, b: Candidate): boolean {
  if (a.entry.weak !== b.entry.weak) return b.entry.weak;
  const rank = RANK[EVIDENCE_OF[a.entry.kind]] - RANK[EVIDENCE_OF[b.entry.kind]];
  return rank === 0 ? a.score > b.score : rank < 0;
}

/** Entries that are recognised by their codes alone, by each of those codes. */
function entriesByCode(entries: readonly Entry[]): ReadonlyMap<string, readonly Entry[]> {
  const byCode = new Map<string, Entry[]>();
  for (const entry of entries) {
    if (entry.texts.length > 0 || entry.tags.length > 0) continue;
    const codes =
      entry.enhanced.length > 0
        ? entry.enhanced.map((code) => code.slice(0, code.lastIndexOf('.')))
        : entry.reply;
    for (const code of new Set(codes)) byCode.set(code, [...(byCode.get(code) ?? []), entry]);
  }
  return byCode;
}

function codeEntries(byCode: ReadonlyMap<string, readonly Entry[]>, bounce: Bounce): readonly Entry[] {
  const subject = bounce.enhancedCode?.slice(0, bounce.enhancedCode.lastIndexOf('.'));
  const fits = (entry: Entry): boolean =>
    (entry.enhanced.length === 0 || enhancedFit(entry, bounce) === 'same') &&
    (entry.reply.length === 0 || replyFit(entry, bounce) === 'same');
  return [...(byCode.get(subject ?? '') ?? []), ...(byCode.get(bounce.replyCode ?? '') ?? [])].filter(fits);
}
