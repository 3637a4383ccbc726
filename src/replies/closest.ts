/** What is said of a code or of words that the catalog doesn't know: what comes close, and never a verdict. */
import { type Catalog, type Entry, isIn, type LookupResult } from '../catalog/index.ts';
import { codeOf } from './code-of.ts';
import { enhancedParts } from './code-parts.ts';
import { buttonFor } from './labels.ts';
import { impossibleWords } from './lookup.ts';
import type { Reader } from './notes.ts';
import { type Leaf, type NoteReply, plain } from './reply.ts';

/** As many as are read at a glance, and fit into a row. */
const MOST_OFFERED = 4;
/** Characters of a button's words: Slack takes 75. */
const LONGEST_LABEL = 40;

/** @returns null where nothing comes close */
export function closestReply(
  { entries, codes }: LookupResult,
  catalog: Catalog,
  reader: Reader = 'chat',
): NoteReply | null {
  if (codes.impossible !== null && entries.length === 0) {
    return {
      kind: 'note',
      tone: 'refusal',
      title: 'That is no enhanced code',
      body: [impossibleWords],
      examples: [],
      actions: [],
    };
  }
  const offered = oncePerTitle(entries).slice(0, MOST_OFFERED);
  if (offered.length === 0) return null;
  const namesCode =
    codes.enhanced !== null || codes.reply !== null || codes.words.some((word) => /\d/.test(word));
  const parts = codes.enhanced !== null && !isKnown(codes.enhanced, catalog);
  return {
    kind: 'note',
    tone: 'refusal',
    title: namesCode ? 'I don’t know that code' : 'I don’t know that',
    body: [
      ...(parts ? [enhancedParts(codes.enhanced as string, catalog)] : []),
      [
        ...plain('Closest that I know: '),
        ...offered.flatMap((entry, i) => [...(i > 0 ? plain(', ') : []), nameOf(entry)]),
        ...plain(`. ${ELSE[reader]}`),
      ],
    ],
    examples: [],
    actions: offered.map((entry) => buttonFor('lookup', entry.id, { label: labelOf(entry) })),
  };
}

const ELSE: Readonly<Record<Reader, string>> = {
  chat: 'Or paste the server’s whole line: its words say more than its code.',
  terminal: 'Or give `bounce-triage explain` the server’s whole line: its words say more than its code.',
};

const isKnown = (code: string, { entries }: Catalog): boolean =>
  entries.some(({ enhanced }) => enhanced.some((known) => isIn(known, code)));

function oncePerTitle(entries: readonly Entry[]): readonly Entry[] {
  const first = new Map(entries.toReversed().map((entry) => [entry.short.title, entry]));
  return entries.filter((entry) => first.get(entry.short.title) === entry);
}

function nameOf(entry: Entry): Leaf {
  const code = codeOf(entry);
  return code ? { kind: 'code', text: code } : { kind: 'text', text: `“${entry.short.title}”` };
}

function labelOf(entry: Entry): string {
  const label = [codeOf(entry), entry.short.title].filter(Boolean).join(' ');
  return label.length > LONGEST_LABEL ? `${label.slice(0, LONGEST_LABEL - 1).trimEnd()}…` : label;
}
