/** Exchange message tracking logs (CSV with a `#Fields:` line), and message trace's `LED={…}` statuses. */
import { addressIn } from '../../address.ts';
import { isIp, isPrivate } from '../../facts.ts';
import { csvFields } from './csv.ts';
import type { LogLine } from './log-line.ts';

const COLUMNS = 'Exchange columns';
const EVENT = /,(?:FAIL|DEFER|BADMAIL|HAREDIRECTFAIL),/;
const ARRIVED = /,(?:SMTP,SEND|STOREDRIVER,DELIVER),/;
/** What one Exchange answers to another: inside, the mail goes on from there. */
const QUEUED = /\bQueued mail for delivery\b/i;

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
    const isArrival = columns.length > 0 && ARRIVED.test(line);
    if (!isArrival && !EVENT.test(line))
      return columns.length > 0 || /,(?:SMTP|STOREDRIVER|ROUTING|DSN|AGENT),/.test(line) ? [] : null;
    const values = csvFields(line);
    const value = (name: string): string => values[columns.indexOf(name)] ?? '';
    const status =
      value('recipient-status') || (values.find((one) => /\b[45]\d\d [45]\.\d\.\d|LED=/.test(one)) ?? '');
    const recipients = (
      value('recipient-address') ||
      (values.find((one) => one.includes('@') && !one.startsWith('<')) ?? '')
    ).split(';');
    const about = {
      sender: addressIn(value('sender-address')),
      messageId: value('message-id') || null,
      subject: value('message-subject') || null,
      queueId: value('internal-message-id') || null,
      queueHost: value('server-hostname') || null,
      time: values[0] ?? null,
    };
    const known = (recipient: string) => ({
      recipient: addressIn(recipient),
      knownBy: about.messageId && `${about.messageId} ${recipient}`.toLowerCase(),
    });
    if (isArrival) {
      const taker = value('server-ip');
      if (isIp(taker) && isPrivate(taker) && QUEUED.test(status)) return [];
      return recipients.map((one) => ({
        ...about,
        ...known(one),
        kind: 'delivered' as const,
        // Whoever sends it on is the client there.
        queueHost: value('client-hostname') || about.queueHost,
        text: '',
      }));
    }
    const statuses = status.split(/;(?=\s*(?:\[?\{LED|[45]\d\d ))/);
    const isDelayed = /,DEFER,/.test(line);
    return recipients.map((recipient, i) => ({
      ...about,
      ...known(recipient),
      text: lastError(statuses[i] ?? statuses[0] ?? '') || value('source-context'),
      remoteHost: /\{FQDN=([\w.-]{3,253})\}/.exec(statuses[i] ?? statuses[0] ?? '')?.[1] ?? null,
      action: isDelayed ? ('delayed' as const) : ('failed' as const),
    }));
  },
};

/** `[{LED=550 5.1.1 …};{MSG=…};{FQDN=…}…]` → the last error detail. */
const lastError = (status: string): string => /LED=(.{3,2000}?)\}/.exec(status)?.[1] ?? status;
