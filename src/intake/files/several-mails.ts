/** Several mails in one text: an mbox (RFC 4155), or reports that were put one after the other. */
import { looksLikeMail } from '../mail.ts';

type Input = string | Uint8Array;
export type SeveralMails = { readonly mails: readonly Input[]; readonly left: readonly string[] };

/** `From MAILER-DAEMON Tue Mar  3 10:15:02 2026`: an address or a name, then a date with its time and year. */
const FROM_LINE = /^From \S.{0,300} \d\d:\d\d(?::\d\d)?(?: [+-]\d{4}| [A-Z]{3,4})? \d{4}(?: [+-]\d{4})?\s*$/;
/** What a mail begins with. */
const FIELD = /^[A-Za-z][\w-]{1,60}[ \t]?:/;
/** Mails of one text that are read at most. */
const MOST_MAILS = 10_000;

/**
 * @param input a text or a file, any character set
 * @returns the mails in it; null where it isn't two or more
 */
export function mailsIn(input: Input): SeveralMails | null {
  if (typeof input === 'string' && !input.includes('\n') && !input.includes('\r')) return null;
  // A character a byte: places in the text are places in the file, and every mail keeps its own character set.
  const text = typeof input === 'string' ? input : fromBytes(input);
  const mails = mailsOfMbox(text) ?? mailsInARow(text);
  if (mails === null) return null;
  const more = mails.length - MOST_MAILS;
  const some = mails.slice(0, MOST_MAILS);
  return {
    mails: typeof input === 'string' ? some : some.map((mail) => Buffer.from(mail, 'latin1')),
    left:
      more > 0
        ? [
            `${more.toLocaleString('en')} more mails were not read: I read ${MOST_MAILS.toLocaleString('en')}.`,
          ]
        : [],
  };
}

const fromBytes = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');

/** @returns the mails without the lines between them */
function mailsOfMbox(text: string): readonly string[] | null {
  if (!text.slice(0, 25).includes('From ') || !/^\s{0,20}From /.test(text)) return null;
  const starts: number[] = [];
  let isBehindGap = true;
  for (let at = 0; at < text.length; ) {
    const lf = text.indexOf('\n', at);
    const end = lf < 0 ? text.length : lf;
    if (isBehindGap && text.startsWith('From ', at)) {
      const line = text.slice(at, Math.min(end, at + 400));
      if (FROM_LINE.test(line) && FIELD.test(text.slice(end + 1, end + 100))) starts.push(at);
    }
    isBehindGap = end === at || (end === at + 1 && text[at] === '\r');
    at = end + 1;
  }
  if (starts.length < 2) return null;
  return starts.map((start, i) => {
    const body = text.indexOf('\n', start) + 1;
    // Lines of a mail that begin with `From ` were quoted when it was written down.
    return text.slice(body, starts[i + 1] ?? text.length).replace(/^>(>{0,9}From )/gm, '$1');
  });
}

/** A mail of several parts says where it ends: what follows is another, where it begins like one. */
function mailsInARow(text: string): readonly string[] | null {
  if (!text.includes('oundary') && !text.includes('OUNDARY')) return null;
  const mails: string[] = [];
  let at = 0;
  while (at < text.length) {
    const end = endOf(text, at);
    if (end === null || !looksLikeMail(text.slice(end))) break;
    mails.push(text.slice(at, end));
    at = end;
  }
  return mails.length === 0 ? null : [...mails, text.slice(at)];
}

const BOUNDARY =
  /^content-type[ \t]?:[^\n]{0,300}?(?:\r?\n[ \t][^\n]{0,300}){0,4}?\bboundary\s?=\s?(?:"([^"\r\n]{1,100})"|([^\s;"]{1,100}))/im;

function endOf(text: string, at: number): number | null {
  const front = text.slice(at, at + 20_000).trimStart();
  const gap = /\r?\n\r?\n/.exec(front)?.index ?? front.length;
  const boundary = BOUNDARY.exec(front.slice(0, gap));
  const name = boundary?.[1] ?? boundary?.[2];
  if (name === undefined) return null;
  const close = text.indexOf(`--${name}--`, at);
  if (close < 0) return null;
  const end = close + name.length + 4;
  return text.slice(end, end + 2000).trim() === '' ? null : end;
}
