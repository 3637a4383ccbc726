import type { Patience } from '../cases/index.ts';
import { type Catalog, type Entry, type Permanence, stepsIn } from '../catalog/index.ts';
import { mayCondemn } from '../diagnosis/index.ts';
import { badgeOf } from './badge.ts';
import { byQueue } from './by-queue.ts';
import { escalationOf } from './escalation.ts';
import { lineOf, patienceFacts } from './line.ts';
import { lookedUpCard, lookedUpDetails } from './looked-up.ts';
import { type Fact, type Leaf, type Line, plain, type VerdictReply } from './reply.ts';
import { resendLine } from './resend.ts';
import { situationOf } from './situation.ts';
import { sourceLink } from './source.ts';

/** @returns what the catalog says of an entry, for somebody who looked it up; nobody handles it yet */
export function entryReply(entry: Entry, catalog: Catalog, patience: Patience | null = null): VerdictReply {
  const verdict = entryVerdict(entry, catalog);
  const provider = catalog.providers.get(entry.provider ?? '')?.name ?? null;
  const facts = { provider, ...patienceFacts(patience) };
  const holds = situationOf({ ...verdict, queue: null }, facts);
  const steps = byQueue(stepsIn(entry.steps, holds), entry.reason, holds).map((step) => lineOf(step, facts));
  const meaning = lineOf(entry.meaning, facts);
  const whose = lineOf(entry.whose, facts);
  const sources = entry.sources.map(sourceLink);
  const brief = byQueue(stepsIn(entry.short.steps, holds), entry.reason, holds).map((step) =>
    lineOf(askedAlone(step), facts),
  );
  const { waiting } = catalog.reasons[entry.reason];
  const resend =
    verdict.category === 'info'
      ? null
      : resendLine({ card: brief, all: steps, waiting }, facts, { ...verdict, isGivenUp: false });
  const retry = factsOf(entry, resend);
  const badge = badgeOf({ ...verdict, reason: entry.reason, certainty: null, entry }, false);
  return {
    kind: 'verdict',
    caseId: null,
    category: verdict.category,
    card: lookedUpCard({
      look: verdict.category,
      title: entry.short.title,
      badge,
      facts: [headlineOf(entry, provider)].filter((line) => line.length > 0),
      sentences: [lineOf(entry.short.sentence, facts)],
      steps: brief,
    }),
    details: lookedUpDetails({
      title: entry.title,
      facts: [{ label: 'What it means', value: meaning }, { label: 'Whose problem', value: whose }, ...retry],
      steps,
      sources,
    }),
    title: entry.title,
    meaning,
    whose,
    escalation: escalationOf(verdict, catalog, facts),
    related: [],
  };
}

/** What was looked up has no button that asks for a domain: whoever has the bounce pastes that. */
const askedAlone = (step: string): string =>
  step.replace(/^Name your domain, or paste (?=the whole bounce)/, 'Paste ');

/** @returns what becomes of an address that got this answer, for good or for now as the entry's codes say */
export function entryVerdict(entry: Entry, catalog: Catalog) {
  const permanence = permanenceOf(entry) ?? catalog.reasons[entry.reason].usually;
  return {
    permanence,
    category: entry.category[permanence],
    // Words that mean a reason ("user unknown") were asked about, not a bounce that might mean another.
    suppress: entry.suppress[permanence] && (entry.kind === 'reason' || mayCondemn(entry, permanence)),
    retry: entry.retry[permanence],
    control: entry.control,
  };
}

function factsOf(entry: Entry, resend: Line | null): readonly Fact[] {
  return [
    ...(resend ? [{ label: 'Resend', value: resend }] : []),
    ...(entry.example
      ? [{ label: 'Looks like', value: [{ kind: 'code', text: entry.example } as const] }]
      : []),
  ];
}

function permanenceOf(entry: Entry): Permanence | null {
  const digit = (entry.reply[0] ?? entry.enhanced[0])?.[0];
  return digit === '4' ? 'temporary' : digit === '5' ? 'permanent' : null;
}

/** `550 5.7.26` from Gmail, `[TS03]` */
function headlineOf(entry: Entry, provider: string | null): Line {
  const codes = [entry.reply.join(' / '), entry.enhanced.join(' / '), ...entry.tags.map((tag) => tag.source)];
  const named: readonly Leaf[] = codes.filter(Boolean).map((text) => ({ kind: 'code', text }));
  const spaced = named.flatMap((leaf, i) => (i > 0 ? [...plain(' '), leaf] : [leaf]));
  return provider ? [...spaced, ...plain(named.length > 0 ? ` from ${provider}` : provider)] : spaced;
}
