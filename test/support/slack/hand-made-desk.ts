/** A desk with one case, for tests of what the adapter does with any desk. */
import type { Action, Answer, Desk, Message, Question, Unposted } from '../../../src/desk.ts';
import type { Reply, VerdictReply } from '../../../src/replies/index.ts';
import { plain } from '../../../src/replies/reply.ts';

export const verdict = (more: Partial<VerdictReply> = {}): VerdictReply => ({
  kind: 'verdict',
  caseId: 'case-1',
  category: 'hard',
  title: 'This address does not exist',
  badge: 'Hard bounce · suppress the address · do not retry',
  headline: [
    { kind: 'code', text: '550 5.1.1' },
    { kind: 'text', text: ' from Gmail' },
  ],
  meaning: plain('The receiving server knows no mailbox of this name.'),
  whose: plain('The recipient address is dead.'),
  steps: [plain('Mark the address as suppressed.'), plain('Look where the address came from.')],
  escalation: null,
  facts: [{ label: 'Recipient', value: [{ kind: 'code', text: 'no_body@example.com' }] }],
  evidence: '550 5.1.1 <no_body@example.com>: No such user',
  sources: [{ label: 'RFC 3463', url: 'https://www.rfc-editor.org/rfc/rfc3463' }],
  related: [],
  state: null,
  actions: [
    { action: 'suppress', label: 'Mark suppressed', style: 'primary', target: 'case-1', confirm: null },
    {
      action: 'resolve',
      label: 'Resolve',
      style: 'plain',
      target: 'case-1',
      confirm: 'Resolve it for everyone?',
    },
  ],
  ...more,
});

export const lookup = (query: string): VerdictReply =>
  verdict({
    caseId: null,
    category: 'throttle',
    title: 'Too much mail, too fast',
    evidence: null,
    facts: [],
    actions: [{ action: 'share', label: 'Share to channel', style: 'plain', target: query, confirm: null }],
  });

const SILENCE: Answer = { replies: [], repeat: false };

export type HandMadeDesk = Desk & {
  readonly heard: Message[];
  readonly asked: Question[];
  readonly acted: Action[];
  readonly done: string[];
  /** What the next messages meet instead of the desk's memory. */
  readonly trouble: (() => Promise<never>)[];
  left: Unposted[];
};

/** It outlives the adapter, as the store would. */
export const createHandMadeDesk = (): HandMadeDesk => {
  const answered = new Set<string>();
  let by: Action['actor'] | null = null;
  const suppressed = (): Reply =>
    verdict({
      state: by && [
        { kind: 'text', text: 'Marked suppressed by ' },
        { kind: 'actor', actor: by },
        { kind: 'text', text: ', ' },
        { kind: 'time', at: Date.UTC(2026, 10, 21, 9, 30) },
      ],
      actions: [{ action: 'undo', label: 'Undo', style: 'plain', target: 'case-1', confirm: null }],
    });
  const desk: HandMadeDesk = {
    heard: [],
    asked: [],
    acted: [],
    done: [],
    trouble: [],
    left: [],
    async question(question) {
      desk.asked.push(question);
      if (question.query === 'broken') throw new Error('the store is on fire');
      return lookup(question.query);
    },
    async message(message) {
      desk.heard.push(message);
      await desk.trouble.shift()?.();
      const isBounce = message.text.includes('5.1.1') || message.files.length > 0;
      if (!isBounce && message.heard === 'watching') return SILENCE;
      if (answered.has(message.id)) {
        return message.heard === 'asked' ? { replies: [verdict()], repeat: true } : SILENCE;
      }
      answered.add(message.id);
      return { replies: [verdict({ evidence: message.text || 'a file' })], repeat: false };
    },
    async action(action) {
      desk.acted.push(action);
      if (action.action === 'share')
        return { update: null, post: lookup(action.target), notice: null, file: null };
      if (by !== null && action.action === 'suppress') {
        return { update: suppressed(), post: null, notice: `${by.name} was first <!channel>.`, file: null };
      }
      by = action.actor;
      return { update: suppressed(), post: null, notice: null, file: null };
    },
    show: async () => verdict(),
    suggest: () => [],
    async posted(id) {
      desk.done.push(id);
    },
    unposted: async () => desk.left,
  };
  return desk;
};
