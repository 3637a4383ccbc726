/**
 * A session with a mail server, as it was typed or as a program showed it: telnet and `openssl s_client`, swaks
 * (` -> RCPT TO:<a@b>`, `<** 550 …`; swaks(1)), PHPMailer's debug output (`CLIENT -> SERVER:`), smtplib's (`send: '…'`,
 * `reply: b'…'`), hMailServer's (`"SMTPC" … "SENT: …"`), Nodemailer's and MailKit's (`C: …`, `S: …`), curl's (`> …`, `< …`), OpenSMTPD's trace (`>>>`, `<<<`).
 */
import { addressIn } from '../address.ts';
import { type Found, MOST, type Passage } from '../found.ts';
import { SIGN } from '../marks.ts';
import { recipientIn } from '../recipient.ts';
import type { Reader } from './reader.ts';

/** What may stand before a line of either side: a time, a program's name, whose line it is. */
const FRONT =
  '(?:"SMTPC"[\\t ][^\\n]{0,90}"(?:SENT|RECEIVED): )?(?:\\[?\\d{4}-\\d\\d-\\d\\d[T ]?[\\d:.,]{0,15}Z?\\]?\\s{1,3})?(?:\\[?(?:DEBUG|INFO|TRACE|PROTOCOL)\\]?:?\\s{1,4})?(?:\\[[\\w.-]{1,60}\\]\\s{1,3}){0,2}(?:\\[?(?:outbound|core)\\]?\\s)?';
const CLIENT = new RegExp(
  `^[ \\t]{0,8}${FRONT}(?:~?~?->|~>|>>>|>|C:|CLIENT -> SERVER:|client:|send:|SMTP>>)?\\s{0,4}b?['"]?((?:RCPT TO|MAIL FROM)\\s?:.{0,400}|(?:DATA|QUIT|RSET|STARTTLS|NOOP)\\b\\s{0,2}(?:\\\\r\\\\n)?['"]?$|(?:EHLO|HELO|LHLO|AUTH)\\b.{0,200}|\\.)\\s*['"]?$`,
  'i',
);
const SERVER = new RegExp(
  `^[ \\t]{0,8}${FRONT}(?:<~?[-*]{1,2}|<~\\*?|<<<|<|S:|SERVER -> CLIENT:|server:|SMTP<<|reply:\\s{1,2}(?:b?['"])?)?\\s{0,4}([2345]\\d\\d)([ -]|$)(.{0,2000})$`,
  'i',
);
const RETCODE = /^[ \t]{0,8}(?:reply: )?retcode \((\d{3})\); Msg: b?['"](.{0,2000}?)['"]?$/;

export const session: Reader = {
  name: 'SMTP session',
  gate: {
    marks: ['rcpt to', 'mail from', 'ehlo', 'helo', 'esmtp', 'server -> client', 'retcode ('],
    // Both sides have a line at least.
    needs: SIGN.newline,
    pattern: /^[^\n]{0,80}\b(?:RCPT TO\s?:|MAIL FROM\s?:|EHLO |HELO |220[ -]|retcode \()/im,
  },
  proofs: [
    {
      marks: ['rcpt to', 'mail from'],
      pattern:
        /^[^\n]{0,60}\b(?:RCPT TO|MAIL FROM)\s?:\s?<[^\n]{0,300}\n(?:[^\n]{0,60}\b(?:C:|CLIENT -> SERVER:|->)[^\n]{0,200}\n){0,3}[^\n\d]{0,40}(?:\d{4}-\d\d-\d\d[ T][\d:.]{5,15}Z?\]?[^\n\d]{0,40})?[45]\d\d[ -]\S/im,
    },
    { marks: ['rcpt to', 'mail from', 'ehlo'], pattern: /^\s{0,8}<~?\*{1,2}\s{1,4}[45]\d\d[ -]\S/m },
  ],
  examples: [
    {
      text: ' -> MAIL FROM:<news@example.org>\n<-  250 2.1.0 Ok\n -> RCPT TO:<ann@example.com>\n<** 550 5.1.1 User unknown\n -> QUIT\n<-  221 2.0.0 Bye',
      finds: [
        {
          recipient: 'ann@example.com',
          replyCode: '550',
          enhancedCode: '5.1.1',
          sender: 'news@example.org',
          command: 'RCPT TO',
        },
      ],
    },
    {
      text: 'MAIL FROM:<news@example.org>\n250 2.1.0 Ok\nRCPT TO:<ann@example.com>\n250 2.1.5 Ok\nDATA\n354 End data with <CR><LF>.<CR><LF>\n.\n554 5.7.1 Message rejected as spam',
      finds: [
        { recipient: 'ann@example.com', replyCode: '554', enhancedCode: '5.7.1', command: 'end of DATA' },
      ],
    },
  ],
  read(text) {
    const turns = turnsOf(text);
    const isOne = turns.some(({ by }) => by === 'client') || turns[0]?.text.startsWith('220') === true;
    if (!isOne || turns.length < 2 || turns.every(({ by }) => by === 'client')) return [];
    const [first, last] = [turns[0], turns.at(-1)];
    if (!first || !last) return [];
    const front = frontOf(text, first.start);
    const host = front.host ?? greetingHost(turns);
    const found = foundIn(turns).map((one) => ({ ...one, remoteHost: host }));
    return [{ start: front.at, end: echoesEnd(text, last.end), found } satisfies Passage];
  },
};

type Turn = {
  readonly by: 'client' | 'server';
  text: string;
  readonly start: number;
  end: number;
};

/**
 * @returns where the lines begin that announce the session, and the host they name: `<a@b>:` and, below it,
 * `mx.example.com [192.0.2.20]:`
 */
function frontOf(text: string, start: number): { readonly at: number; readonly host: string | null } {
  const before = text.slice(Math.max(0, start - 600), start);
  const lines = before
    .slice(before.lastIndexOf('\n\n') + 1)
    .trimStart()
    .split('\n')
    .slice(-4);
  const [first = ''] = lines;
  if (
    !/^\s{0,8}<?[^\s<>@]{1,100}@[^\s<>@]{1,253}>?\s{0,3}:/.test(first) ||
    !/:\s{0,4}$/.test(lines.at(-2) ?? '')
  )
    return { at: start, host: null };
  const announced = lines.join('\n');
  return {
    at: start - announced.length,
    host: /([\w.-]{1,253}) ?\[[\da-f.:]{3,45}\]/i.exec(announced)?.[1] ?? null,
  };
}

/** @returns where the lines end in which a program says again what the session showed (curl, PHPMailer, swaks) */
function echoesEnd(text: string, end: number): number {
  const echoes =
    /^(?:\n[ \t]{0,8}(?:\*{1,3} |=== |[^\n]{0,40}\bSMTP ERROR: |curl: \()[^\n]{0,400}){1,4}/.exec(
      text.slice(end, end + 2000),
    );
  return end + (echoes?.[0].length ?? 0);
}

/** Most characters that stand between two lines of one session: talk, or what the client sent as its message. */
const GAP = 4000;

/** What both sides said, a reply of several lines as one, as far as it is one session without much between. */
function turnsOf(text: string): readonly Turn[] {
  const turns: Turn[] = [];
  let isOpen = false;
  for (let at = 0; at < text.length; ) {
    const stop = text.indexOf('\n', at);
    const end = stop < 0 ? text.length : stop;
    const line = text.slice(at, Math.min(end, at + 3000)).trimEnd();
    const last = turns.at(-1);
    const said = CLIENT.exec(line)?.[1];
    const retcode = said === undefined ? RETCODE.exec(line) : null;
    const answer = said === undefined ? SERVER.exec(line) : null;
    if (last && at - last.end > GAP) break;
    if (said !== undefined) {
      isOpen = false;
      // smtplib shows what it sends with its line end, and programs show passwords; commands are short.
      turns.push({ by: 'client', text: said.replace(/(?:\\r\\n)?['"]?\s*$/, ''), start: at, end });
    } else if (retcode) {
      const words = `${retcode[1]} ${retcode[2]}`.replaceAll('\\n', '\n');
      // It only says again what the line above said.
      if (last?.by === 'server' && last.text.startsWith(retcode[1] ?? ''))
        [last.text, last.end] = [words, end];
      else turns.push({ by: 'server', text: words, start: at, end });
    } else if (answer) {
      const words = `${answer[1]}${answer[2]}${(answer[3] ?? '').replace(/(?:\\r\\n)?['"]?\s*$/, '')}`;
      if (isOpen && last?.by === 'server' && last.text.startsWith(answer[1] ?? ''))
        [last.text, last.end] = [`${last.text}\n${words}`, end];
      else turns.push({ by: 'server', text: words, start: at, end });
      isOpen = answer[2] === '-';
    }
    at = end + 1;
  }
  return turns;
}

/** `220 mx.example.com ESMTP …` names the host (RFC 5321 §4.2). */
const greetingHost = (turns: readonly Turn[]): string | null =>
  turns
    .map(({ by, text }) =>
      by === 'server' ? /^220[ -]([\w-]{1,63}(?:\.[\w-]{1,63}){1,8})\b/.exec(text)?.[1] : undefined,
    )
    .find((host) => host !== undefined) ?? null;

/** Each refusal, with the command that it answers, and for whom. */
function foundIn(turns: readonly Turn[]): readonly Found[] {
  const found: Found[] = [];
  const accepted: string[] = [];
  let sender: string | null = null;
  let command = turns[0]?.by === 'server' ? 'connect' : '';
  let asked: string | null = null;
  let isRefused = false;
  /** The message of those who were accepted has its answer (RFC 5321 §4.1.1.4). */
  let isOver = false;
  for (const { by, text } of turns) {
    if (found.length > MOST) break;
    if (by === 'client') {
      command = commandOf(text, command);
      asked = command === 'RCPT TO' ? addressIn(text) : null;
      if (command === 'MAIL FROM') {
        sender = addressIn(text);
        accepted.length = 0;
      }
      continue;
    }
    if (/^[23]/.test(text)) {
      if (command === 'end of DATA') isOver = true;
      if (command === 'RCPT TO' && asked !== null) {
        if (isOver) accepted.length = 0;
        isOver = false;
        accepted.push(asked);
      }
      if (command === 'DATA' && text.startsWith('354')) command = 'end of DATA';
      if (command === 'connect') command = '';
      continue;
    }
    // What follows a refusal is no further one: "503 need RCPT", "554 no valid recipients".
    if (isRefused && /^(?:503|554[ -](?:5\.5\.1 )?(?:error: )?no valid recipients|221)/i.test(text)) continue;
    isRefused = true;
    const about = { text, sender, command: command || null };
    if (command === 'DATA' || command === 'end of DATA') {
      isOver = true;
      for (const recipient of accepted.length > 0 ? accepted : [recipientIn(text)])
        found.push({ ...about, recipient });
    } else {
      found.push({
        ...about,
        recipient:
          command === 'RCPT TO'
            ? (asked ?? recipientIn(text))
            : command === '' || command === 'connect'
              ? recipientIn(text)
              : null,
      });
    }
  }
  return found;
}

function commandOf(text: string, before: string): string {
  if (text === '.') return 'end of DATA';
  const verb = /^(?:RCPT TO|MAIL FROM|DATA|EHLO|HELO|LHLO|AUTH|STARTTLS|QUIT|RSET|NOOP)/i
    .exec(text)?.[0]
    .toUpperCase();
  return verb ?? before;
}
