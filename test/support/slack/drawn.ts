/** Replies as Slack would take them. */
import { cardBlocks } from '../../../adapters/slack/render/card.ts';
import { render } from '../../../adapters/slack/render/index.ts';
import type { Card, ManyReply, NoteReply, VerdictReply } from '../../../src/replies/index.ts';
import { plain } from '../../../src/replies/reply.ts';
import { type Block, checkBlocks } from './check-blocks.ts';
import { readModal, type View } from './views.ts';

export const TEAM = 'slack:T1';
export const HOME = { team: TEAM, url: 'https://standin.slack.com/' };

/** Gmail refuses unauthenticated mail: what shows of it at first sight. */
export const card = (over: Partial<Card> = {}): Card => ({
  look: 'authentication',
  title: 'Gmail: neither SPF nor DKIM passed',
  badge: { kind: 'Authentication', whose: 'ours to fix', address: 'keep the address' },
  facts: [
    [{ kind: 'code', text: '550 5.7.26' }],
    [
      ...plain('from '),
      { kind: 'code', text: 'example.com' },
      ...plain(' via '),
      { kind: 'code', text: '192.0.2.5' },
    ],
  ],
  sentence: plain('Gmail wants at least one of the two. The recipient is fine.'),
  question: null,
  usual: [],
  steps: [
    plain('Check DNS: I’ll name the record to change.'),
    plain('Escalate that change to its owner.'),
    plain('Resend once the check passes, not before.'),
  ],
  check: null,
  hint: [{ kind: 'strong', text: 'Failed:' }, ...plain(' SPF and DKIM.')],
  state: null,
  actions: [
    { action: 'check', label: 'Check DNS now', style: 'primary', target: 'case-1', confirm: null },
    { action: 'escalate', label: 'Escalate…', style: 'plain', target: 'case-1', confirm: null },
    { action: 'details', label: 'Details', style: 'plain', target: 'case-1', confirm: null },
  ],
  more: [
    { label: 'Claim', value: 'claim' },
    { label: 'Snooze…', value: 'snooze' },
  ],
  choose: null,
  caseId: 'case-1',
  notify: null,
  ...over,
});

/** @returns the blocks as Slack took them, or a failing test */
export function taken(blocks: readonly object[]): readonly Block[] {
  const checked = checkBlocks(JSON.parse(JSON.stringify(blocks)));
  if (!checked.ok) throw new Error(`${checked.error}: ${checked.messages.join(', ')}`);
  return checked.blocks;
}

export const drawn = (shown: Card): readonly Block[] => taken(cardBlocks(shown, HOME));

/** @returns the modal as Slack took it, or a failing test */
export function takenView(view: object): View {
  const read = readModal(JSON.parse(JSON.stringify(view)));
  if ('ok' in read) throw new Error(JSON.stringify(read));
  return read;
}

/** The message as Slack would take it, or a failing test. */
export const accepted = (
  reply: VerdictReply | ManyReply | NoteReply,
  draw = render,
): { text: string; blocks: readonly Block[] } => {
  const { text, blocks } = draw(reply, HOME);
  return { text, blocks: taken(blocks) };
};
