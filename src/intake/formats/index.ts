/** The formats that are known, in the order in which they are tried: the surest first. */

import { exchange } from './exchange.ts';
import { feedback } from './feedback.ts';
import { gmail } from './gmail.ts';
import { jakartaMail } from './jakarta-mail.ts';
import { card } from './letters/card.ts';
import { listed } from './listed.ts';
import { mailLog } from './logs/index.ts';
import { mailman } from './mailman.ts';
import { mailq } from './mailq.ts';
import { nodemailer } from './nodemailer.ts';
import { phpmailer } from './phpmailer.ts';
import { postal } from './postal.ts';
import { letter, prose } from './prose.ts';
import type { Reader } from './reader.ts';
import { reply } from './reply.ts';
import { report } from './report.ts';
import { sendmail } from './sendmail.ts';
import { session } from './session.ts';
import { smtplib } from './smtplib.ts';
import { fields, structured } from './structured.ts';

/** For pasted text. */
export const readers: readonly Reader[] = [
  structured,
  mailLog,
  mailq,
  feedback,
  report,
  exchange,
  gmail,
  sendmail,
  session,
  smtplib,
  jakartaMail,
  nodemailer,
  phpmailer,
  postal,
  mailman,
  card,
  fields,
  listed,
  prose,
  reply,
];

/** For the letter inside a mail, where the first that finds something is enough. */
export const letterReaders: readonly Reader[] = [
  structured,
  exchange,
  gmail,
  sendmail,
  mailman,
  card,
  letter,
];
