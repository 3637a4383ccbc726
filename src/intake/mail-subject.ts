/**
 * What a mail is called, as its Subject header or whoever wrote of it has it: people find their mail again by it.
 * It is somebody's own words, so it goes when their address goes (`src/forget`, `src/cases/retention.ts`).
 */
import { withWordsRead } from './mime/index.ts';

/** Longest subject that is kept, in characters; a mail program shows about 80. */
const LONGEST = 160;
/** Characters of a header field that are looked at: of a word in base64 each third one is none of the subject. */
const MOST_READ = 2000;

/** Control characters, and those that turn the direction of what follows or show nothing. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]+/gu;

/**
 * @param told a Subject as it stood, folded and encoded, or null
 * @returns it decoded and in one line, cut with "…" where it is long; null where nothing is left of it
 */
export function mailSubject(told: string | null | undefined): string | null {
  if (told == null) return null;
  const words = withWordsRead(told.slice(0, MOST_READ)).replace(UNSEEN, ' ').replace(/\s+/gu, ' ').trim();
  if (words === '') return null;
  const characters = [...words];
  return characters.length > LONGEST ? `${characters.slice(0, LONGEST - 1).join('')}…` : words;
}
