/** How a suppression list is written for others to take in: our own CSV, and what the sending platforms import. */
import type { ReasonId } from '../catalog/index.ts';
import { csvCell, rawCsvCell } from '../csv-cell.ts';
import type { Suppression } from '../suppressions/index.ts';

type Column = readonly [name: string, value: (suppression: Suppression) => string];

export type WriteFormat = {
  readonly id: string;
  readonly name: string;
  /** Which suppressions it can hold: a platform may keep complaints on a list of their own. */
  readonly holds: 'all' | 'bounces' | 'complaints';
  readonly before: string;
  /** @param isFirst without what separates it from the one before */
  readonly row: (suppression: Suppression, isFirst: boolean) => string;
  readonly after: string;
};

/** @returns whether the format has a place for it */
export const isHeld = ({ holds }: WriteFormat, { reason }: Suppression): boolean =>
  holds === 'all' || (holds === 'complaints') === (reason === 'feedback');

const isComplaint = ({ reason }: Suppression): boolean => reason === 'feedback';
const isManual = ({ reason, source }: Suppression): boolean =>
  reason === 'suppressed' || source === 'command';

const address = (suppression: Suppression): string => suppression.address;
const iso = ({ at }: Suppression): string => new Date(at).toISOString();
const rfc2822 = ({ at }: Suppression): string => new Date(at).toUTCString().replace(/GMT$/, '+0000');
const unix = ({ at }: Suppression): string => String(Math.floor(at / 1000));
const spaced = (suppression: Suppression): string => iso(suppression).slice(0, 19).replace('T', ' ');
const words = ({ evidence, reason }: Suppression): string => evidence ?? reason;

/** The status codes that say best what a reason means (RFC 3463, RFC 7505); the platforms want one. */
const CODES: Partial<Record<ReasonId, string>> = {
  'host-unknown': '5.1.2',
  'has-moved': '5.1.6',
  suspend: '5.2.1',
};
const status = ({ reason }: Suppression): string => CODES[reason] ?? '5.1.1';

/**
 * A list for programs: the address is written as it is, for a guard against formulas would make it another address,
 * and the platform would go on mailing the right one. Columns of words are guarded.
 */
function csv(
  id: string,
  name: string,
  columns: readonly Column[],
  options: Partial<WriteFormat> = {},
): WriteFormat {
  const cell = (value: Column[1], suppression: Suppression): string => {
    const text = value(suppression).replace(/[\r\n]+/g, ' ');
    return value === address && id !== 'bounce-triage' ? rawCsvCell(text) : csvCell(text);
  };
  return {
    id,
    name,
    holds: 'all',
    before: `${columns.map(([column]) => rawCsvCell(column)).join(',')}\r\n`,
    row: (suppression) => `${columns.map(([, value]) => cell(value, suppression)).join(',')}\r\n`,
    after: '',
    ...options,
  };
}

const objectOf = (columns: readonly Column[], suppression: Suppression): string =>
  JSON.stringify(Object.fromEntries(columns.map(([name, value]) => [name, value(suppression)])));

/** One JSON document. */
function json(
  id: string,
  name: string,
  around: readonly [string, string],
  columns: readonly Column[],
  options: Partial<WriteFormat> = {},
): WriteFormat {
  return {
    id,
    name,
    holds: 'all',
    before: around[0],
    row: (suppression, isFirst) => `${isFirst ? '\n' : ',\n'}${objectOf(columns, suppression)}`,
    after: `\n${around[1]}\n`,
    ...options,
  };
}

const sesReason = (suppression: Suppression): string => (isComplaint(suppression) ? 'COMPLAINT' : 'BOUNCE');
const postmark: readonly Column[] = [
  ['EmailAddress', address],
  [
    'SuppressionReason',
    (one) => (isComplaint(one) ? 'SpamComplaint' : isManual(one) ? 'ManualSuppression' : 'HardBounce'),
  ],
  ['Origin', (one) => (isManual(one) ? 'Customer' : 'Recipient')],
  ['CreatedAt', iso],
];
const sparkpost: readonly Column[] = [
  ['recipient', address],
  ['type', () => 'transactional'],
  ['description', (one) => (isComplaint(one) ? `Spam complaint: ${words(one)}` : words(one))],
];
const mailgun: readonly Column[] = [
  ['address', address],
  ['code', () => '550'],
  ['error', (one) => `${status(one)} ${words(one)}`],
  ['created_at', rfc2822],
];
const sendgrid: readonly Column[] = [
  ['email', address],
  ['created', unix],
  ['reason', words],
  ['status', status],
];

/** Sources of the layouts: see `read-formats.ts`. */
export const WRITE_FORMATS: readonly WriteFormat[] = [
  csv('bounce-triage', 'our own CSV, with all there is', [
    ['address', address],
    ['reason', ({ reason }) => reason],
    ['evidence', ({ evidence }) => evidence ?? ''],
    ['source', ({ source }) => source],
    ['since', iso],
    ['by', ({ by }) => by.name],
    ['case', ({ caseId }) => caseId ?? ''],
  ]),
  {
    id: 'json',
    name: 'one JSON object a line, with all there is',
    holds: 'all',
    before: '',
    row: (one) => `${JSON.stringify(suppressionJson(one))}\n`,
    after: '',
  },
  {
    id: 'lines',
    name: 'one address a line',
    holds: 'all',
    before: '',
    row: (one) => `${one.address}\n`,
    after: '',
  },
  csv(
    'ses',
    'Amazon SES, bulk import as CSV',
    [
      ['', address],
      ['', sesReason],
    ],
    {
      before: '',
      row: (one) => `${plainOrQuoted(one.address)},${sesReason(one)}\n`,
    },
  ),
  {
    id: 'ses-json',
    name: 'Amazon SES, bulk import as JSON lines',
    holds: 'all',
    before: '',
    row: (one) => `${JSON.stringify({ emailAddress: one.address, reason: sesReason(one) })}\n`,
    after: '',
  },
  csv('sendgrid', 'SendGrid, bounces as CSV', sendgrid, { holds: 'bounces' }),
  json('sendgrid-json', 'SendGrid, bounces as JSON', ['[', ']'], sendgrid, { holds: 'bounces' }),
  csv(
    'sendgrid-spam-reports',
    'SendGrid, spam reports as CSV',
    [
      ['email', address],
      ['created', unix],
      ['ip', () => ''],
    ],
    {
      holds: 'complaints',
    },
  ),
  csv('mailgun', 'Mailgun, bounces as CSV', mailgun, { holds: 'bounces' }),
  json('mailgun-json', 'Mailgun, bounces as JSON', ['[', ']'], mailgun, { holds: 'bounces' }),
  csv(
    'mailgun-complaints',
    'Mailgun, complaints as CSV',
    [
      ['address', address],
      ['created_at', rfc2822],
    ],
    {
      holds: 'complaints',
    },
  ),
  csv('postmark', 'Postmark, suppressions as CSV', postmark),
  json('postmark-json', 'Postmark, suppressions as JSON', ['{"Suppressions":[', ']}'], postmark),
  csv('sparkpost', 'SparkPost, suppression list as CSV', sparkpost),
  json('sparkpost-json', 'SparkPost, suppression list as JSON', ['{"recipients":[', ']}'], sparkpost),
  csv('mandrill', 'Mailchimp Transactional (Mandrill), rejects as CSV', [
    ['email', address],
    ['reason', (one) => (isComplaint(one) ? 'spam' : isManual(one) ? 'custom' : 'hard-bounce')],
    ['detail', words],
    ['created_at', spaced],
  ]),
  csv('brevo', 'Brevo, contacts to block as CSV', [
    ['EMAIL', address],
    [
      'REASON_CODE',
      (one) => (isComplaint(one) ? 'contactFlaggedAsSpam' : isManual(one) ? 'adminBlocked' : 'hardBounce'),
    ],
    ['REASON_MESSAGE', words],
    ['BLOCKED_AT', iso],
  ]),
];

/** Quotes only where an address has a comma or a quote in it: the bulk import's example has none. */
const plainOrQuoted = (text: string): string => (/[",]/.test(text) ? rawCsvCell(text) : text);

/** A suppression for programs. The names are a promise: fields may be added, none is renamed. */
export function suppressionJson({ address, reason, evidence, source, caseId, by, at }: Suppression) {
  return { address, reason, evidence, source, case: caseId, by: by.name, since: new Date(at).toISOString() };
}
