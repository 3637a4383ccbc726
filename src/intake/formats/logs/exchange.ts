/** Exchange message tracking logs (CSV with a `#Fields:` line), and message trace's `LED={…}` statuses. */
import { addressIn } from '../../address.ts';
import { csvFields } from './csv.ts';
import type { LogLine } from './log-line.ts';

const COLUMNS = 'Exchange columns';
const EVENT = /,(?:FAIL|DEFER|BADMAIL|HAREDIRECTFAIL),/;

export const exchange: LogLine = {
  name: 'Exchange message tracking',
  gate: { marks: [',fail,', ',defer,', ',badmail,', ',haredirectfail,'] },
  proofs: [],
  examples: [
    {
      text: '2026-03-03T10:15:03.000Z,192.0.2.6,mx1,SMTP,FAIL,<m1@example.org>,ann@example.com,[{LED=550 5.1.1 User unknown};{FQDN=mx.example.com}],news@example.org',
      finds: [
        {
          recipient: 'ann@example.com',
          replyCode: '550',
          enhancedCode: '5.1.1',
          remoteHost: 'mx.example.com',
          action: 'failed',
        },
      ],
    },
  ],
  line: /^#Fields: date-time,|^#(?:Software: Microsoft Exchange|Version|Log-type|Date)|^\d{4}-\d\d-\d\dT[\d:.]+Z,[^,]*,[^,]*,[^,]*,/,
  read(line, memory) {
    if (line.startsWith('#')) {
      if (line.startsWith('#Fields: ')) memory.own.set(COLUMNS, line.slice('#Fields: '.length).trim());
      return [];
    }
    const columns = memory.own.get(COLUMNS)?.split(',') ?? [];
    if (!EVENT.test(line))
      return columns.length > 0 || /,(?:SMTP|STOREDRIVER|ROUTING|DSN|AGENT),/.test(line) ? [] : null;
    const values = csvFields(line);
    const value = (name: string): string => values[columns.indexOf(name)] ?? '';
    const status =
      value('recipient-status') || (values.find((one) => /\b[45]\d\d [45]\.\d\.\d|LED=/.test(one)) ?? '');
    const recipients = (
      value('recipient-address') ||
      (values.find((one) => one.includes('@') && !one.startsWith('<')) ?? '')
    ).split(';');
    const statuses = status.split(/;(?=\s*(?:\[?\{LED|[45]\d\d ))/);
    const isDelayed = /,DEFER,/.test(line);
    return recipients.map((recipient, i) => ({
      recipient: addressIn(recipient),
      sender: addressIn(value('sender-address')),
      text: lastError(statuses[i] ?? statuses[0] ?? '') || value('source-context'),
      remoteHost: /\{FQDN=([\w.-]{3,253})\}/.exec(statuses[i] ?? statuses[0] ?? '')?.[1] ?? null,
      messageId: value('message-id') || null,
      subject: value('message-subject') || null,
      queueId: value('internal-message-id') || null,
      queueHost: value('server-hostname') || null,
      time: values[0] ?? null,
      action: isDelayed ? ('delayed' as const) : ('failed' as const),
    }));
  },
};

/** `[{LED=550 5.1.1 …};{MSG=…};{FQDN=…}…]` → the last error detail. */
const lastError = (status: string): string => /LED=(.{3,2000}?)\}/.exec(status)?.[1] ?? status;
