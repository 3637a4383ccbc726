/** *Similar codes…*: entries of the catalog near the one that decided, for whoever doubts it. */
import { type Catalog, type Entry, isAnyNear, nearEntries } from '../catalog/index.ts';
import type { Diagnosis } from '../diagnosis/index.ts';
import { choicesOf } from './candidates.ts';
import { type Choice, type NoteReply, plain } from './reply.ts';

const answeredOf = ({ provider, bounce }: Diagnosis) => ({
  reply: bounce.replyCode,
  enhanced: bounce.enhancedCode,
  provider,
  isNamed: bounce.remoteHost !== null || bounce.speaker === 'ours',
});

const decidedBy = ({ entry, reason }: Diagnosis, { reasonEntries }: Catalog): Entry =>
  entry ?? reasonEntries[reason];

/** None of what is no bounce. */
const near = (diagnosis: Diagnosis, catalog: Catalog): readonly Entry[] =>
  diagnosis.category === 'info'
    ? []
    : nearEntries(catalog.entries, decidedBy(diagnosis, catalog), answeredOf(diagnosis));

/** @returns whether there is anything to choose from; asked of every answer */
export const hasSimilar = (diagnosis: Diagnosis, catalog: Catalog): boolean =>
  diagnosis.category !== 'info' &&
  isAnyNear(catalog.entries, decidedBy(diagnosis, catalog), answeredOf(diagnosis));

/** As many as are read through. */
const MOST = 8;

/** @returns at most 8 entries by their ids, the nearest first; a provider's twelve texts for one thing are one */
export function similarOf(diagnosis: Diagnosis, catalog: Catalog): readonly Choice[] {
  const shown = diagnosis.entry?.short.title ?? null;
  const said = new Map<string, Entry>();
  for (const entry of near(diagnosis, catalog)) {
    const { provider, short } = entry;
    const isSame = short.title === shown && provider === (diagnosis.entry?.provider ?? null);
    const key = `${provider} ${short.title}`;
    if (!isSame && !said.has(key)) said.set(key, entry);
  }
  const { reply, enhanced } = answeredOf(diagnosis);
  const codes = { reply, enhanced, impossible: null, words: [], beside: 0 };
  return choicesOf([...said.values()].slice(0, MOST), codes, catalog);
}

/** @param target the case that it is about @returns null where nothing is near */
export function similarReply(diagnosis: Diagnosis, catalog: Catalog, target: string): NoteReply | null {
  const choices = similarOf(diagnosis, catalog);
  if (choices.length === 0) return null;
  return {
    kind: 'note',
    tone: 'list',
    title: 'Similar codes',
    body: [plain('What comes near this answer. Choose one to read what it means: nothing is changed.')],
    examples: [],
    choose: { action: 'show', label: 'Show one…', target, choices },
  };
}
