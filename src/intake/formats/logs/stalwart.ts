/**
 * Stalwart: `SMTP RCPT TO rejected (delivery.rcpt-to-rejected) queueId = 1, from = "a", to = "b", code = 550, details =
 * "…"` (crates/trc: its events and their keys). Events under `smtp.` are what it said itself to those who sent to it.
 */
import { addressIn } from '../../address.ts';
import type { LogLine } from './log-line.ts';

const EVENT = /\((delivery|smtp|queue|dane|mta-sts)\.([\w-]{3,60})\)/;
const REFUSED =
  /reject|fail|error|invalid|not-found|unauthor|timeout|limit|denied|no-relay|relay-not|does-not-exist|expired|null-mx|null$/;
/** Telling of nothing that was refused, whatever their names. */
const NOT = /^(?:dkim|spf|arc|dmarc|iprev|dnsbl|auth|start-tls|tls|ip-lookup|mx-lookup$|implicit)/;

export const stalwart: LogLine = {
  name: 'Stalwart',
  gate: {
    marks: ['(delivery.', '(smtp.', '(queue.'],
    pattern: /\((?:delivery|smtp|queue)\.[\w-]{3,60}\) \w/,
  },
  proofs: [
    {
      marks: ['(delivery.'],
      pattern:
        /\(delivery\.(?:[\w-]{1,40}-(?:rejected|failed|error|limit)|failed|dsn-(?:perm|temp)-fail)\)[^\n]{3,900}(?:\bcode = [45]\d\d|\b[45]\.\d\.\d|reason = |details = )/,
    },
  ],
  examples: [
    {
      text: '2026-03-03T10:15:02Z WARN SMTP RCPT TO rejected (delivery.rcpt-to-rejected) queueId = 1234, from = "news@example.org", to = "ann@example.com", hostname = "mx.example.com", code = 550, details = "5.1.1 User unknown", elapsed = 12ms',
      finds: [
        {
          recipient: 'ann@example.com',
          replyCode: '550',
          enhancedCode: '5.1.1',
          remoteHost: 'mx.example.com',
          sender: 'news@example.org',
        },
      ],
    },
  ],
  line: /\((?:delivery|smtp|queue|dane|mta-sts)\.[\w-]{3,60}\) \w/,
  read(line) {
    const event = EVENT.exec(line);
    if (!event) return null;
    const [, scope, name = ''] = event;
    const fields = fieldsOf(line.slice(event.index + event[0].length));
    const queueId = fields.get('queueId') ?? null;
    const to = fields.get('to') ?? fields.get('rcpt') ?? '';
    if (scope === 'delivery' && name === 'delivered')
      return [{ kind: 'delivered', recipient: to, queueId, text: '' }];
    const code = /^[45]\d\d$/.test(fields.get('code') ?? '') ? (fields.get('code') as string) : null;
    const isRefusal = (REFUSED.test(name) || code !== null) && !NOT.test(name);
    if (!isRefusal || (scope !== 'delivery' && scope !== 'smtp')) return [];
    const words = fields.get('details') ?? fields.get('reason') ?? line.slice(0, event.index).trim();
    return [
      {
        recipient: addressIn(to),
        queueId,
        sender: addressIn(fields.get('from') ?? ''),
        text: code === null || words.startsWith(code) ? words : `${code} ${words}`,
        remoteHost: scope === 'delivery' ? (fields.get('hostname') ?? null) : null,
        action: code?.startsWith('4') || /temp|defer|timeout/.test(name) ? 'delayed' : 'failed',
        ...(scope === 'smtp' ? { speaker: 'ours' as const, refusedByUs: true } : {}),
      },
    ];
  },
};

/** `key = value, key = "value", key = <a@b>`; values of a list are those of its first element. */
function fieldsOf(text: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  const pattern = /([a-zA-Z]{2,30}) = (?:\[?"((?:[^"\\]|\\.){0,2000})"\]?|([^,\s]{1,400}))/g;
  for (const [, key = '', quoted, bare] of text.matchAll(pattern))
    if (!fields.has(key)) fields.set(key, (quoted ?? bare ?? '').replace(/\\(["\\])/g, '$1'));
  return fields;
}
