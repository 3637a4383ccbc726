/** Wordings that only mail servers and their letters use; one is enough for a watched channel to be answered. */
import { wordsBehind } from '../quick.ts';
import type { Proof } from './reader.ts';

const proof = (marks: readonly string[], pattern: RegExp): Proof => ({ marks, pattern });

/** How Czech, Slovak and Polish letters say that a mail wasn't delivered … */
const NOT_DELIVERED =
  '(?:ne(?:podařilo|podarilo|lze|bylo možné|bolo možné|mohl[ao]?|byl[ao]?|mohla?)[^\\n@.]{0,40}\\bdoru[čc]\\p{L}{1,4}|nie (?:mogł[ao]|można|został[ao]|udało się)[^\\n@.]{0,30}\\bdostarcz\\p{L}{1,5})';

export const letterProofs: readonly Proof[] = [
  // … to the recipients that are named next, or to the one before
  proof(
    [' doru', ' dostarcz'],
    new RegExp(
      `${NOT_DELIVERED}[^@.]{0,60}(?:p[řr][ií]jemc|adres|odbiorc)\\p{L}{0,6}[^@\\p{L}]{0,12}[^\\s@]{1,64}@[^\\s@]{1,253}`,
      'iu',
    ),
  ),
  proof(
    [' doru', ' dostarcz'],
    new RegExp(
      `(?:zpráv|správ|wiadomoś|e-?mail)\\p{L}{0,3}[ ,][^@\\n]{0,60}@[^\\s@]{3,253} [^@\\n.]{0,30}${NOT_DELIVERED}`,
      'iu',
    ),
  ),
  // Exim's and Google's field, copied with the letter
  proof(['x-failed-recipients:'], /^[\s>]{0,8}X-Failed-Recipients: ?\S{1,160}@\S/im),
  // Stalwart (crates/smtp, queue/dsn.rs): each recipient with what happened in parentheses
  proof(
    ['to the following recipients:'],
    /\b(?:not be delivered|problem delivering your message) to the following recipients:\s{1,8}<[^\s<>@]{1,160}@[^\s<>]{1,253}> \(\S/i,
  ),
  // GroupWise: each recipient with what happened in parentheses
  proof(
    ['undeliverable to the following'],
    /\bundeliverable to the following:?\s{1,8}<?[^\s<>@]{1,160}@[^\s<>]{1,253}>? \(\S/i,
  ),
  // Postfix, Exim, qmail, Courier, DragonFly and other servers
  proof(['in reply to '], /\(in reply to (?:RCPT TO|MAIL FROM|end of DATA|DATA|EHLO|HELO) command\)/i),
  proof(['smtp error from remote '], /\bSMTP error from remote (?:mail )?server (?:after|for)\b/i),
  proof(
    ['said:', 'refused to talk to me:'],
    /\bhost \S{1,253}\[[^\]\s]{2,60}\]:? (?:said|refused to talk to me):/i,
  ),
  proof(['connect to '], /\bconnect to \S{1,253}\[[^\]\s]{2,60}\]:\d{2,5}:\s{1,12}\S/i),
  // Warnings that a mail is late: Sendmail's, Exchange's and Google's, Postfix' (bounce.cf), Exchange's since 2007
  proof(
    ['this is a warning '],
    /\bTHIS IS A WARNING (?:MESSAGE )?ONLY[.!*#\s]{1,60}YOU DO NOT NEED TO RESEND YOUR MESSAGE/i,
  ),
  proof(
    ['it will be retried until'],
    /\bcould not be delivered for more than \d{1,4} \w{3,8}(?:\(s\))?\.\s{1,8}It will be retried until/i,
  ),
  proof(
    ['is delayed to these recipient'],
    /\bDelivery is delayed to these recipients or (?:groups|distribution lists)/i,
  ),
  proof(
    ['recipients after more than '],
    /\bhas not yet been delivered to (?:one or more|all) of its\s{1,3}recipients after more than \d/i,
  ),
  proof(
    ['zustellung an ', 'remise ', 'entrega ', 'consegna ', 'bezorging ', 'levering '],
    /\b(?:zustellung an|remise (?:au|à|aux)|entrega (?:a|al|para|ao|aos)|consegna (?:a|al|ai)|(?:bezorging|levering) aan)\b[^@.]{0,40}(?:empfänger|destinat|ontvanger)[^@.]{0,60}(?:verzögert|retardée|différée|retrasad|demorad|atrasad|adiad|ritardat|vertraagd)\p{L}{0,2}[^@\p{L}]{1,20}[^\s@]{1,64}@[^\s@]{3,253}/iu,
  ),
  proof(['name service error for name='], /\bName service error for name=\S{1,253} type=/i),
  proof(
    ['did not like our ', 'responded with failure'],
    /\b(?:did not like our (?:RCPT TO|MAIL FROM|final DATA|DATA|EHLO)|responded with failure: ?[45]\d\d)\b/i,
  ),
  proof(
    ['does not like recipient.', 'failed after i sent the message.'],
    /\b(?:\d{1,3}\.){3}\d{1,3} (?:does not like recipient|failed after I sent the message)\./i,
  ),
  proof(['remote host said:'], /\bRemote host said: ?[45]\d\d/i),
  proof(
    ['been in the queue too long', 'find a mail exchanger or', 'able to establish an smtp'],
    /\bthis message has been in the queue too long|\bI couldn't find a mail exchanger or IP address|\bI wasn't able to establish an SMTP connection/i,
  ),
  proof(
    ['this is the mail ', 'this is the qmail-send '],
    /\bThis is the mail (?:system|delivery agent) at (?:host )?\S|\bThis is the qmail-send program at\b/i,
  ),
  proof(
    ['created automatically by '],
    /\bThis message was created automatically by (?:mail delivery software|Facebook)/i,
  ),
  proof(
    ['be delivered to one or more '],
    /\b(?:could not|cannot) be delivered to one or more (?:of its )?(?:recipients|destinations)/i,
  ),
  proof(
    ['the following address'],
    /\bThe following address(?:es|\(es\))? (?:had (?:permanent|transient|delivery|fatal)|failed:)/i,
  ),
  proof(
    ['will be deleted from queue', 'could not be delivered for '],
    /\bmessage (?:will be deleted from queue|could not be delivered for \S{1,20} (?:hours|days|long))/i,
  ),
  proof(
    ['could not deliver for ', 'delivery failed '],
    /\bCould not deliver for the last \d+ seconds|\bDelivery failed \d+ attempts: \S+@/i,
  ),
  proof(
    ['final delivery userid', 'exceeds allowed size', 'no valid recipients were '],
    /\b(?:Invalid final delivery userid|User mailbox exceeds allowed size|no valid recipients were found for this message)\b/i,
  ),
  proof(
    ['retry timeout exceeded', 'srv record indicated no smtp'],
    /\bretry timeout exceeded\b.{0,40}$|\ban MX or SRV record indicated no SMTP service\b/i,
  ),
  proof(
    ['recipient address rejected'],
    new RegExp(
      wordsBehind(
        '\\bRecipient address rejected[:.]',
        '(?:[>\\]]|\\b[45]\\.\\d{1,3}\\.\\d{1,3}|\\b[45]\\d\\d)[^\\n"\'`]{0,120}',
      ),
      'i',
    ),
  ),
  proof(['end data with '], /\bEnd data with <CR><LF>\.<CR><LF>\s+[45]\d\d/i),
  proof(
    ['pipe to |', 'malformed address: '],
    /\bpipe to \|\S{3,300}|\bmalformed address: <\S{3,300}> may not follow/,
  ),
  proof(['vdelivermail: ', 'procmail: '], /\b(?:vdelivermail|procmail): \S/),
  proof(
    ['undeliverable', 'body of message generated'],
    /\bUndeliverable(?: mail)? to \S{1,80}@\S|\bBody of message generated response: ?[45R]/i,
  ),
  // Others
  proof(
    ['an error occurred while trying'],
    /\bAn error occurred while trying to deliver the mail to the following recipients/i,
  ),
  proof(['was undeliverable'], /\bThe following message to <\S{3,300}> was undeliverable/i),
  proof(['error_code'], /\bERROR_CODE ?: ?[45]\d\d, ERROR_CODE ?:/i),
  proof(
    ['this user doesn', 'the user(s) account is', 'this account has been disabled'],
    /\bThis user doesn't have an? \S{3,80} account\b|\bThe user\(s\) account is disabled|\bThis account has been disabled or discontinued \[#\d/,
  ),
  proof(['your message to '], /\bsorry,? your message to \S{3,300} cannot be delivered/i),
  proof(
    ['error message below:', 'virus firewall'],
    /\bError message below:\s{1,4}[45]\d\d|\bblocked by our Spam & Virus Firewall\b/i,
  ),
  proof(
    ['could not deliver mail to ', 'unable to deliver message to '],
    /\b(?:mail server could not deliver mail to|Unable to deliver message to) <?\S{1,80}@\S/i,
  ),
  // HCL Domino and Lotus Notes, and the same in German
  proof(
    ['not listed in domino directory', 'not listed in public name'],
    /\bUser \S[^\n@]{0,120}\([^\s@]{1,80}@[^\s)]{1,253}\)[^\n]{0,40} not listed in (?:the )?(?:Domino Directory|public Name (?:&|and) Address Book)/i,
  ),
  proof(
    ['was not delivered to:', 'wurde nicht zugestellt an:'],
    /\b(?:was not delivered to|wurde nicht zugestellt an):\s{1,20}<?[^\s@]{1,160}@\S{3,253}\s{1,20}(?:because|da|weil|Grund):\s{1,20}\S/i,
  ),
  // Italian certified mail (PEC): the notice of non-delivery, "avviso di mancata consegna"
  proof(
    ['addressed to '],
    /\baddressed to [^@\n]{0,60}@[^@]{3,120}?\berror [45]\.\d{1,3}\.\d{1,3} (?:was|has been) (?:detected|found)\b/i,
  ),
  proof(
    ['rilevato un errore '],
    /\b(?:destinat|indirizzat)[oa] [^@\n]{0,120}@[^@]{3,300}?\brilevato un errore [45]\.\d{1,3}\.\d{1,3}(?![.\d])/i,
  ),
  // The same sentence from other gateways: to whom, that it was refused, and the error's number
  proof(
    ['addressed to ', 'destin', 'indirizzat', 'adress', 'dirigid', 'bestimmt '],
    /(?:\baddressed to|\bdestin(?:[oe]|ad|at)\S{1,3} (?:a|à|al|ao)|\bdestinat[oa] all|\bindirizzat[oa] a|\b(?:adress|destin)ée? à|\bdirigid[oa] a|\bbestimmt für)(?!\p{L}{3})[^@\n]{0,60}@[^@\n]{0,300}(?:reject|refus|could not be delivered|rechazad|rejeitad|recusad|rifiutat|abgelehnt|abgewiesen)[^@\n]{0,120}(?:error|errore|erreur|fehler|erro):? (?:[45]\d\d[ -])?[45]\.\d{1,3}\.\d{1,3}(?![.\d])/iu,
  ),
  proof(['your message cannot be '], /\bYour message cannot be delivered to the following recipients/i),
  // Google Groups answers in the sender's language; its greeting and its last line are the same in all of them.
  proof(['groups.google.com/support/'], /^[^@]{0,199}@[\s\S]*?https:\/\/groups\.google\.com\/support\//),
  proof(
    ['bin/topic.py?topic=25838'],
    /^[^@]{0,199}@[\s\S]*?https:\/\/support\.google\.com\/a\/[\w.-]{3,253}\/bin\/topic\.py\?topic=25838/,
  ),
  proof(
    ['the group you tried to contact'],
    /\bthe group you tried to contact \([^()\n]{1,120}\) may not exist, or you may not have permission to post/i,
  ),
  // Mailman 2 and 3 (nonmember and moderator rejections), mlmmj (deny-post)
  proof(
    ['not allowed to post to this'],
    /\bYou are not allowed to post to this mailing list,? and your message has\s{1,3}been automatically rejected/i,
  ),
  // … and others in words of their own, who name the list or the group by its address
  proof(
    ['only members', 'only subscribers', 'to members', 'to subscribers', 'not subscribed', 'not a member'],
    /\byour (?:message|e?-?mail|post(?:ing)?)\b[^@]{0,80}[^\s@]@[^\s@]{3,253}[^@]{0,40}\b(?:rejected|refused|not (?:been )?(?:distributed|posted|accepted))\b[^@]{0,120}?\b(?:only (?:members|subscribers)|(?:limited|restricted) to (?:members|subscribers)|not (?:subscribed|a (?:member|subscriber)))/i,
  ),
  proof(
    ['only members', 'only subscribers'],
    /\bonly (?:members|subscribers)\b[^@]{0,120}\byour (?:message|e?-?mail|post(?:ing)?)\b[^@]{0,80}[^\s@]@[^\s@]{3,253}[^@]{0,40}\b(?:rejected|refused)/i,
  ),
  proof(
    ['mailing-list was rejected for', 'mailing list was rejected for'],
    /\bYour message to the \S[^\n]{0,120} mailing[- ]list was rejected for the\s{1,3}following reasons/i,
  ),
  proof(
    ['delivered to the list'],
    /\bThe message from <?[^\s<>@]{1,64}@\S{3,253} with subject [\s\S]{0,300}? was unable to be delivered to the list\b/i,
  ),
];
