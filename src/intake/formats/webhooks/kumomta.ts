import { z } from 'zod';
import { addressIn } from '../../address.ts';
import type { Headers } from '../../mail.ts';
import { returnedAuth, returnedFrom } from '../../returned-facts.ts';
import { checked, type Webhook } from './webhook.ts';

const Record = () =>
  z.object({
    type: z.string(),
    id: z.string().nullish(),
    sender: z.string().nullish(),
    recipient: z.union([z.string(), z.array(z.string())]),
    response: z.object({
      code: z.number(),
      enhanced_code: z.object({ class: z.number(), subject: z.number(), detail: z.number() }).nullish(),
      content: z.string(),
      command: z.string().nullish(),
    }),
    peer_address: z.object({ name: z.string().nullish() }).nullish(),
    source_address: z.object({ address: z.string().nullish() }).nullish(),
    timestamp: z.union([z.number(), z.string()]).nullish(),
    event_time: z.number().nullish(),
    headers: z.record(z.string(), z.unknown()).nullish(),
  });

/** Headers that the configuration has it log, by lower-case name. */
const headersOf = (logged: Readonly<Record<string, unknown>> | null | undefined): Headers =>
  new Map(
    Object.entries(logged ?? {}).flatMap(([name, value]) => {
      const text = [value]
        .flat()
        .filter((one) => typeof one === 'string')
        .join('\n');
      return text === '' ? [] : [[name.toLowerCase(), text] as const];
    }),
  );

/** KumoMTA log records, one JSON object a line: https://docs.kumomta.com/reference/log_record/ */
export const kumomta: Webhook = {
  name: 'KumoMTA',
  gate: { marks: ['"response"'] },
  proofs: [
    { marks: ['"transientfailure"'], pattern: /"type"\s{0,3}:\s{0,3}"TransientFailure"/ },
    { marks: ['"enhanced_code"'], pattern: /"enhanced_code"\s{0,3}:\s{0,3}\{\s{0,20}"class"/ },
  ],
  examples: [
    {
      text: '{"type":"Bounce","id":"m1","sender":"news@example.org","recipient":"ann@example.com","timestamp":1772532902,"response":{"code":550,"enhanced_code":{"class":5,"subject":1,"detail":1},"content":"user unknown","command":"RCPT TO"},"peer_address":{"name":"mx.example.com"}}',
      finds: [{ recipient: 'ann@example.com', replyCode: '550', enhancedCode: '5.1.1' }],
    },
  ],
  recognises: (event) => 'response' in event && 'recipient' in event && 'type' in event,
  read: checked(Record, (data) => {
    if (!['Bounce', 'TransientFailure', 'Expiration', 'AdminBounce', 'OOB', 'Rejection'].includes(data.type))
      return [];
    const { code, enhanced_code: enhanced, content, command } = data.response;
    const status = enhanced ? `${enhanced.class}.${enhanced.subject}.${enhanced.detail}` : null;
    const headers = headersOf(data.headers);
    return [data.recipient].flat().map((recipient) => ({
      recipient: addressIn(recipient),
      sender: addressIn(data.sender ?? ''),
      text: [code, status, content].filter((part) => part !== null).join(' '),
      remoteHost: data.peer_address?.name ?? null,
      sourceIp: data.source_address?.address?.replace(/:\d+$/, '') ?? null,
      from: returnedFrom(headers),
      auth: returnedAuth(headers),
      messageId: headers.get('message-id') ?? null,
      queueId: data.id ?? null,
      time: data.event_time ?? data.timestamp ?? null,
      command: command ?? null,
      action: data.type === 'TransientFailure' ? ('delayed' as const) : ('failed' as const),
    }));
  }),
};
