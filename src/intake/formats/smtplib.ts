/**
 * Exceptions of Python's smtplib, aiosmtplib and Django as they are printed (library reference, "smtplib"):
 * `SMTPRecipientsRefused: {'a@b': (550, b'5.1.1 …')}`, `SMTPDataError: (554, b'…')`, `SMTPSenderRefused: (553, b'…', 'a@b')`.
 */
import { addressIn } from '../address.ts';
import type { Found, Passage } from '../found.ts';
import { SIGN } from '../marks.ts';
import { recipientIn } from '../recipient.ts';
import type { Reader } from './reader.ts';

const STRING = `b?(?:'((?:[^'\\\\]|\\\\.){0,3000})(?:'|$)|"((?:[^"\\\\]|\\\\.){0,3000})(?:"|$))`;
/** `'a@b': (550, b'5.1.1 …')`, in the dictionary that `sendmail` gives back too. */
const REFUSED = new RegExp(
  `['"]([^'"\\s]{1,100}@[^'"\\s]{1,253})['"]\\s?:\\s?[([]\\s?([245]\\d\\d),\\s?${STRING}`,
  'g',
);
/** `SMTPSenderRefused: (553, b'…', 'a@b')`, `SMTPDataError(554, '…')`. */
const EXCEPTION = new RegExp(
  `\\bSMTP(SenderRefused|DataError|ConnectError|HeloError|AuthenticationError|ResponseException|RecipientRefused)['"]?:?\\s?[([]\\s?([45]\\d\\d),\\s?${STRING}(?:,\\s?['"]([^'"\\s]{3,320})['"])?`,
  'g',
);
/**
 * `(553, b'…', 'a@b')`: what `str()` makes of `SMTPSenderRefused`, whose bytes are the reply and whose address is the
 * sender; aiosmtplib prints text, and its recipients so too: whose the address is isn't told.
 */
const TUPLE = new RegExp(`\\(([45]\\d\\d),\\s?(b?)${STRING},\\s?['"]([^'"\\s]{3,320})['"]\\)`, 'g');
const COMMANDS: Readonly<Record<string, string>> = {
  SenderRefused: 'MAIL FROM',
  RecipientRefused: 'RCPT TO',
  DataError: 'end of DATA',
  ConnectError: 'connect',
  HeloError: 'EHLO',
  AuthenticationError: 'AUTH',
};

export const smtplib: Reader = {
  name: 'smtplib',
  gate: {
    marks: ['smtprecipient', 'smtpsender', 'smtpdata', 'smtpconnect', 'smtphelo', 'smtpauth', 'smtpresponse'],
    signs: SIGN.brace | SIGN.parenthesis,
    pattern: /[([]\s?[245]\d\d,\s?b?['"]/,
  },
  proofs: [
    {
      marks: [
        'smtprecipient',
        'smtpsender',
        'smtpdata',
        'smtpconnect',
        'smtphelo',
        'smtpauth',
        'smtpresponse',
      ],
      pattern:
        /\bSMTP(?:RecipientsRefused: ?\{|(?:Sender|Recipient)Refused: ?\(|(?:Data|Connect|Helo|Authentication)Error: ?\(?[45]\d\d|ResponseException: ?\()/,
    },
  ],
  examples: [
    {
      text: "smtplib.SMTPRecipientsRefused: {'ann@example.com': (550, b'5.1.1 User unknown')}",
      finds: [{ recipient: 'ann@example.com', replyCode: '550', enhancedCode: '5.1.1', command: 'RCPT TO' }],
    },
    {
      text: "smtplib.SMTPSenderRefused: (553, b'5.7.1 Sender address rejected: not owned by user', 'news@example.org')",
      finds: [
        {
          recipient: null,
          replyCode: '553',
          enhancedCode: '5.7.1',
          sender: 'news@example.org',
          command: 'MAIL FROM',
        },
      ],
    },
  ],
  read(text) {
    const passages: Passage[] = [];
    const add = (match: RegExpExecArray, found: Found): void => {
      const isSuccess = match[2]?.startsWith('2') === true;
      passages.push({
        start: match.index,
        end: match.index + match[0].length,
        found: isSuccess ? [] : [found],
      });
    };
    for (const match of text.matchAll(REFUSED)) {
      const [, address = '', code, one, two] = match;
      add(match, { recipient: addressIn(address), text: wordsOf(code, one ?? two), command: 'RCPT TO' });
    }
    for (const match of text.matchAll(EXCEPTION)) {
      const [, kind = '', code, one, two, about = ''] = match;
      const isSender = kind === 'SenderRefused';
      const said = wordsOf(code, one ?? two);
      add(match, {
        recipient: isSender ? null : (addressIn(about) ?? recipientIn(said)),
        sender: isSender ? addressIn(about) : null,
        text: said,
        command: COMMANDS[kind] ?? null,
      });
    }
    for (const match of text.matchAll(TUPLE)) {
      if (passages.some(({ start, end }) => start <= match.index && match.index < end)) continue;
      const [, code, bytes, one, two, about = ''] = match;
      const isSender = bytes === 'b';
      passages.push({
        start: match.index,
        end: match.index + match[0].length,
        found: [
          {
            recipient: null,
            sender: isSender ? addressIn(about) : null,
            text: wordsOf(code, one ?? two),
            command: isSender ? 'MAIL FROM' : null,
          },
        ],
      });
    }
    return passages.slice(0, 10_001);
  },
};

/** The reply with its code in front, as the server said it; a string's escapes undone. */
const wordsOf = (code = '', said = ''): string =>
  `${code} ${said
    .replaceAll('\\r\\n', '\n')
    .replaceAll('\\n', '\n')
    .replace(/\\(['"\\])/g, '$1')}`;
