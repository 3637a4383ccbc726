import { type Rule, SURENESS } from './role.ts';

/** Before who got the report, or sent it on. */
const REPORTED_TO = [
  'delivered-to',
  'x-forwarded-to',
  'forwarded by',
  'forwarded to',
  'cc',
  'bcc',
  'hi',
  'hello',
  'dear',
  'hallo',
  'hola',
  'bonjour',
  'ciao',
  'olá',
  'kopie',
] as const;

export const gotTheReport = {
  before: { role: 'got the report', sureness: SURENESS.words, before: REPORTED_TO },
} satisfies Record<string, Rule>;
