/** Replies as Slack would take them. */
import { render } from '../../../adapters/slack/render/index.ts';
import type { NoteReply, VerdictReply } from '../../../src/replies/index.ts';
import * as sample from '../sample-replies.ts';
import { type Block, checkBlocks } from './check-blocks.ts';

export const TEAM = 'slack:T1';
export const HOME = { team: TEAM, url: 'https://standin.slack.com/' };

const CONFIRM = {
  title: 'Resolve it?',
  text: 'Resolve it for everyone?',
  yes: 'Resolve',
  no: 'Keep it open',
};

export const verdict = (over: Partial<VerdictReply> = {}): VerdictReply =>
  sample.verdict({
    facts: [{ label: 'Recipient', value: [{ kind: 'code', text: 'no_body@example.com' }] }],
    evidence: '550 5.1.1 <no_body@example.com>: No such user',
    sources: [{ label: 'RFC 3463', url: 'https://www.rfc-editor.org/rfc/rfc3463' }],
    actions: [
      sample.button('suppress', 'case-1'),
      { ...sample.button('resolve', 'case-1'), confirm: CONFIRM },
    ],
    ...over,
  });

/** The message as Slack would take it, or a failing test. */
export const accepted = (
  reply: VerdictReply | NoteReply,
  draw = render,
): { text: string; blocks: readonly Block[] } => {
  const { text, blocks } = draw(reply, HOME);
  const checked = checkBlocks(JSON.parse(JSON.stringify(blocks)));
  if (!checked.ok) throw new Error(`${checked.error}: ${checked.messages.join(', ')}`);
  return { text, blocks: checked.blocks };
};
