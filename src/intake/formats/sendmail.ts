/** Sendmail's transcript of the session, and Postfix's to its postmaster: what both sides said, line by line. */
import { addressIn } from '../address.ts';
import { hostName } from '../facts.ts';
import type { Found, Passage } from '../found.ts';
import type { Reader } from './reader.ts';

const HEADLINE = /transcript of (?:the )?(?:session|attempts)[^\n]{0,40}follows?/i;
/** The list of addresses that comes before the transcript. */
const LIST = /^[ \t]*-{3,10} ?The following addresses (?:had|have) /im;
/** `550 5.1.1 <a@example.com>... User unknown`: Sendmail's own verdict on one address. */
const VERDICT =
  /^\s{0,8}(?:([45]\d\d)[ -])?(?:([45]\.\d{1,3}\.\d{1,3}) )?<?("?[^\s<>@]{1,100}@[^\s<>@]{1,253}?)>?\.\.\. (.+)$/;
const TALKING = /^[. ]{0,6}while talking to ([\w.[\]:-]{1,253}?)[.:]{0,2}\s*$/i;
const SAID = /^\s{0,3}(?:>>> |In: {1,3})(.*)$/;
const HEARD = /^\s{0,3}(?:<<< |Out: )(.*)$/;

export const sendmail: Reader = {
  name: 'session transcript',
  gate: { marks: ['transcript of '], pattern: HEADLINE },
  proofs: [
    {
      marks: ['transcript of '],
      pattern:
        /\bTranscript of session follows -----|\bA transcript of the attempts to send the message follows/i,
    },
    {
      marks: ['message was received at '],
      pattern: /\bThe original message was received at [\s\S]{10,600}\b[45]\d\d [45]\.\d\.\d/i,
    },
  ],
  examples: [
    {
      text: '   ----- The following addresses had permanent fatal errors -----\n<ann@example.com>\n\n   ----- Transcript of session follows -----\n... while talking to mx.example.com.:\n>>> RCPT To:<ann@example.com>\n<<< 550 5.1.1 User unknown\n550 5.1.1 <ann@example.com>... User unknown\n',
      finds: [{ recipient: 'ann@example.com', replyCode: '550', enhancedCode: '5.1.1', command: 'RCPT TO' }],
    },
  ],
  read(text) {
    const headline = HEADLINE.exec(text)?.index ?? 0;
    const list = LIST.exec(text)?.index ?? headline;
    const start = Math.min(list, headline);
    const found: Found[] = [];
    let host: string | null = null;
    let command = '';
    let recipient: string | null = null;
    let sender: string | null = null;
    let heard: string[] = [];
    let own: string | null = null;
    let end = headline;

    const close = (address: string | null, words: string | null): void => {
      const refused = heard.filter((line) => /^[45]\d\d/.test(line));
      const theirs = refused.filter((line) => !/^503/.test(line)).join('\n');
      const answer = theirs !== '' ? theirs : (words ?? '');
      if (address !== null && answer !== '')
        found.push({
          recipient: address,
          sender,
          text: answer,
          status: words,
          remoteHost: theirs !== '' ? host : null,
          command: commandOf(command),
        });
    };

    for (const line of text.slice(headline, headline + 60_000).split('\n')) {
      const talking = TALKING.exec(line)?.[1];
      const said = SAID.exec(line)?.[1];
      const answer = HEARD.exec(line)?.[1];
      const verdict = VERDICT.exec(line);
      if (talking !== undefined) {
        host = hostName(talking);
        heard = [];
      } else if (said !== undefined) {
        if (!/^quit/i.test(said)) {
          if (
            heard.length > 0 &&
            own === null &&
            recipient !== null &&
            heard.some((one) => /^[45]/.test(one))
          )
            close(recipient, null);
          command = said;
          heard = [];
        }
        recipient = /^rcpt to:/i.test(said) ? addressIn(said) : recipient;
        sender = /^mail from:/i.test(said) ? addressIn(said) : sender;
      } else if (answer !== undefined) {
        heard.push(answer);
      } else if (verdict) {
        own = `${verdict[1] ?? ''} ${verdict[2] ?? ''} <${verdict[3]}>... ${verdict[4]}`.trim();
        if (/^\s*[45]|deferred/i.test(own) || heard.length > 0) close(addressIn(verdict[3] ?? ''), own);
        heard = [];
      } else if (/^[45]\d\d [45]\.\d/.test(line) && heard.length === 0 && recipient === null) {
        heard.push(line);
      } else if (/^-{3,}|^\s*-{5} /.test(line) && found.length > 0) {
        break;
      }
      end += line.length + 1;
    }
    if (found.length === 0) close(recipient ?? onlyListed(text.slice(list, headline)), null);
    if (found.length === 0 && heard.some((line) => /^[45]/.test(line)))
      found.push({
        sender,
        text: heard.filter((line) => /^[45]/.test(line)).join('\n'),
        remoteHost: host,
        command: commandOf(command),
      });
    return found.length === 0 ? [] : [{ start, end: Math.min(end, text.length), found } satisfies Passage];
  },
};

/** Who was refused before any `RCPT`: the one address that the list above the transcript has; null where it has more. */
function onlyListed(list: string): string | null {
  const lines = list.slice(0, 10_000).match(/^[ \t]{0,8}<[^\s<>]{3,320}>[ \t]{0,8}\r?$/gm) ?? [];
  return lines.length === 1 ? addressIn(lines[0]) : null;
}

function commandOf(said: string): string | null {
  const verb = /^(?:rcpt to|mail from|data|ehlo|helo|starttls|auth)/i.exec(said.replace(/\s+/g, ' '))?.[0];
  return verb === undefined ? null : verb.toUpperCase();
}
