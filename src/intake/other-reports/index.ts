/** Reports about many mails at once, which mailbox providers send to whom a DNS record names: no bounces. */
import type { OtherReport } from '../bounce.ts';
import { dmarcReport } from './dmarc.ts';
import { tlsReport } from './tls.ts';

/** @returns the report summed up, where the whole text is one; null where it isn't */
export const otherReport = (text: string): OtherReport | null => dmarcReport(text) ?? tlsReport(text);
