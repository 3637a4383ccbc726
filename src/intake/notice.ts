/**
 * The gate of a watched channel: is this text a bounce beyond reasonable doubt? Codes alone prove nothing (HTTP,
 * FTP and SIP share them, and people talk about them): the words of mail servers have to stand with them.
 */

import { structuredProof } from './formats/structured.ts';

/** Wordings that only mail servers and their reports use. One is enough. */
const PROOF: readonly RegExp[] = [
  // Postfix, Exim, Sendmail, qmail, Courier, DragonFly and other servers
  /\(in reply to (?:RCPT TO|MAIL FROM|end of DATA|DATA|EHLO|HELO) command\)/i,
  /\bThe original message was received at [\s\S]{10,600}\b[45]\d\d [45]\.\d\.\d/i,
  /\bSMTP error from remote (?:mail )?server (?:after|for)\b/i,
  /\bhost \S{1,253}\[[^\]\s]{2,60}\]:? (?:said|refused to talk to me):/i,
  /\bconnect to \S{1,253}\[[^\]\s]{2,60}\]:\d{2,5}: \S/i,
  /\bstatus=(?:bounced|deferred|expired) \(/i,
  /\bName service error for name=\S{1,253} type=/i,
  /\b(?:did not like our (?:RCPT TO|MAIL FROM|final DATA|DATA|EHLO)|responded with failure: ?[45]\d\d)\b/i,
  /\b(?:\d{1,3}\.){3}\d{1,3} (?:does not like recipient|failed after I sent the message)\./i,
  /\bRemote host said: ?[45]\d\d/i,
  /\bthis message has been in the queue too long|\bI couldn't find a mail exchanger or IP address|\bI wasn't able to establish an SMTP connection/i,
  /\bThis is the mail (?:system|delivery agent) at (?:host )?\S|\bThis is the qmail-send program at\b/i,
  /\bThis message was created automatically by (?:mail delivery software|Facebook)/i,
  /\b(?:could not|cannot) be delivered to one or more (?:of its )?(?:recipients|destinations)/i,
  /\bThe following address(?:es|\(es\))? (?:had (?:permanent|transient|delivery|fatal)|failed:)/i,
  /\bTranscript of session follows -----|\bA transcript of the attempts to send the message follows/i,
  /\bmessage (?:will be deleted from queue|could not be delivered for \S{1,20} (?:hours|days|long))/i,
  /\bCould not deliver for the last \d+ seconds|\bDelivery failed \d+ attempts: \S+@/i,
  /\b(?:Invalid final delivery userid|User mailbox exceeds allowed size|no valid recipients were found for this message)\b/i,
  /\bretry timeout exceeded\b.{0,40}$|\ban MX or SRV record indicated no SMTP service\b/i,
  /(?:[>\]]|\b[45]\.\d{1,3}\.\d{1,3}|\b[45]\d\d)[^\n"'`]{0,120}\bRecipient address rejected[:.] ?\S?/i,
  /\bEnd data with <CR><LF>\.<CR><LF>\s+[45]\d\d/i,
  /\bresult="(?:PermFail|TempFail)" stat="/,
  /\bpipe to \|\S{3,300}|\bmalformed address: <\S{3,300}> may not follow/,
  /\b(?:vdelivermail|procmail): \S|\bMSEXCH:IMC:/,
  /\bUndeliverable(?: mail)? to \S{1,80}@\S|\bBody of message generated response: ?[45R]/i,
  // Reports in fields (RFC 3464, RFC 5965)
  /\b(?:final|original)-recipient\s?:\s?rfc822\s?;/i,
  /\bdiagnostic-code\s?:\s?\S/i,
  /^Feedback-Type\s?:\s?(?:abuse|fraud|virus|opt-out|not-spam|auth-failure|other)\b/im,
  // Microsoft
  /\bRemote Server (?:at \S{1,253}(?: \([^)]{2,60}\))? )?returned\s['"]?<?[#[]?\s?[45]\d\d/i,
  /\bRESOLVER\.(?:ADR|RST)\.\w+|\bQUEUE\.Expired; message expired/,
  /\bDiagnostic information for administrators:/i,
  /\bDelivery has failed to these recipients or (?:groups|distribution lists)/i,
  /\bDelivery to the following recipients? (?:failed|has been delayed)/i,
  /\bUnable to deliver message to the following (?:recipients|address)/i,
  // Google
  /\bYour message (?:wasn't|was not|could not be|couldn't be) delivered to \S{1,80}@\S/i,
  /\bproblem delivering your message to \S{1,80}@\S/i,
  /\bDNS type '(?:mx|a|aaaa)' lookup of \S{1,253} responded with code [A-Z]{4,10}/i,
  /\bGoogle tried to deliver your message, but\b/i,
  /\S\.\d{1,4} - gsmtp\b/,
  /\bError transferring to \S{3,253}; Maximum hop count exceeded|\bDNS lookup failure: host \S{3,253} not found$/,
  /\*\* (?:Message not delivered|Address not found|Delivery incomplete|Message blocked) \*\*/,
  // Others
  /\bAn error occurred while trying to deliver the mail to the following recipients/i,
  /\bThe following message to <\S{3,300}> was undeliverable/i,
  /\bERROR_CODE ?: ?[45]\d\d, ERROR_CODE ?:/i,
  /\bThis user doesn't have an? \S{3,80} account\b|\bThe user\(s\) account is disabled|\bThis account has been disabled or discontinued \[#\d/,
  /\bsorry,? your message to \S{3,300} cannot be delivered/i,
  /\bError message below:\s{1,4}[45]\d\d|\bblocked by our Spam & Virus Firewall\b/i,
  /\b(?:mail server could not deliver mail to|Unable to deliver message to) <?\S{1,80}@\S/i,
  /\bYour message cannot be delivered to the following recipients/i,
  /"(?:notificationType|eventType)"\s?:\s?"(?:Bounce|DeliveryDelay)"|\\"notificationType\\":\\"Bounce\\"/,
  /"event"\s{0,3}:\s{0,3}"(?:bounce|dropped|deferred|hard_bounce|soft_bounce|failed)"/,
  /"RecordType"\s{0,3}:\s{0,3}"Bounce"|"type"\s{0,3}:\s{0,3}"(?:email\.bounced|TransientFailure)"|"bounce_class(?:ification)?"\s{0,3}:|"enhanced_code"\s{0,3}:\s{0,3}\{\s{0,20}"class"/,
];

/** A code that could begin a server's reply: `550 5.1.1 `, `550-`, `#5.1.1 `. */
const CODE =
  /(?<![\w./])(?:([45])\d\d(?:[\s:-]{1,3}#?(?:\1[. ]\d{1,3}[. ]\d{1,3})(?![.\d])|(?=[\s:;,-]))|[45]\.\d{1,3}\.\d{1,3}(?![.\d-]))/g;
/** What stands before a reply: the start of a line, punctuation, or a server's name and `said:`. */
const BEFORE_BOTH =
  /(?:^|[\n"'`(<>\]|:;.?!@)]|\bsaid|\breturned|\bsmtp;|\b[A-Z]{3,4}|@\S{3,60})[\s"'`(<>#*[\]|:-]{0,6}$/;
const BEFORE_ONE =
  /(?:^|[\n"'`]|\bsaid:|\breturned|\bsmtp;|\]:|<<<|ERROR_CODE ?:|\bReason:|\breason:|\bconnection:|error:|below:|failure:|response:)[\s"'`(<>#*[:-]{0,6}$/;
/** Different reply codes at the front of lines that make a table. */
const MANY_CODES = 4;
/** Codes of one text that are looked at. */
const MAX_CODES = 60;

/** Words that show that a reply is about mail and a refusal. */
const MAIL_WORDS =
  /\b(?:user(?:\(s\))? unknown|unknown (?:user|recipient|address|mailbox)|no such (?:user|recipient|mailbox|address|person|domain)|mailbox|mail ?host|recipients?\b|sender|rcpt|relay(?:ing)?|relay access|greylist\w*|graylist\w*|grey-listed|spam\w*|spamhaus|dnsbl|rbl|blocklist|blacklist\w*|blocked using|dmarc|dkim|spf|reverse dns|rdns|ptr|unroutable|undeliver\w*|e-?mails?|mail from|smtp|over ?quota|quota exceeded|hop count|mail loop|message (?:content )?(?:rejected|refused|blocked|size|expired|too|filtered|not accepted)|messages? from|starttls|unauthenticated|helo|ehlo|reputation|rate limit\w*|complaints|deliver\w*|destinataire|empf\u00e4nger|virus|header error|no mail|accept mail|host unknown|unknown user|rejected by|purported responsible|mailer|mx\b|postmaster|gsmtp|sending ip|rejected by (?:the )?(?:server|administrator))/i;
/** A code without a reply code is also a version number: then the words have to be those of a refusal. */
const REFUSAL_WORDS =
  /\b(?:unknown|no such|not (?:found|exist|accept\w*|allowed|permitted)|does(?: not|n't) exist|reject\w*|denied|refus\w*|block\w*|listed|full|over ?quota|exceed\w*|deferred|rate limit\w*|unavailable|disabled|inactive|invalid|unauthenticated|expired|fail(?:ed|s|ure)\b|undeliver\w*|too (?:many|large|big)|greylist\w*|try (?:again|later)|low reputation|suspicious)/i;
/** How changelogs and commits speak. */
const CHANGE =
  /^\W{0,6}(?:fix\w*|add\w*|updat\w*|remov\w*|bump\w*|support\w*|improv\w*|chang\w*|releas\w*|feat\w*|chore|deps?|drop\w*|allow\w*|refactor\w*|breaking|handle[sd]?|make[sd]?|use[sd]?|new|docs?|test\w*|upgrade\w*|initial|\d{4}-\d\d)\b/i;

/** The mark of a list at the front of a line: "- 5.1.1: …" is a version in a changelog. */
const LISTED = /(?:^|\n)[ \t]{0,8}[-*\u2022#]{1,6}[ \t]{0,8}$/;

/** Where people or other programs speak: these make a single code no proof. */
const OTHERWISE =
  /\b(?:HTTP|SIP|FTP|RTSP|NNTP|IMAP|JSON-?RPC)\/\d|\b(?:GET|POST|PUT|PATCH|DELETE) \/|\bftp\b|\bSTOR\b|\bRETR\b|\bexit code\b|\bSQLSTATE\b|\bhttps?:\/\/localhost|\bUnknown user in room/i;
/** How people talk about a code: "550 5.7.1 is what we get", "5.1.1 errors lately". */
const TALKED =
  /^\s*(?:is|are|was|were|means?|meaning|errors?(?!\s?:)|bounces?|codes?|lately|again|from|for|in|on|and|or|vs|since|responses?|stands|happens?|replies|comes?|indicates?|instead|will|should|could|when|if|because|but|as|then|so|=|→|\||<\/|\?)(?:\b|\s|$)/i;
const QUESTION =
  /\b(?:anyone|does anybody|what does|why (?:do|does|are|is)|how (?:do|can|to)|should we|do we|we (?:see|get|saw|got|return|should|use)|i think|lately|any idea)\b/i;

/** A text shorter than this can't hold enough to be sure. */
const SHORTEST = 12;

/** Every text that has one of the proofs has one of these: a quick look, ten times as fast as all the proofs. */
const PROOF_MARKS =
  /(?:re(?:cipient|mote [hs]|try timeout|sult="|solver\.)|deliver|mail(?:box| (?:sys|exch|serv)|:)|diagnostic|feedback-type|transcript|smtp|command\)|error_code|service error|queue|status=|\](?:: ?|:? )(?:said|refu|\d\d)|groups\.google|account|not like|following addr|\*\* \w|"(?:notif|event|record|type|bounce_c)|lookup fail|hop count|userid|malformed a|pipe to|msexch)/i;
const CODE_MARKS = /[45]\d\d(?:[ \-:;#]|$)|[45]\.\d{1,3}\.\d/;

/**
 * Dismisses ordinary text fast.
 * @returns false when the text is surely no bounce
 */
export const mayHoldBounce = (text: string): boolean => CODE_MARKS.test(text) || PROOF_MARKS.test(text);

/**
 * @param text as `unpaste` left it
 * @returns whether a watched channel is to be answered
 */
export function isBounceBeyondDoubt(text: string): boolean {
  if (text.length < SHORTEST) return false;
  if (PROOF_MARKS.test(text) && isProvenByWords(text)) return true;
  if (!CODE_MARKS.test(text) || OTHERWISE.test(text)) return false;
  return isProvenByCode(text);
}

/**
 * @param text as `unwrapped` left it
 * @returns whether a watched channel is to be answered: what is structured proves by what it tells, the rest by its words
 */
export function isNoticed(text: string): boolean {
  const { isSure, rest } = structuredProof(text);
  return isSure || isBounceBeyondDoubt(rest);
}

const isProvenByWords = (text: string): boolean =>
  PROOF.some((pattern) => pattern.test(text)) || isGroupsNotice(text);

/** Google Groups answers in the sender's language; its greeting and its last line are the same in all of them. */
const isGroupsNotice = (text: string): boolean =>
  text.slice(0, 200).includes('@') && text.includes('https://groups.google.com/support/');

/** A table that explains codes, not a log of refusals: many codes, and no address of anybody or of any host. */
function isReference(text: string): boolean {
  if (/@|\b(?:\d{1,3}\.){3}\d{1,3}\b/.test(text)) return false;
  const codes = text.slice(0, 10_000).match(/^[\s|*#-]{0,6}[245]\d\d\b/gm) ?? [];
  return new Set(codes.map((code) => code.slice(-3))).size >= MANY_CODES;
}

function isProvenByCode(text: string): boolean {
  const isQuestion = QUESTION.test(text);
  CODE.lastIndex = 0;
  for (let i = 0, code = CODE.exec(text); code && i < MAX_CODES; i++, code = CODE.exec(text)) {
    const before = text.slice(Math.max(0, code.index - 70), code.index);
    const end = text.indexOf('\n', CODE.lastIndex);
    const after = text.slice(CODE.lastIndex, Math.min(end < 0 ? text.length : end, CODE.lastIndex + 600));
    const hasBoth = code[0].length > 6 && code[1] !== undefined;
    if (hasBoth && /^[\s:]{0,2}<[^>@\s]{1,80}@[^>\s]{1,253}>(?:\.\.\.|:)/.test(after)) return true;
    if (!(hasBoth ? BEFORE_BOTH : BEFORE_ONE).test(before)) continue;
    const words = after.replace(/^[\s:;,)\]'"`*#-]{0,4}(?:[45]\.\d{1,3}\.\d{1,3}[\s:;,)-]{1,3})?/, '');
    if (words.length < 3 || TALKED.test(words) || CHANGE.test(words)) continue;
    if (code[1] === undefined && (!REFUSAL_WORDS.test(words) || (/^:/.test(after) && LISTED.test(before))))
      continue;
    const isWorded = MAIL_WORDS.test(words);
    if (hasBoth ? isWorded || !isQuestion : isWorded && !isQuestion) return !isReference(text);
  }
  return false;
}
