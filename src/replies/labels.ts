import type { ActionName, Button } from './reply.ts';

/** What a button says where nothing better is known. */
const LABELS: Readonly<Record<ActionName, string>> = {
  suppress: 'Mark suppressed',
  'not-a-bounce': 'Not a bounce',
  claim: 'Claim',
  release: 'Release',
  wake: 'Wake now',
  escalate: 'Escalate',
  resolve: 'Resolve',
  reopen: 'Reopen',
  undo: 'Undo',
  addresses: 'Addresses (CSV)',
  check: 'Check DNS now',
  acknowledge: 'Acknowledge',
  ticket: 'Ticket (Markdown)',
  'ticket-text': 'Ticket (text)',
  share: 'Share to channel',
  lookup: 'Show',
  example: 'Show me an example',
  details: 'Details',
  page: 'Next page',
};

/** @param target what it is about: a case id, or for sharing a lookup its query */
export const buttonFor = (
  action: ActionName,
  target: string,
  { label = LABELS[action], style = 'plain', confirm = null }: Partial<Button> = {},
): Button => ({ action, label, style, target, confirm });
