/**
 * Non-delivery reports of Microsoft 365, Outlook.com and Exchange, as text: the part for administrators names each
 * recipient and what the remote server returned.
 */
import { addressIn } from '../address.ts';
import { hostName } from '../facts.ts';
import type { Found, Passage } from '../found.ts';
import { SIGN } from '../marks.ts';
import { openingIn } from './letters/openings.ts';
import type { Reader } from './reader.ts';

/** Above the part for administrators. */
const HEADLINE = new RegExp(
  [
    'Diagnostic information for administrators:',
    'Diagnoseinformationen für Administratoren:',
    "Informations de diagnostic (?:pour|à l[’']attention d)",
    'Información de diagnóstico para los? administrador',
    'Informazioni (?:di diagnostica|diagnostiche) per gli amministratori',
    'Informações de diagnóstico para (?:os )?administradores',
    'Diagnostische (?:gegevens|informatie) voor (?:beheerders|administrators)',
    'Informacje diagnostyczne dla administratorów',
    'Диагностические сведения для администраторов',
    '管理者向けの診断情報',
    '(?:供)?管理员(?:使用)?的?诊断信息',
    'Yöneticiler için tanılama bilgileri',
    'Diagnostikinformation för administratörer',
  ].join('|'),
  'i',
);
/** Below it. */
const END =
  /^\s*(?:Original message headers|Kopfzeilen der ursprünglichen Nachricht|En-têtes (?:de message d['’]origine|du message d['’]origine)|Encabezados (?:de mensajes? originales|originales del mensaje)|Intestazioni (?:originali|del messaggio originale)|Cabeçalhos (?:de|da) mensagem originai?s?|Oorspronkelijke berichtkoppen|Oryginalne nagłówki wiadomości|Исходные заголовки сообщения|元のメッセージ ?ヘッダー|原始邮件头|Özgün ileti üst bilgileri|Ursprungliga meddelanderubriker)/i;
/** `Remote Server returned '550 …'`, `Remote Server at mx.example.com (192.0.2.20) returned '…'`. */
const RETURNED =
  /(?:Server(?: at (\S{1,253}))?(?: \(([^)\s]{2,60})\))?|Remoteserver|serveur distant|Externe server|zdalny|удаленный сервер|リモート サーバー|リモートサーバー|远程服务器|Uzak Sunucu|Fjärrservern|servidor remoto|server remoto)[^'"\n]{0,60}['"]\s?(<?.{3,3000}?)['"]?\s*$/i;
/** `#550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ##`, `#< #5.7.1 smtp;550 …> #SMTP#`. */
const SIGNED = /#\s?((?:<[^>]{0,300})?(?:[45]\d\d |[45]\.\d).{2,2000})$/;

/** Between a recipient and what was returned, a line of its own: the server that returned it. */
const HOST_ALONE = /^\s{0,8}((?:[\w-]{1,63}\.){1,8}[a-z][\w-]{1,23})\s*$/i;

export const exchange: Reader = {
  name: 'Microsoft report',
  gate: { marks: ['diagn', 'lama bilgileri'], signs: SIGN.script, pattern: HEADLINE },
  proofs: [
    {
      marks: ['remote server '],
      pattern: /\bRemote Server (?:at \S{1,253}(?: \([^)]{2,60}\))? )?returned\s['"]?<?[#[]?\s?[45]\d\d/i,
    },
    {
      marks: ['resolver.', 'queue.expired'],
      pattern: /\bRESOLVER\.(?:ADR|RST)\.\w+|\bQUEUE\.Expired; message expired/,
    },
    {
      marks: ['diagnostic information for'],
      pattern: /\bDiagnostic information for administrators:/i,
    },
    {
      marks: ['delivery has failed to these '],
      pattern: /\bDelivery has failed to these recipients or (?:groups|distribution lists)/i,
    },
    {
      marks: ['delivery to the following '],
      pattern: /\bDelivery to the following recipients? (?:failed|has been delayed)/i,
    },
    {
      marks: ['unable to deliver message to '],
      pattern: /\bUnable to deliver message to the following (?:recipients|address)/i,
    },
    { marks: ['msexch:imc:'], pattern: /\bMSEXCH:IMC:/ },
  ],
  examples: [
    {
      text: "Delivery has failed to these recipients or groups:\n\nann@example.com\nThe email address you entered couldn't be found.\n\nDiagnostic information for administrators:\n\nGenerating server: mx1.example.org\n\nann@example.com\nRemote Server at mx.example.com (192.0.2.20) returned '550 5.1.1 User unknown'\n",
      finds: [{ recipient: 'ann@example.com', replyCode: '550', enhancedCode: '5.1.1' }],
    },
  ],
  read(text) {
    const passages: Passage[] = [];
    const start = HEADLINE.exec(text)?.index ?? 0;
    let recipient: string | null = null;
    let host: string | null = null;
    let from = start;
    let at = start;
    for (const line of joinedLines(text.slice(start, start + 40_000))) {
      const end = at + line.length + 1;
      if (END.test(line)) break;
      const returned = RETURNED.exec(line);
      const signed = returned ? null : SIGNED.exec(line);
      const words = returned?.[3] ?? signed?.[1];
      const address = words === undefined || signed ? addressIn(line) : null;
      if (address !== null && !line.includes('returned')) {
        recipient = address;
        host = null;
        from = at;
      } else if (recipient !== null) host = HOST_ALONE.exec(line)?.[1] ?? host;
      if (
        words !== undefined &&
        recipient !== null &&
        !passages.some(({ found }) => found[0]?.recipient === recipient)
      ) {
        const found: Found = {
          recipient,
          text: tidy(words),
          remoteHost: hostName(returned?.[1] ?? /#<(\S{3,253}) #/.exec(line)?.[1] ?? host),
        };
        passages.push({ start: from, end: Math.min(end, text.length), found: [found] });
      }
      at = end;
    }
    const [first] = passages;
    // The letter before the technical part speaks of the same recipients.
    return first
      ? [{ ...first, start: Math.min(first.start, letterStart(text, start)) }, ...passages.slice(1)]
      : [];
  },
};

/** Quoted answers that were wrapped go on until their quote closes. */
function joinedLines(text: string): readonly string[] {
  const lines: string[] = [];
  for (const line of text.split('\n')) {
    const last = lines.at(-1);
    const isOpen =
      last !== undefined &&
      /returned ['"]/i.test(last) &&
      !/['"]\s*$/.test(last) &&
      line.trim() !== '' &&
      last.length < 3000;
    if (isOpen) lines[lines.length - 1] = `${last} ${line.trim()}`;
    else lines.push(line);
  }
  return lines;
}

const tidy = (words: string): string =>
  words
    .replace(/^<\S{0,253} ?#?(?=[45])/, '')
    .replace(/^(?:#?[45]\.\d\.\d{1,3} )?smtp;\s?(?=[45]\d\d)/i, '')
    .replace(/>?\s?#(?:SMTP)?#\s*$/, '')
    .trim();

/** The letter begins, as a rule, with one of a few phrases; what people write above it is not part of it. */
function letterStart(text: string, headline: number): number {
  const found = openingIn(text.slice(0, headline)) ?? REJECTED.exec(text.slice(0, headline));
  return found?.index ?? headline;
}
const REJECTED = /Your message (?:to|couldn't|wasn't)|\S{1,253} rejected your message/i;
