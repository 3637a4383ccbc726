/**
 * The words of a server's answer, as they are learnt and looked up: small, without accents, in their order. What is
 * nobody's wording leaves no trace: links, mail addresses, hosts, paths, numbers and identifiers, which are words with
 * digits in them. So the same answer about another address is the same words.
 */
import { withoutAccents } from '../../catalog/index.ts';

/** Longest text that is looked at, in characters: an answer's own words stand at its front. */
const LONGEST = 3000;
/** The longest word; what is longer is an identifier. */
const LONGEST_WORD = 24;

/**
 * How reports introduce an answer: Postfix, qmail, Exim. The command in it is a fact of the bounce, and Postfix says
 * "Recipient address rejected" before whatever it refuses at RCPT.
 */
const REPORTED =
  /\(in reply to [^()]{1,60}\)|\b(?:remote )?(?:host|server) (?:\S{1,320} )?said:|\bsmtp error from remote (?:mail )?server after [^:]{1,40}:|\brecipient address rejected:/gi;

/** An address in brackets; a link, with its protocol or as a host with a path behind it; an address. */
const LINK_OR_ADDRESS =
  /<[^<>@]{1,320}@[^<>]{1,320}>|\b(?:[a-z]{2,10}:\/\/|(?:[\w-]{1,63}\.){1,8}[a-z]{2,24}(?::\d{1,5})?[/?#])[^\s<>"]{1,2000}|[^\s<>()[\]:;,"=@]{1,64}@[\w.-]{1,255}/gi;
/** Between these, a host stands in one piece. */
const APART = /[\s<>()[\]{}"',:;=|*]+/;
/** What is left of an address; a path; a host, or a number with a dot. A sentence that begins right behind a dot is none. */
const NO_WORDS = /@|^[/~]|[\p{L}\p{N}_-]\.(?!\p{Lu}\p{Ll})[\p{L}\p{N}_-]/u;
/** What `NO_WORDS` has none without. */
const NO_WORD_SIGN = /[@/~.]/;
const NO_LETTER = /[^a-z0-9]+/;
const NO_LETTER_OF_ANY = /[^\p{L}\p{N}]+/u;
const DIGIT = /\p{N}/u;
/** Scripts without blanks: each sign is a word, and two of them a pair. */
const WITHOUT_BLANKS = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}]/u;
const ASCII = /^[\0-\x7f]*$/;
/** What `LINK_OR_ADDRESS` has none without: most texts have none of them. */
const LINK_OR_ADDRESS_SIGN = /[@/?#]/;

/** @returns the words, in their order; doubles stay */
export function wordsIn(text: string): readonly string[] {
  const found: string[] = [];
  const front = text.slice(0, LONGEST).replace(REPORTED, ' ');
  const said = LINK_OR_ADDRESS_SIGN.test(front) ? front.replace(LINK_OR_ADDRESS, ' ') : front;
  for (const piece of said.split(APART)) {
    if (piece === '' || (NO_WORD_SIGN.test(piece) && NO_WORDS.test(piece))) continue;
    if (ASCII.test(piece)) {
      for (const word of piece.toLowerCase().split(NO_LETTER)) if (isWord(word)) found.push(word);
      continue;
    }
    for (const word of withoutAccents(piece).split(NO_LETTER_OF_ANY)) {
      if (WITHOUT_BLANKS.test(word)) found.push(...word.replace(/\p{N}/gu, ''));
      else if (isWord(word)) found.push(word);
    }
  }
  return found;
}

/** A single letter is an initial, or what an apostrophe left. */
const isWord = (word: string): boolean => word.length > 1 && word.length <= LONGEST_WORD && !DIGIT.test(word);
