import { addressIn } from '../../address.ts';
import type { Fields } from '../../structure/tree.ts';
import type { Webhook } from './webhook.ts';

const textOf = (entry: Fields, ...keys: readonly string[]): string => {
  const value = keys.map((key) => entry[key]).find((one) => typeof one === 'string');
  return typeof value === 'string' ? value : '';
};

/**
 * Entries of suppression lists, which tell why an address is on them and no server's words: SES
 * (https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SuppressedDestinationSummary.html), Postmark
 * (https://postmarkapp.com/developer/api/suppressions-api) and Resend (resend.yaml of resend/resend-openapi).
 */
export const suppressions: Webhook = {
  name: 'suppression list',
  gate: { marks: ['suppressionreason', 'lastupdatetime', '"suppression"'] },
  proofs: [],
  examples: [
    {
      text: '{"SuppressedDestination":{"EmailAddress":"ann@example.com","Reason":"BOUNCE","LastUpdateTime":"2026-03-03T10:15:02Z"}}',
      finds: [{ recipient: 'ann@example.com', diagnosticCode: 'On the suppression list: BOUNCE' }],
    },
    {
      text: '{"Suppressions":[{"EmailAddress":"ann@example.com","SuppressionReason":"SpamComplaint","Origin":"Recipient"}]}',
      finds: [{ kind: 'feedback', recipient: 'ann@example.com' }],
    },
  ],
  recognises: (entry) =>
    ('EmailAddress' in entry && ('SuppressionReason' in entry || 'LastUpdateTime' in entry)) ||
    entry.object === 'suppression',
  read(entry) {
    const recipient = addressIn(textOf(entry, 'EmailAddress', 'email'));
    const reason = textOf(entry, 'SuppressionReason', 'Reason', 'origin', 'type');
    if (recipient === null || /unsub/i.test(reason)) return [];
    return [
      {
        kind: /complain/i.test(reason) ? 'feedback' : 'bounce',
        recipient,
        text: `On the suppression list: ${reason || 'no reason given'}`,
        time: textOf(entry, 'LastUpdateTime', 'CreatedAt', 'created_at') || null,
      },
    ];
  },
};
