/**
 * The gate of a watched channel: is this text a bounce beyond reasonable doubt? Codes alone prove nothing (HTTP,
 * FTP and SIP share them, and people talk about them): the words of mail servers have to stand with them.
 */

/** Wordings that only mail servers and their reports use. One is enough. */
const PROOF: readonly RegExp[] = [
  /\(in reply to (?:RCPT TO|MAIL FROM|end of DATA|DATA|EHLO|HELO) command\)/i,
  /\bSMTP error from remote (?:mail )?server (?:after|for)\b/i,
  /\bhost \S{1,253}\[[^\]\s]{2,60}\]:? (?:said|refused to talk to me):/i,
  /\b(?:final|original)-recipient\s?:\s?rfc822\s?;/i,
  /\bdiagnostic-code\s?:\s?\S/i,
  /\bRemote host said: ?[45]\d\d/i,
  /\bRemote Server (?:at \S{1,253}(?: \([^)]{2,60}\))? )?returned\s['"]?<?[#[]?\s?[45]\d\d/i,
  /\bRESOLVER\.(?:ADR|RST)\.\w+/,
  /\bDiagnostic information for administrators:/i,
  /\bDelivery has failed to these recipients or (?:groups|distribution lists)/i,
  /\bThis message was created automatically by mail delivery software/i,
  /\bThis is the mail (?:system|delivery agent) at (?:host )?\S/i,
  /\bThis is the qmail-send program at\b|\bI'm afraid I wasn't able to deliver your message/i,
  /\bYour message (?:wasn't|was not|could not be) delivered to \S{1,80}@\S/i,
  /\bThe following addresses had (?:permanent fatal|delivery|transient non-fatal) (?:errors|problems)/i,
  /\bTranscript of session follows -----/i,
  /\bdid not like our (?:RCPT TO|MAIL FROM|final DATA|DATA|EHLO)\b/i,
  /\b\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3} (?:does not like recipient|failed after I sent the message)\./i,
  /\bRecipient address rejected: \S/i,
  /\b[45]\d\d[ -]?[45]\.\d{1,3}\.\d{1,3} .{0,600}\bgsmtp\b/is,
  /\bstatus=(?:bounced|deferred|expired) \(/i,
  /\bDNS type '(?:mx|a|aaaa)' lookup of \S{1,253} responded with code [A-Z]{4,10}/i,
  /\bresult="(?:PermFail|TempFail)" stat="/,
  /\bDelivery to the following recipients? (?:failed permanently|has been delayed)/i,
  /\bGoogle tried to deliver your message, but\b/i,
  /"notificationType"\s?:\s?"Bounce"|"eventType"\s?:\s?"Bounce"/,
  /^Feedback-Type\s?:\s?(?:abuse|fraud|virus|opt-out|not-spam|other)\b/im,
];

/** A reply with both codes, as servers write it, at the front of a line or behind a server's name. */
const BOTH_CODES =
  /(?:^|[\n"'`(<>\]|:;]|\bsaid|\breturned|\bsmtp;)[\s"'`(<>#*[\]|-]{0,6}([45])\d\d[\s-]{1,3}(?:#\s?)?\1[. ]\d{1,3}[. ]\d{1,3}(?:[\s:;,)-]{1,3})(\S[^\n]{3,400})/i;
/** A reply with one code at the front of a line or behind a server's name. */
const ONE_CODE =
  /(?:^|[\n"'`]|\bsaid:|\breturned|\bsmtp;|\]:|<<<|ERROR_CODE :|\bReason:|\breason:|\bconnection:)[\s"'`(<>#*[-]{0,6}(?:[45]\d\d(?:[ :;-]{1,3}|$)(?:#?[45]\.\d{1,3}\.\d{1,3}[\s:;,)-]{1,3})?|#?[45]\.\d{1,3}\.\d{1,3}[\s:;,)-]{1,3})([^\n]{3,600})/i;

/** Words that show that a reply is about mail and a refusal. */
const MAIL_WORDS =
  /\b(?:user(?:\(s\))? unknown|unknown (?:user|recipient|address|mailbox)|no such (?:user|recipient|mailbox|address|person|domain)|mailbox|mail ?host|recipients?\b|sender|rcpt|relay(?:ing)?|relay access|greylist\w*|graylist\w*|grey-listed|spam\w*|spamhaus|dnsbl|rbl|blocklist|blacklist\w*|blocked using|dmarc|dkim|spf|reverse dns|rdns|ptr|unroutable|undeliver\w*|e-?mails?|mail from|smtp|over ?quota|quota exceeded|hop count|mail loop|message (?:content )?(?:rejected|refused|blocked|size|expired|too|filtered|not accepted)|messages? from|starttls|unauthenticated|helo|ehlo|reputation|rate limit\w*|complaints|deliver\w*|destinataire|empf\u00e4nger|virus|header error|no mail|mx\b|postmaster|gsmtp|sending ip|rejected by (?:the )?(?:server|administrator))/i;
/** Where people or other programs speak: these make a single code no proof. */
const OTHERWISE =
  /\b(?:HTTP|SIP|FTP|RTSP|NNTP|IMAP|JSON-?RPC)\/\d|\b(?:GET|POST|PUT|PATCH|DELETE) \/|\bftp\b|\bSTOR\b|\bRETR\b|\bexit code\b|\bSQLSTATE\b|\bhttps?:\/\/localhost|\bUnknown user in room/i;
/** How people talk about a code: "550 5.7.1 is what we get", "5.1.1 errors lately". */
const TALKED =
  /^\s*(?:is|are|was|were|means?|meaning|errors?|bounces?|codes?|lately|again|from|for|in|on|and|or|vs|since|responses?|stands|happens?|replies|comes?|indicates?|instead|will|should|can|could|=|→|\||<\/|\?)(?:\b|\s|$)/i;
const QUESTION =
  /\b(?:anyone|does anybody|what does|why (?:do|does|are|is)|how (?:do|can|to)|should we|do we|we (?:see|get|saw|got|return|should|use)|i think|lately|any idea)\b/i;

/** A text shorter than this can't hold enough to be sure. */
const SHORTEST = 12;

/**
 * Dismisses ordinary text fast: whatever passes has at least one of the marks that every bounce with a code or a
 * server's set phrase has.
 * @returns false when the text is surely no bounce
 */
export const mayHoldBounce = (text: string): boolean => MARKS.test(text);
const MARKS =
  /[45]\d\d[ \-:;#]|[45]\.\d{1,3}\.\d|recipient|deliver|mailbox|remote |undeliv|diagnostic|feedback-type|transcript of|e-?mail|message|quota/i;

/**
 * @param text as `unpaste` left it
 * @returns whether a watched channel is to be answered
 */
export function isBounceBeyondDoubt(text: string): boolean {
  if (text.length < SHORTEST || !mayHoldBounce(text)) return false;
  if (PROOF.some((pattern) => pattern.test(text))) return true;
  if (OTHERWISE.test(text)) return false;
  const both = BOTH_CODES.exec(text);
  if (both?.[2] && !TALKED.test(both[2]) && (MAIL_WORDS.test(both[2]) || !QUESTION.test(text))) return true;
  const one = ONE_CODE.exec(text);
  return one?.[1] !== undefined && !TALKED.test(one[1]) && MAIL_WORDS.test(one[1]) && !QUESTION.test(text);
}
