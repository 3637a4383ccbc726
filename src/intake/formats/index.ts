/** The formats that are known, in the order in which they are tried: the surest first. */
import type { Reader } from '../found.ts';
import { exchange } from './exchange.ts';
import { feedback } from './feedback.ts';
import { gmail } from './gmail.ts';
import { mailLog } from './logs/index.ts';
import { letter, prose } from './prose.ts';
import { reply } from './reply.ts';
import { report } from './report.ts';
import { sendmail } from './sendmail.ts';
import { fields, structured } from './structured.ts';

/** For pasted text. */
export const readers: readonly Reader[] = [
  structured,
  mailLog,
  feedback,
  report,
  exchange,
  gmail,
  sendmail,
  fields,
  prose,
  reply,
];

/** For the letter inside a mail, where the first that finds something is enough. */
export const letterReaders: readonly Reader[] = [structured, exchange, gmail, sendmail, letter];
