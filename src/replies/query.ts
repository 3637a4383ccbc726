/** The answer to what somebody asks in words, a code or a server's own sentence: in a chat and in a terminal the same. */
import type { Patience } from '../cases/index.ts';
import type { Catalog, Entry, LookupResult } from '../catalog/index.ts';
import { type Diagnosis, isRecognised, saysWhat } from '../diagnosis/index.ts';
import { lookupReply, lookupRow } from './lookup.ts';
import type { VerdictReply } from './reply.ts';
import { verdictReply } from './verdict.ts';

/**
 * @param found what the catalog has of the query
 * @param diagnosis of the query, read as a bounce; null where none is in it
 * @param shared whether this is the copy for the channel, which needs no button to share it
 * @param patience as `verdictReply`
 * @returns null where nothing answers: what was found only comes close
 */
export function queryReply(
  query: string,
  found: LookupResult,
  diagnosis: Diagnosis | null,
  catalog: Catalog,
  shared: boolean,
  patience: Patience | null,
): VerdictReply | null {
  if (isQuoted(found, diagnosis)) {
    const said = verdictReply(diagnosis, catalog, null, patience);
    return { ...said, card: { ...said.card, actions: lookupRow(query, shared) } };
  }
  return lookupReply(query, asAsked(found, diagnosis, catalog), catalog, shared, patience);
}

/** @returns what was found, led by what a server's own words say: of a quotation, and where the words alone led nowhere */
export function asAsked(found: LookupResult, diagnosis: Diagnosis | null, catalog: Catalog): LookupResult {
  const entry = diagnosis?.entry ?? null;
  if (entry === null) return found;
  if (isQuoted(found, diagnosis)) return { ...found, meant: [entry] };
  if (found.meant.length > 0 || !saysWhat(diagnosis)) return found;
  return { ...found, meant: meantBy(entry, catalog) };
}

const isQuoted = ({ codes }: LookupResult, diagnosis: Diagnosis | null): diagnosis is Diagnosis =>
  diagnosis !== null && isQuotation(codes) && isRecognised(diagnosis);

/** Codes with words behind them, or a whole sentence: a server's answer, not a question in words. */
function isQuotation({ reply, enhanced, words }: LookupResult['codes']): boolean {
  return words.length >= (reply !== null || enhanced !== null ? 2 : 5);
}

/**
 * What any server may say, in whichever language, is answered by its reason, as the same words in English are: an entry
 * that has those of many languages shows others' words, with a code that nobody asked for.
 */
function meantBy(said: Entry, { entries, reasonEntries }: Catalog): readonly Entry[] {
  if (said.provider !== null) return [said];
  const usual = entries.filter(({ reason, common }) => reason === said.reason && common > 0);
  return [reasonEntries[said.reason], ...usual.toSorted((a, b) => b.common - a.common)];
}
