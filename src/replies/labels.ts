import type { ActionName, Button } from './button.ts';

/** What a button says where nothing better is known; an "…" says that a form or a question follows. */
const LABELS: Readonly<Record<ActionName, string>> = {
  suppress: 'Mark suppressed',
  'not-a-bounce': 'Not a bounce',
  claim: 'Claim',
  release: 'Release',
  'snooze-1h': 'Snooze 1 hour',
  'snooze-24h': 'Snooze 24 hours',
  wake: 'Wake now',
  'hand-over': 'Hand over…',
  escalate: 'Escalate…',
  resolve: 'Resolve',
  reopen: 'Reopen',
  undo: 'Undo',
  'say-other': 'No: something else',
  'as-read': 'Undo what was said',
  choose: 'Choose addresses…',
  addresses: 'Addresses (CSV)',
  check: 'Check DNS now',
  'check-domain': 'Check a domain…',
  acknowledge: 'Acknowledge',
  ticket: 'Ticket (Markdown)',
  'ticket-text': 'Ticket (text)',
  share: 'Share',
  lookup: 'Show',
  example: 'Show me an example',
  details: 'Details',
  similar: 'Similar codes…',
  customers: 'Text for customers…',
  page: 'Next page',
  visit: 'Open',
};

/** @param target what it is about: a case id, or for sharing a lookup its query */
export const buttonFor = (
  action: ActionName,
  target: string,
  { label = LABELS[action], style = 'plain', confirm = null, url }: Partial<Button> = {},
): Button => ({ action, label, style, target, confirm, ...(url === undefined ? {} : { url }) });
