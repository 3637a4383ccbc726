/** Raw items of the catalog's files → whole entries. */
import type { Entry, EntryKind, Reason } from './entry.ts';
import { compile, type Pattern, type PatternKind } from './pattern.ts';
import type { RawReason, RawResponse } from './schema.ts';
import { shortOf } from './short.ts';
import { stepsOf } from './step.ts';
import { byPermanence, type ReasonId } from './words.ts';

/**
 * From this many literal characters on a text is telling by itself, whatever codes and host come with it.
 * Shorter ones could be anybody's and must fit the codes, or the provider.
 */
const TELLING = 24;

/** Reasons that name no cause: a refusal against "policy", a deferral. */
const WITHOUT_CAUSE: ReadonlySet<ReasonId> = new Set(['policy-violation', 'on-hold', 'undefined']);

export type Raw = Partial<Omit<RawResponse, 'id' | 'reason' | 'example'>> & {
  readonly id: string;
  readonly reason: ReasonId;
  readonly example: string;
};

export type Origin = {
  readonly kind: EntryKind;
  readonly provider: string | null;
  readonly file: string;
  /** From the team's own folder. */
  readonly own: boolean;
  /** Sources that hold for every entry of the file. */
  readonly sources: readonly string[];
};

const list = <T>(value: T | readonly T[] | undefined): readonly T[] =>
  value === undefined ? [] : Array.isArray(value) ? (value as readonly T[]) : [value as T];

const patterns = (written: string | readonly string[] | undefined, kind: PatternKind): readonly Pattern[] =>
  list(written).map((source) => compile(source, kind));

/**
 * @param raw the entry as its file has it
 * @param code the registered code that it comes with, where its reason is the same; it lends its words first
 * @param reason lends what neither says
 * @throws Error where a pattern is empty
 */
export function buildEntry(raw: Raw, origin: Origin, code: Entry | null, reason: Reason): Entry {
  const tags = patterns(raw.tag, 'tag');
  const texts = patterns(raw.text, 'text');
  const telling =
    tags.length > 0 || (texts.length > 0 && texts.every((pattern) => pattern.weight >= TELLING));
  const recognisedByCode = texts.length === 0 && tags.length === 0;
  const hasCodes = raw.reply !== undefined || raw.enhanced !== undefined;
  const ofProvider = origin.kind === 'response';
  return {
    id: raw.id,
    kind: origin.kind,
    provider: origin.provider,
    reply: list(raw.reply),
    enhanced: list(raw.enhanced),
    tags,
    texts,
    not: patterns(raw.not, 'text'),
    needsProvider:
      raw.only?.includes('provider') ?? (ofProvider && !telling && (recognisedByCode || !hasCodes)),
    needsCodes: recognisedByCode || (raw.only?.includes('codes') ?? (ofProvider && !telling && hasCodes)),
    needsSender: raw.only?.includes('sender') ?? false,
    needsGivenUp: raw.only?.includes('given-up') ?? false,
    general: raw.general ?? (!ofProvider && WITHOUT_CAUSE.has(raw.reason)),
    weak: raw.weak ?? false,
    reason: raw.reason,
    category: byPermanence(raw.category ?? reason.category),
    suppress: byPermanence(raw.suppress ?? reason.suppress),
    retry: byPermanence(raw.retry ?? reason.retry),
    control: raw.control ?? code?.control ?? null,
    blocklist: raw.blocklist ?? null,
    title: raw.title ?? code?.title ?? reason.title,
    meaning: raw.meaning ?? code?.meaning ?? reason.meaning,
    whose: raw.whose ?? code?.whose ?? reason.whose,
    steps: raw.steps ? stepsOf(raw.steps) : firstNotEmpty(code?.steps, reason.steps),
    short: shortOf(reason.stepsFitAll ? { ...raw, steps: undefined } : raw, code?.short ?? reason.short),
    common: raw.common ?? 0,
    words: [...(raw.words ?? []), ...(reason.words ?? [])],
    sources: firstNotEmpty(
      [...new Set([...(raw.sources ?? []), ...origin.sources])],
      code?.sources,
      reason.sources,
    ),
    example: raw.example,
    file: origin.file,
    own: origin.own,
  };
}

const firstNotEmpty = <T>(...lists: readonly (readonly T[] | undefined)[]): readonly T[] =>
  lists.find((list) => list !== undefined && list.length > 0) ?? [];

/** @returns the reason with each judgement spelled out for both cases */
export function buildReason(raw: RawReason): Reason {
  return {
    ...raw,
    category: byPermanence(raw.category),
    suppress: byPermanence(raw.suppress),
    retry: byPermanence(raw.retry),
    steps: stepsOf(raw.steps),
    short: shortOf(raw, null),
  };
}

/** @returns the reason in an entry's clothes, to answer questions in words */
export function reasonEntry(id: ReasonId, reason: Reason, file: string): Entry {
  const origin: Origin = { kind: 'reason', provider: null, file, own: false, sources: reason.sources };
  return buildEntry({ id, reason: id, example: '' }, origin, null, reason);
}

/** @returns the patterns compiled, for providers and blocklists that are recognised by marks */
export function withMarks<T extends { readonly marks: readonly string[] }>(
  thing: T,
): T & { readonly marksCompiled: readonly Pattern[] } {
  return { ...thing, marksCompiled: patterns(thing.marks, 'text') };
}
