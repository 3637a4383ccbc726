/** Google's delivery notices as text: the recipient in a sentence, the server's answer under a set headline. */
import type { Found } from '../found.ts';
import { SIGN } from '../marks.ts';
import { recipientIn } from '../recipient.ts';
import { recipientsIn } from '../roles/index.ts';
import { wordsForAll } from './letters/words-for-all.ts';
import type { Reader } from './reader.ts';

/** Who announces the answer of a server, in the languages of Gmail, up to the colon. */
const ANNOUNCEMENTS = [
  'The response(?: from the remote server)? was',
  'The error that the other server returned was',
  'Technical details of (?:permanent|temporary) failure',
  'Die Antwort(?: des Remote-?Servers| vom Remote-?Server| vom Server| des Servers)? lautete',
  'Antwort (?:vom|des) (?:Remote-?)?Servers?',
  'La réponse(?: du serveur(?: distant)?)? (?:est|était)(?: la suivante)?',
  'Réponse du serveur(?: distant)?',
  'La respuesta(?: del servidor(?: remoto)?)? (?:fue|ha sido|es|era)(?: la siguiente)?',
  'Respuesta del servidor(?: remoto)?',
  'La risposta(?: (?:del|dal) server(?: remoto)?)? (?:è stata|è|era)(?: la seguente)?',
  'Risposta (?:del|dal) server(?: remoto)?',
  'A resposta(?: do servidor(?: remoto)?)? foi',
  'Resposta do servidor(?: remoto)?',
  'De reactie(?: van de (?:externe )?server)? (?:was|luidde)',
  'Het antwoord(?: van de (?:externe )?server)? (?:was|luidde)',
  'Odpowiedź(?: z?e? ?(?:zdalnego )?serwera(?: zdalnego)?)?(?: była następująca)?',
  'Ответ[^:\\n]{0,40}',
  'Uzak sunucu(?:dan|nun)[^:\\n]{0,30}',
  '(?:Sunucudan gelen )?yanıt(?: şuydu)?',
  'Svaret(?: från (?:fjärr)?servern)?(?: var)?',
  'リモート ?サーバーからの(?:応答|返信)[^:：\\n]{0,20}',
  '(?:サーバー|相手側のサーバー)からの?(?:応答|返信)[^:：\\n]{0,20}',
  '(?:远程)?服务器(?:的)?(?:回复|响应|返回)[^:：\\n]{0,12}',
  '(?:响应|回复)(?:如下|为)',
];
/** At the front of a line, or glued to what stood above it: "LEARN MOREThe response was:". */
const ANSWER = new RegExp(
  `(?:(?:^[\\s>*|]{0,8}|(?<=[.!)\\]|\\p{L}\\d])\\s{0,3})(?:${ANNOUNCEMENTS.join('|')})|^[\\s>*|]{0,8}(?:Antwort|Réponse|Respuesta|Risposta|Resposta|Antwoord|Odpowiedź|Yanıt|Svar|応答|响应|回复))\\s?[:：][ \\t]{0,9}`,
  'imu',
);

/** What each of them has; a search that is soon done. */
const MAY_ANNOUNCE =
  /the response|other server returned|technical details|antwo[ro]|r[eé]ponse|respuesta|r[ie]sposta|reactie|odpowied|ответ|sunucu|yanıt|svar|リモート ?サーバー|サーバー|応答|返信|服务器|响应|回复/iu;

export const gmail: Reader = {
  name: 'Google delivery notice',
  // The answer is announced in many languages, and what they say of it begins with these letters, or isn't Latin.
  gate: {
    marks: [
      'the response',
      'other server returned',
      'antwort',
      'respuesta',
      'risposta',
      'resposta',
      'technical details',
      'reactie',
      'antwoord',
      'sunucu',
      'svaret',
    ],
    signs: SIGN.foreign,
    needs: SIGN.colon,
    pattern: MAY_ANNOUNCE,
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
    const letter = text.slice(Math.max(0, headline.index - 4000), headline.index);
    const recipient = recipientIn(letter);
    const recipients = recipient === null ? recipientsIn(letter).map(({ address }) => address) : [recipient];
    if (recipients.length === 0) return [];
    const rest = text.slice(answerAt, answerAt + 6000).replace(/^\s+/, '');
    const gap = rest.search(
      /\n[ \t]*\n(?!\s{0,60}[45]\d\d)|\n-{3,}|\s<\/html>|\n[^\S\n]*<\/|\nFinal-Recipient/i,
    );
    const inner = /The error that the other server returned was:\s*/i.exec(rest);
    const words = inner ? rest.slice(inner.index + inner[0].length) : gap < 0 ? rest : rest.slice(0, gap);
    const answer = inner ? (words.split(/\n\s*\n/)[0] ?? words) : words;
    const host =
      /(?:server for the recipient domain \S+|by) ([\w.-]{4,253}?)\.? ?\[([\d.a-f:]{3,45})\]/i.exec(
        rest,
      )?.[1] ?? null;
    const found = recipients.map(
      (one): Found => ({
        recipient: one,
        text: recipients.length === 1 ? answer.trim() : wordsForAll(answer.trim()),
        remoteHost: host,
        action: /retry for|has been delayed|temporary problem/i.test(text.slice(0, answerAt))
          ? 'delayed'
          : 'failed',
      }),
    );
    const first = text.indexOf(recipients[0] ?? '');
    const start = Math.max(0, text.lastIndexOf('\n', first >= 0 ? first : headline.index));
    return [{ start, end: answerAt + (gap < 0 ? rest.length : gap), found }];
  },
};
