import { addressesIn } from '../../address.ts';
import { type Fields, isFields } from '../../structure/tree.ts';
import type { Webhook } from './webhook.ts';

/** A column, whatever its notation: `recipient_status`, `recipient-status`, `RecipientStatus`. */
function column(row: Fields, ...names: readonly string[]): string {
  for (const [key, value] of Object.entries(row))
    if (names.includes(key.toLowerCase().replace(/[^a-z]/g, '')) && !isFields(value))
      return String(value ?? '');
  return '';
}

/** How the reports and PowerShell write the one column that only they have. */
const NAMES = [
  'recipient_status',
  'recipient-status',
  'RecipientStatus',
  'Recipient status',
  'recipientstatus',
];

const REFUSED =
  /^(?:fail|failed|badmail|haredirectfail|dsn|defer|deferred|pending|gettingstatus|quarantined|filteredasspam)$/i;
const FOR_NOW = /^(?:defer|deferred|pending)$/i;

/**
 * Message traces of Microsoft 365 and tracking logs of Exchange, as rows of a CSV file with a header:
 * https://learn.microsoft.com/exchange/monitoring/trace-an-email-message/message-trace-modern-eac (columns of the
 * summary and the extended report) and
 * https://learn.microsoft.com/exchange/mail-flow/transport-logs/message-tracking (`event-id`, `recipient-status`).
 */
export const microsoft365: Webhook = {
  name: 'Microsoft 365 message trace',
  gate: { marks: ['recipient_status', 'recipient_address', 'recipientstatus', 'recipient-status'] },
  proofs: [],
  examples: [
    {
      text: 'date_time_utc,event_id,message_id,recipient_address,recipient_status,sender_address\n2026-03-03T10:15:03.000Z,FAIL,<m1@example.org>,ann@example.com,[{LED=550 5.1.1 User unknown};{FQDN=mx.example.com}],news@example.org',
      finds: [
        {
          recipient: 'ann@example.com',
          replyCode: '550',
          enhancedCode: '5.1.1',
          remoteHost: 'mx.example.com',
        },
      ],
    },
  ],
  recognises: (row) => NAMES.some((name) => name in row),
  read(row) {
    const event = column(row, 'eventid', 'event');
    if (column(row, 'senderaddress', 'eventid', 'messagesubject') === '') return null;
    const statuses = column(row, 'recipientstatus').split(
      /;(?=\s*(?:\[?\{LED|[45]\d\d |[^\s;]{1,80}@[^\s;]{1,253}##))/,
    );
    const about = {
      sender: addressesIn(column(row, 'senderaddress'))[0] ?? null,
      messageId: column(row, 'messageid') || null,
      platformId: column(row, 'networkmessageid', 'messagetraceid') || null,
      queueId: column(row, 'internalmessageid') || null,
      time: inUtc(column(row, 'datetimeutc', 'datetime', 'origintimestamputc', 'originaltimestamputc')),
    };
    // The summary has the address in front of each status: `ann@example.com##Receive, Fail`.
    const summary = statuses.flatMap((status) => {
      const [address, told] = status.split('##');
      return told === undefined ? [] : [{ address: address ?? '', told }];
    });
    if (summary.length > 0)
      return summary
        .filter(({ told }) => /\b(?:fail|failed|defer|pending)\b/i.test(told))
        .map(({ address, told }) => ({
          ...about,
          recipient: addressesIn(address)[0] ?? null,
          text: `Message trace: ${told.trim()}, without a reason`,
          action: /defer|pending/i.test(told) ? ('delayed' as const) : ('failed' as const),
        }));
    const [only = ''] = statuses;
    const fate = event !== '' ? event : /^\w{3,30}$/.test(only) ? only : '';
    if (fate !== '' && !REFUSED.test(fate)) return [];
    const recipients = addressesIn(column(row, 'recipientaddress', 'recipients', 'recipient'));
    return recipients.map((recipient, i) => {
      const status = statuses[i] ?? statuses[0] ?? '';
      return {
        ...about,
        recipient,
        text:
          part(status, 'LED') ||
          (status === fate ? '' : status) ||
          `Message trace: ${fate}, without a reason`,
        remoteHost: part(status, 'FQDN') || null,
        action: FOR_NOW.test(fate) ? ('delayed' as const) : ('failed' as const),
      };
    });
  },
};

/** What names no zone is in UTC: traces and tracking logs are. */
const inUtc = (time: string): string => (/(?:Z|[+-]\d\d:?\d\d)$/.test(time) ? time : `${time} UTC`);

/** `[{LED=550 5.1.1 …};{MSG=…};{FQDN=…}…]`: LED is the last error detail. */
const part = (status: string, name: string): string =>
  new RegExp(`\\{${name}=([^}]{0,2000})\\}`).exec(status)?.[1]?.trim() ?? '';
