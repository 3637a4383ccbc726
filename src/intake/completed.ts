/** What a report's machine part leaves open, filled from its letter's words on the same recipient. */
import { returnedAt } from './formats/letters/returned.ts';
import type { Found } from './found.ts';
import { namedAs } from './own-words.ts';
import { saysSomething, serverWords } from './words.ts';

/** @returns a letter without the message that it returns */
export const wordsOf = (letter: string): string => letter.slice(0, returnedAt(letter)).trim();

/** What the letter says, of whomever, and of whom: a report may name thousands. */
export type Told = { readonly all: readonly Found[]; readonly byName: ReadonlyMap<string, Found> };

/** @returns the same by the addresses that it is about, the first of each */
export function byNames(all: readonly Found[]): Told {
  const byName = new Map<string, Found>();
  for (const one of all)
    for (const name of [namedAs(one), one.recipient?.toLowerCase()])
      if (name != null && !byName.has(name)) byName.set(name, one);
  return { all, byName };
}

export type Letter = { readonly words: string; readonly isOnly: boolean };

/**
 * @param machine one recipient's block
 * @param told what the letter says, of whomever
 * @param letter all of it where the report has this recipient only, else the lines that are about it alone
 * @returns the block, with the letter's words where it has none of its own
 */
export function completed(machine: Found, told: Told, letter: Letter): Found {
  const name = namedAs(machine);
  const { all, byName } = told;
  const same =
    (name === null ? undefined : byName.get(name)) ??
    (letter.isOnly && all.length === 1 ? all[0] : undefined);
  // A server may know the recipient's domain by another name than the sender wrote; an alias is another matter.
  const isRewritten =
    letter.isOnly &&
    all.length === 1 &&
    same?.recipient != null &&
    machine.finalRecipient == null &&
    !letter.words.includes('expanded from') &&
    localPart(same.recipient) === localPart(machine.recipient);
  const recipient = (isRewritten ? same?.recipient : machine.recipient) ?? same?.recipient ?? null;
  const own = serverWords(machine.text);
  const isEnough =
    saysSomething(own.diagnosticCode) ||
    (own.replyCode !== null && /\p{L}{3}/u.test(own.diagnosticCode ?? ''));
  const command = machine.command ?? same?.command ?? (same ? serverWords(same.text).command : null);
  if (isEnough && !isCutShort(machine.text)) return { ...machine, recipient, command };
  const words = same?.text ?? '';
  if (saysSomething(words))
    return {
      ...machine,
      recipient,
      text: words,
      remoteHost: machine.remoteHost ?? same?.remoteHost ?? null,
      command,
    };
  const rest = letter.isOnly ? wordsOf(letter.words) : letter.words;
  const isMute = machine.text === '' || !saysSomething(machine.text);
  return { ...machine, recipient, text: isMute && rest !== '' ? rest : machine.text };
}

const localPart = (address: string | null | undefined): string | null =>
  address?.slice(0, address.lastIndexOf('@')).toLowerCase() ?? null;

/** Sendmail keeps only the first line of a reply, `550-5.7.1 This message does not …`. */
const isCutShort = (text: string): boolean =>
  /^[45]\d\d-/.test(text) && !/\n/.test(text) && !/[45]\d\d /.test(text.slice(4));
