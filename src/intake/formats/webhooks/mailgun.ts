import { z } from 'zod';
import { addressIn } from '../../address.ts';
import { checked, type Webhook } from './webhook.ts';

const Data = () =>
  z.object({
    event: z.string(),
    id: z.string().nullish(),
    severity: z.string().nullish(),
    reason: z.string().nullish(),
    recipient: z.string().nullish(),
    timestamp: z.number().nullish(),
    message: z.object({ headers: z.record(z.string(), z.unknown()).nullish() }).nullish(),
    envelope: z.object({ sender: z.string().nullish(), 'sending-ip': z.string().nullish() }).nullish(),
    'delivery-status': z
      .object({
        code: z.union([z.number(), z.string()]).nullish(),
        message: z.string().nullish(),
        description: z.string().nullish(),
        'mx-host': z.string().nullish(),
        'enhanced-code': z.string().nullish(),
      })
      .nullish(),
  });
const Event = () =>
  z.union([z.object({ 'event-data': Data() }).transform((event) => event['event-data']), Data()]);

/** What Mailgun's own reasons and codes (601 to 607) mean, where it never asked a server. */
const OWN_REASONS: Readonly<Record<string, string>> = {
  old: 'Too old: message expired, queued too long',
  'suppress-bounce': 'suppress-bounce: on the suppression list',
  'suppress-complaint': 'suppress-complaint: on the suppression list',
  'suppress-unsubscribe': 'suppress-unsubscribe: on the suppression list',
};

/**
 * Mailgun webhook or event: https://documentation.mailgun.com/docs/mailgun/user-manual/events/event-structure, reasons
 * and codes after https://documentation.mailgun.com/docs/mailgun/user-manual/tracking-messages/tracking-failures.
 */
export const mailgun: Webhook = {
  name: 'Mailgun',
  gate: { marks: ['event-data', 'delivery-status', '"complained"'] },
  proofs: [{ marks: ['"failed"'], pattern: /"event"\s{0,3}:\s{0,3}"failed"/ }],
  examples: [
    {
      text: '{"event-data":{"event":"failed","severity":"permanent","recipient":"ann@example.com","timestamp":1772532902,"delivery-status":{"code":550,"message":"5.1.1 user unknown","mx-host":"mx.example.com"}}}',
      finds: [{ recipient: 'ann@example.com', replyCode: '550', enhancedCode: '5.1.1' }],
    },
  ],
  // In its list of events a complaint has a message, and was delivered: it has no status.
  recognises: (event) =>
    'event-data' in event ||
    ('delivery-status' in event && 'event' in event) ||
    (event['event'] === 'complained' && 'message' in event),
  read: checked(Event, (data) => {
    const { 'message-id': id, from } = data.message?.headers ?? {};
    const about = {
      recipient: addressIn(data.recipient ?? ''),
      sender: addressIn(data.envelope?.sender ?? ''),
      from: typeof from === 'string' ? from : null,
      sourceIp: data.envelope?.['sending-ip'] ?? null,
      messageId: typeof id === 'string' ? id : null,
      eventId: data.id ?? null,
      time: data.timestamp ?? null,
    };
    if (data.event === 'complained') return [{ ...about, kind: 'feedback', text: 'Mailgun: complained' }];
    if (data.event !== 'failed' && data.event !== 'rejected') return [];
    const status = data['delivery-status'];
    const own = OWN_REASONS[data.reason ?? ''];
    const told = status?.message || status?.description || '';
    const words = own ?? (told || `Mailgun: ${severityOf(data.severity)} without a reason`);
    const reply = /^[45]\d\d$/.test(String(status?.code ?? '')) ? String(status?.code) : null;
    return [
      {
        ...about,
        // Mailgun takes the reply code off the front of the server's words.
        text: own === undefined && reply !== null && !words.startsWith(reply) ? `${reply} ${words}` : words,
        status: status?.['enhanced-code'] ?? null,
        remoteHost: status?.['mx-host'] ?? null,
        action: data.severity === 'temporary' ? 'delayed' : 'failed',
      },
    ];
  }),
};

const severityOf = (severity: string | null | undefined): string =>
  severity === 'temporary' ? 'soft bounce' : severity === 'permanent' ? 'hard bounce' : 'failure';
