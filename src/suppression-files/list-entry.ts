import type { ReasonId } from '../catalog/index.ts';
import { normalAddress } from '../suppressions/index.ts';
import { momentOf } from './moment.ts';
import type { ListFormat } from './read-formats.ts';
import { type LeftOut, reasonFrom } from './reason-words.ts';

/** One row of somebody's list. `where` is its place for people: "line 17", "entry 17". */
export type ListEntry =
  | {
      readonly kind: 'entry';
      readonly where: string;
      readonly address: string;
      readonly reason: ReasonId;
      readonly evidence: string | null;
      /** Milliseconds since 1970; null: the list doesn't say. */
      readonly at: number | null;
    }
  | { readonly kind: 'left-out'; readonly where: string; readonly leftOut: LeftOut }
  | { readonly kind: 'wrong'; readonly where: string; readonly why: string };

/** A row by its columns' names, letters and digits alone. */
export type ListRow = Readonly<Record<string, string>>;

/** As much of a server's answer as is kept. */
const LONGEST_EVIDENCE = 500;

/** @param forced the reason of all rows, whatever they say; null: each row's own */
export function listEntry(
  format: ListFormat,
  forced: ReasonId | null,
  where: string,
  row: ListRow,
): ListEntry {
  const written = row[format.address] ?? '';
  const { address, why } = normalAddress(written);
  if (address === null)
    return { kind: 'wrong', where, why: `${quoted(written)} is not a mail address: ${why}` };
  const word = format.always ?? firstOf(row, format.reason);
  const detail = format.detail.map((column) => row[column]?.trim()).filter(Boolean);
  const told = detail.join(' ') || null;
  const judged =
    forced === null ? reasonFrom(word, told, format.otherwise) : { reason: forced, leftOut: null };
  if (judged.leftOut !== null) return { kind: 'left-out', where, leftOut: judged.leftOut };
  return {
    kind: 'entry',
    where,
    address,
    reason: judged.reason,
    evidence: evidenceOf(format, told, word),
    at: momentOf(firstOf(row, format.at) ?? ''),
  };
}

function firstOf(row: ListRow, columns: readonly string[]): string | null {
  for (const column of columns) {
    const value = row[column]?.trim();
    if (value) return value;
  }
  return null;
}

/** The server's words; where a platform gives only a word of its own, that word and the platform's name. */
function evidenceOf({ id, name }: ListFormat, told: string | null, word: string | null): string | null {
  const isPlatform = id !== 'bounce-triage' && id !== 'list';
  const words = told ?? (word !== null && isPlatform ? `${name}: ${word}` : null);
  return words === null
    ? null
    : words
        .replace(/[\p{Cc}\p{Bidi_Control}]+/gu, ' ')
        .slice(0, LONGEST_EVIDENCE)
        .toWellFormed();
}

function quoted(written: string): string {
  const tidy = written.replace(/[\p{Cc}\p{Bidi_Control}]/gu, '\ufffd');
  return `"${tidy.length > 60 ? `${tidy.slice(0, 60)}…` : tidy}"`;
}
