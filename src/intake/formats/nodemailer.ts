/**
 * Errors of Nodemailer as Node prints them (lib/smtp-connection): a sentence with the answer, a stack, and the error's
 * own fields, `response: '550 …', responseCode: 550, command: 'RCPT TO', rejected: [ 'a@b' ]`.
 */
import { addressesIn, addressIn } from '../address.ts';
import { type Found, forRecipients } from '../found.ts';
import { recipientIn } from '../recipient.ts';
import type { Reader } from './reader.ts';

const STRING = `(?:'((?:[^'\\\\]|\\\\.){0,3000})'|"((?:[^"\\\\]|\\\\.){0,3000})"|\`([^\`]{0,3000})\`)`;
const SENTENCE =
  /(?<!\] )\b(?:Can't send mail - (?:all recipients were rejected|some recipients were rejected)|Message failed|Mail command failed|Data command failed|Recipient command failed|Invalid (?:login|greeting)|Invalid response for [^:\n]{2,40}|Missing credentials)(?:[:.])?\s{0,2}(?:response=)?\s{0,2}([245]\d\d[^\n]{0,2000})/;
const RESPONSE = new RegExp(`\\bresponse\\s?:\\s?${STRING}`);
/** Where each recipient has an error of its own, in \`rejectedErrors\`. */
const OWN = new RegExp(
  `\\bresponse\\s?:\\s?${STRING}[^{}]{0,600}?\\brecipient\\s?:\\s?['"]([^'"\\s]{3,320})['"]`,
  'g',
);
const REJECTED = /\brejected\s?:\s?\[([^\]]{0,20000})\]/;
const COMMAND = /\bcommand\s?:\s?['"]([A-Z ]{3,12})['"]/;
const CODE = /\bresponseCode\s?:\s?([245]\d\d)/;

export const nodemailer: Reader = {
  name: 'Nodemailer',
  gate: {
    marks: [
      'responsecode:',
      'smtp-connection',
      'smtpconnection',
      'recipients were rejected',
      'invalid greeting',
      'rejected: [',
    ],
    pattern:
      /\b(?:response\s?:\s?['"`]|Can't send mail -|Message failed:|Mail command failed:|Invalid (?:login|greeting)[:.])/,
  },
  proofs: [
    {
      marks: [
        'recipients were rejected',
        'invalid greeting',
        'command failed',
        'message failed',
        'responsecode:',
      ],
      pattern:
        /\b(?:Can't send mail - (?:all|some) recipients were rejected|(?:Mail|Data|Recipient) command failed|Message failed|Invalid greeting)[:.] ?(?:response=)?[45]\d\d|\bresponseCode: [45]\d\d/,
    },
  ],
  examples: [
    {
      text: "Error: Can't send mail - all recipients were rejected: 550 5.1.1 <ann@example.com>: User unknown\n    at SMTPConnection._formatError (/app/node_modules/nodemailer/lib/smtp-connection/index.js:790:19) {\n  code: 'EENVELOPE',\n  response: '550 5.1.1 <ann@example.com>: User unknown',\n  responseCode: 550,\n  command: 'RCPT TO',\n  rejected: [ 'ann@example.com' ]\n}",
      finds: [{ recipient: 'ann@example.com', replyCode: '550', enhancedCode: '5.1.1', command: 'RCPT TO' }],
    },
  ],
  read(text) {
    const sentence = SENTENCE.exec(text);
    const response = RESPONSE.exec(text);
    const words = plain(response?.[1] ?? response?.[2] ?? response?.[3]) || (sentence?.[1] ?? '');
    if (words === '') return [];
    const starts = [sentence?.index, response?.index].filter((at) => at !== undefined);
    const start = Math.min(...starts);
    const end = endOf(text, Math.max(...starts));
    const code = CODE.exec(text)?.[1] ?? null;
    if (/^2/.test(words) && (code === null || code.startsWith('2'))) return [{ start, end, found: [] }];
    const command = COMMAND.exec(text)?.[1] ?? null;
    const about: Found = {
      text: words,
      reply: code?.startsWith('2') ? null : code,
      command: commandOf(command),
    };
    const own = [...text.matchAll(OWN)].slice(0, 5000).map((one) => ({
      ...about,
      reply: null,
      text: plain(one[1] ?? one[2] ?? one[3]),
      recipient: addressIn(one[4] ?? ''),
    }));
    if (own.length > 0) return [{ start, end, found: own }];
    const rejected = addressesIn(REJECTED.exec(text)?.[1] ?? '');
    const found =
      rejected.length > 0
        ? forRecipients(about, rejected)
        : [{ ...about, recipient: command === 'MAIL FROM' ? null : recipientIn(words) }];
    return [{ start, end, found }];
  },
};

const plain = (quoted: string | undefined): string =>
  (quoted ?? '')
    .replace(/\\r?\\n|\\r\\n/g, '\n')
    .replaceAll('\\n', '\n')
    .replace(/\\(['"`\\])/g, '$1')
    .trim();

const commandOf = (command: string | null): string | null =>
  command === 'DATA' ? 'end of DATA' : command === 'CONN' ? 'connect' : command === 'API' ? null : command;

/** The error's fields end with their brace; without one, the stack and what follows it are left out. */
function endOf(text: string, from: number): number {
  const brace = text.indexOf('\n}', from);
  if (brace >= 0 && brace - from < 8000) return brace + 2;
  const line = text.indexOf('\n', from);
  return line < 0 ? text.length : line;
}
