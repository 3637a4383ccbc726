/** Google's delivery notices as text: the recipient in a sentence, the server's answer under a set headline. */
import { addressIn } from '../address.ts';
import type { Found } from '../found.ts';
import { SIGN } from '../marks.ts';
import type { Reader } from './reader.ts';

const ANSWER =
  /^[\s>*]{0,8}(?:The response(?: from the remote server)? was|The error that the other server returned was|La r\u00e9ponse(?: du serveur distant)? (?:est|\u00e9tait) la suivante|Die Antwort(?: des Remote-Servers| vom Remote-Server)? lautete|Antwort vom Remote-Server|La respuesta(?: del servidor remoto)? (?:fue|ha sido)(?: la siguiente)?|La risposta(?: del server remoto)? (?:\u00e8 stata|era)|A resposta(?: do servidor remoto)? foi|\u30ea\u30e2\u30fc\u30c8 ?\u30b5\u30fc\u30d0\u30fc\u304b\u3089\u306e(?:\u5fdc\u7b54|\u8fd4\u4fe1)[^:\n]{0,20}|\u041e\u0442\u0432\u0435\u0442[^:\n]{0,40}|Technical details of (?:permanent|temporary) failure)\s?[:\uff1a][ \t]{0,9}/im;
const TO =
  /(?:delivered to|delivering your message to|following recipients? (?:failed permanently|has been delayed)[.:]\s{0,9}|zugestellt an|\u00e0 l'adresse|entreg\S{1,12} a|recapitat\S{0,4} a|an |\u00e0 |a |para )\s?<?([^\s<>@"'(),:;]{1,100}@[^\s<>@"'(),:;]{1,253})/gi;

export const gmail: Reader = {
  name: 'Google delivery notice',
  // The answer is announced in many languages, and what they say of it begins with these letters, or isn't Latin.
  gate: {
    marks: [
      'response',
      'other server returned',
      'ponse',
      'antwort',
      'respuesta',
      'risposta',
      'resposta',
      'technical details',
    ],
    signs: SIGN.foreign,
    pattern: ANSWER,
  },
  proofs: [
    {
      marks: ['your message '],
      pattern: /\bYour message (?:wasn't|was not|could not be|couldn't be) delivered to \S{1,80}@\S/i,
    },
    {
      marks: ['problem delivering your '],
      pattern: /\bproblem delivering your message to \S{1,80}@\S/i,
    },
    {
      marks: ['lookup of '],
      pattern: /\bDNS type '(?:mx|a|aaaa)' lookup of \S{1,253} responded with code [A-Z]{4,10}/i,
    },
    { marks: ['google tried to deliver'], pattern: /\bGoogle tried to deliver your message, but\b/i },
    { marks: ['gsmtp'], pattern: /\S\.\d{1,4} - gsmtp\b/ },
    {
      marks: ['error transferring to', 'lookup failure: host '],
      pattern:
        /\bError transferring to \S{3,253}; Maximum hop count exceeded|\bDNS lookup failure: host \S{3,253} not found$/,
    },
    {
      marks: ['** message ', '** address ', '** delivery '],
      pattern: /\*\* (?:Message not delivered|Address not found|Delivery incomplete|Message blocked) \*\*/,
    },
  ],
  examples: [
    {
      text: "Your message wasn't delivered to ann@example.com because the address couldn't be found.\n\nThe response from the remote server was:\n550 5.1.1 The email account that you tried to reach does not exist.\n",
      finds: [{ recipient: 'ann@example.com', replyCode: '550', enhancedCode: '5.1.1' }],
    },
  ],
  read(text) {
    const headline = ANSWER.exec(text);
    if (!headline) return [];
    const answerAt = headline.index + headline[0].length;
    const named = [...text.slice(0, answerAt).slice(-4000).matchAll(TO)];
    const recipient = addressIn(named[0]?.[1] ?? '');
    if (recipient === null) return [];
    const rest = text.slice(answerAt, answerAt + 6000).replace(/^\s+/, '');
    const gap = rest.search(/\n[ \t]*\n(?!\s*[45]\d\d)|\n-{3,}|\n\s*<\/|\nFinal-Recipient/i);
    const inner = /The error that the other server returned was:\s*/i.exec(rest);
    const words = inner ? rest.slice(inner.index + inner[0].length) : gap < 0 ? rest : rest.slice(0, gap);
    const answer = inner ? (words.split(/\n\s*\n/)[0] ?? words) : words;
    const host =
      /(?:server for the recipient domain \S+|by) ([\w.-]{4,253}?)\.? ?\[([\d.a-f:]{3,45})\]/i.exec(
        rest,
      )?.[1] ?? null;
    const found: Found = {
      recipient,
      text: answer.trim(),
      remoteHost: host,
      action: /retry for|has been delayed|temporary problem/i.test(text.slice(0, answerAt))
        ? 'delayed'
        : 'failed',
    };
    const first = text.indexOf(recipient);
    const start = Math.max(0, text.lastIndexOf('\n', first >= 0 ? first : headline.index));
    return [{ start, end: answerAt + (gap < 0 ? rest.length : gap), found: [found] }];
  },
};
