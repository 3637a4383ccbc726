/** Other programs and trades have unknown users and recipients too: databases, repositories, registries, parcels. */

const PROGRAM =
  /\bpsql: |\bFATAL: {1,2}(?:role|user|password|database)\b|^\s{0,8}(?:remote|fatal|svn|docker): |\bresponse from daemon\b|\bAccess denied for user '|\bORA-\d{5}\b|\bldap_\w{2,20}\b|\bLDAP: error\b|\bkubectl\b/im;
const PARCEL =
  /\b(?:parcels?|courier|consignment|waybill|tracking (?:number|no\b)|paket(?:es?|zusteller)?|sendungsnummer|colis|paquete|pacco|pakket|paczka)\b/i;
/** An answer over HTTP, as a terminal shows it from its first line on. */
const HTTP = /^\s{0,8}(?:[<>] )?HTTP\/\d(?:\.\d)? [45]\d\d\b/;

/** What only those have who tell of mail. */
const OF_MAIL =
  /\b(?:smtps?|rcpt|mail from|(?:e-?)?mails?(?!@)|mailbox|mx|postfix|exim|sendmail|bounc\w{1,4}|undeliver\w{0,6}|inbox|postfach|inactive|suppress\w{0,6})\b|(?<![\d.])[45]\d\d[ -]#?[45]\.\d{1,3}\.\d{1,3}\b/i;
/** Fields of an answer are called so whatever it is about. */
const FIELD = /"e-?mails?"/gi;

/** @returns whether a text is another program's or a carrier's, and has nothing of mail */
export const isOfOtherProgram = (text: string): boolean =>
  (PROGRAM.test(text) || PARCEL.test(text) || HTTP.test(text)) && !OF_MAIL.test(text.replace(FIELD, ''));
