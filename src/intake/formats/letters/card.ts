/**
 * The card that a mail program shows of a bounce, as people copy it: a title, a sentence with the address and the
 * reason, then advice; in lines, in a table, or with everything glued together.
 */
import { codesIn } from '../../codes.ts';
import type { Found, Passage } from '../../found.ts';
import { SIGN } from '../../marks.ts';
import { wordsBehind } from '../../quick.ts';
import { recipientIn } from '../../recipient.ts';
import { saysSomething } from '../../words.ts';
import type { Reader } from '../reader.ts';
import { BLURBS, CELLS, OPENINGS, REPORTED, STATUS } from './card-words.ts';
import { literal, openingIn, opensForOne } from './openings.ts';
import { returnedAt } from './returned.ts';

const oneOf = (phrases: readonly string[]): string => phrases.map((phrase) => literal(phrase)).join('|');

const BLURB = new RegExp(oneOf(BLURBS), 'u');
/** A line with an address in front of them is more than a cell: all was glued together. */
const CELL = new RegExp(`^[^@\\n]{0,200}(?:${oneOf(CELLS)}).{0,200}$`, 'gimu');
/** The first cell is who sent it, a local part. */
const CELL_GLUED = new RegExp(`[.。](?:[\\w+-]{1,30}\\.)?[^.。\\n@]{0,80}(?:${oneOf(CELLS)}).{0,300}$`, 'su');
const ERROR = new RegExp(`(?:${oneOf(REPORTED)})\\s?[:：]?\\s{0,4}['"]?(\\S[^\\n]{3,2000})`, 'iu');
const CODE = new RegExp(
  `(?:${oneOf(STATUS)})\\s?[:：]?\\s{0,4}([45]\\d\\d(?: [45]\\.\\d{1,3}\\.\\d{1,3})?|[45]\\.\\d{1,3}\\.\\d{1,3})`,
  'iu',
);
/** An answer with both codes, in whatever words the part for administrators puts it: no advice has them. */
const ANSWER = /(?<![\d.])[45]\d\d[ -]#?[45]\.\d{1,3}\.\d{1,3}(?![.\d])[^\n]{3,2000}/;
/** `… a ann@example.com.ann non è stato trovato in example.com`: the next sentence begins with the name before the sign. */
const GLUED_NAME =
  /(?<![\w.+-])([\w.+-]{1,64})@((?:[\w-]{1,63}\.){1,8}[a-z]{2,24})\.\1(?=\s[^@\n]{2,60}\s\2(?![\w-]))/gi;
const parted = (text: string): string => text.replace(GLUED_NAME, '$1@$2. $1');

/** Titles that say nothing which the sentence doesn't. */
const LONGEST = 6000;

/** The longest piece of each opening in the letters a-z; openings without one are in foreign script. */
const MARKS = OPENINGS.flatMap((opening) => {
  const pieces = opening.toLowerCase().match(/[a-z][a-z ,'-]{1,22}[a-z]/g) ?? [];
  const [longest] = pieces.filter((piece) => /[a-z]{3}/.test(piece)).toSorted((a, b) => b.length - a.length);
  return longest === undefined ? [] : [longest];
});

export const card: Reader = {
  name: 'card of a mail program',
  // A card without its address tells of nobody.
  gate: { marks: MARKS, signs: SIGN.script, needs: SIGN.at },
  proofs: [
    {
      marks: ['your message to '],
      pattern: /\bYour message to \S{1,80}@\S{1,253} (?:couldn['’]t be delivered|has been blocked)/i,
    },
    {
      marks: ['konnte nicht zugestellt werden'],
      pattern:
        /\b(?:Ihre|Deine|Die|Eine) (?:Nachricht|E-?Mail|Mail) an \S{1,80}@\S{1,253} konnte nicht zugestellt/i,
    },
    {
      marks: ['zugestellt, weil'],
      pattern: /\bIhre Nachricht wurde nicht an \S{1,80}@\S{1,253} zugestellt, weil/i,
    },
    { marks: ['remettre votre message'], pattern: /\bImpossible de remettre votre message à \S{1,80}@\S/i },
    { marks: ['votre message'], pattern: /\bVotre message n['’]a pas été distribué à \S{1,80}@\S/i },
    { marks: ['entregar el mensaje'], pattern: /\bNo se pudo entregar el mensaje a \S{1,80}@\S/i },
    { marks: ['recapitare il messaggio'], pattern: /\bImpossibile recapitare il messaggio a \S{1,80}@\S/i },
    {
      marks: ['entregar sua mensagem', 'entregar a sua mensagem'],
      pattern: /possível entregar (?:a )?sua mensagem (?:a|para) \S{1,80}@\S/i,
    },
    { marks: ['worden bezorgd'], pattern: /\bUw bericht aan \S{1,80}@\S{1,253} k[ao]n niet worden bezorgd/i },
    { marks: MARKS, pattern: { test: (text) => text.includes('@') && opensForOne(text) } },
    {
      marks: ['teslim edilemedi'],
      pattern: new RegExp(wordsBehind('\\bteslim edilemedi', '\\S@\\S{3,253}[^\\n@]{0,80}'), 'i'),
    },
    { marks: ['leverera ditt meddelande'], pattern: /\binte att leverera ditt meddelande till \S{1,80}@\S/i },
  ],
  examples: [
    {
      text: "Your message to ann@example.com couldn't be delivered.\n\nann wasn't found at example.com.\n\nHow to Fix It\nThe address may be misspelled.",
      finds: [{ recipient: 'ann@example.com' }],
    },
    {
      text: 'Ihre Nachricht an ann@example.com konnte nicht zugestellt werden.\n\nann wurde bei example.com nicht gefunden.',
      finds: [{ recipient: 'ann@example.com' }],
    },
    {
      text: 'Nie znaleziono adresu\nWiadomość nie została dostarczona na adres ann@example.com, ponieważ nie można go znaleźć.',
      finds: [{ recipient: 'ann@example.com' }],
    },
    {
      text: "Votre message à ann@example.com n'a pas pu être remis.\n\nann est introuvable sur example.com.",
      finds: [{ recipient: 'ann@example.com' }],
    },
  ],
  read(text) {
    const opening = openingIn(text);
    if (opening === null) return [];
    const lineStart = text.lastIndexOf('\n', opening.index) + 1;
    // A title may stand on the line above.
    const start = Math.max(lineStart, opening.index - 200);
    const front = text.slice(start, start + LONGEST);
    const rest = front.slice(0, returnedAt(front));
    const from = opening.index - start + opening.words.length;
    const blurb = BLURB.exec(rest.slice(from));
    const told = blurb === null ? rest.slice(0, 3000) : rest.slice(0, from + blurb.index);
    const recipient = recipientIn(parted(told));
    if (recipient === null) return [];
    const code = CODE.exec(rest)?.[1] ?? null;
    const error =
      ERROR.exec(rest)?.[1] ??
      (blurb === null || code !== null ? null : answerFor(recipient, rest.slice(from + blurb.index)));
    const said = error ?? '';
    const words =
      saysSomething(said) || hasCode(said) ? said.replace(/['"]\s*$/, '') : reasonIn(told, opening.words);
    const { replyCode, enhancedCode } = codesIn(code ?? '');
    const found: Found = { recipient, text: words, reply: replyCode, status: enhancedCode };
    const end = error === null && code === null ? start + told.length : start + rest.length;
    return [{ start, end, found: [found] } satisfies Passage];
  },
};

/** @returns the server's answer in the part for administrators; null where somebody else is named before or in it */
function answerFor(recipient: string, part: string): string | null {
  const answer = ANSWER.exec(part);
  if (answer === null) return null;
  const upToIt = part.slice(0, answer.index + answer[0].length).replaceAll(recipient, '');
  return upToIt.includes('@') ? null : answer[0];
}

/** The sentences on the card, without the cells of its picture. */
function reasonIn(told: string, opening: string): string {
  const plain = told
    .replace(CELL, '')
    .replace(CELL_GLUED, '.')
    .replace(/\n\s*\n+/g, '\n')
    // The next sentence, glued to this one, may begin with an address.
    .replace(`${opening}.`, `${opening}. `)
    .trim();
  return plain === '' ? opening : plain;
}

function hasCode(text: string): boolean {
  const { replyCode, enhancedCode } = codesIn(text);
  return replyCode !== null || enhancedCode !== null;
}
