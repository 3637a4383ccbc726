/** What a letter's own lines tell of the mail that bounced: "Original Message Details", "Created Date: …", "Emne: …". */
import { returnedAt } from './formats/letters/returned.ts';
import type { Found, Passage } from './found.ts';
import { isDaemon, isNoticeSubject } from './structure/texts.ts';

/** Longer texts are logs and exports. */
const LONGEST = 16 * 1024;

/** Lines of one text that are looked at. */
const MOST = 8;

const CALLED =
  '(?:subject|betreff|objet|asunto|oggetto|assunto|onderwerp|emne|ämne|aihe|temat|předmět|predmet|tárgy|konu|тема|件名|主题|主旨|主題|제목)';
const SUBJECT = new RegExp(
  `\\n[ \\t>*|-]{0,20}${CALLED}\\*{0,2}[ \\t]?[:：]\\*{0,2}[ \\t]*(\\S[^\\n]{0,1500})`,
  'giu',
);
/** Microsoft's, in the languages it writes in: when the mail was made. */
const CREATED =
  /\n[ \t>*|-]{0,20}(?:created date|erstellungsdatum|erstellt am|date de création|fecha de creación|data di creazione|data de criação|aanmaakdatum|gemaakt op|data utworzenia|дата создания|作成日時?|创建日期|oluşturulma tarihi|skapad den|oprettet den|opprettet)\*{0,2}[ \t]?[:：]\*{0,2}[ \t]*(\S[^\n]{5,60})/giu;
/** Who wrote: beside it, the lines are those of a mail that somebody forwards, mostly of the notice itself. */
const FROM =
  /^[ \t>*|-]{0,20}(?:from|von|de|da|fra|från|van|lähettäjä|od|feladó|kimden|от|差出人|发件人|寄件人|寄件者|보낸사람)\*{0,2}[ \t]?[:：]/imu;

type OfMail = Required<Pick<Found, 'subject' | 'arrival'>>;
const NONE: OfMail = { subject: null, arrival: null };

/**
 * @param passages what was read of the text
 * @param text as pasted, no whole mail
 * @returns the Subject and the time as they stand there; null where no line tells one, or several tell several, where
 * it is that of the notice or of somebody's own mail above it, and where the text is about several people's mail
 */
export function letterMail(passages: readonly Passage[], text: string): OfMail {
  if (text.length > LONGEST || passages.length === 0 || !text.includes('\n')) return NONE;
  const whose = new Set(passages.flatMap(({ found }) => found.flatMap(({ recipient }) => recipient ?? [])));
  if (whose.size > 1) return NONE;
  const [created, ...more] = text.matchAll(CREATED);
  return { subject: subjectIn(text), arrival: more.length > 0 ? null : (created?.[1] ?? null) };
}

function subjectIn(text: string): string | null {
  const told = new Set<string>();
  let returned: number | null = null;
  let looked = 0;
  for (const { index, 1: subject = '' } of text.matchAll(SUBJECT)) {
    if (++looked > MOST) return null;
    returned ??= returnedAt(text);
    const start = text.lastIndexOf('\n\n', index) + 1;
    const stop = text.indexOf('\n\n', index);
    const block = text.slice(start, stop < 0 ? text.length : stop);
    const isOfTheMail = index >= returned || (start > 0 && !FROM.test(block));
    if (isOfTheMail && !isDaemon(block) && !isNoticeSubject(subject)) told.add(subject.trim());
  }
  const [only, ...others] = told;
  return only === undefined || others.length > 0 ? null : only;
}
