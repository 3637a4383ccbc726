/** A desk with one case, for tests of what the adapter does with any desk. */
import type { Action, Answer, Desk, Message, Question, Unposted } from '../../../src/desk.ts';
import type { Reply, VerdictReply } from '../../../src/replies/reply.ts';
import * as sample from '../sample-replies.ts';

export const verdict = (over: Partial<VerdictReply> = {}): VerdictReply =>
  sample.verdict({
    facts: [{ label: 'Recipient', value: [{ kind: 'code', text: 'no_body@example.com' }] }],
    evidence: '550 5.1.1 <no_body@example.com>: No such user',
    sources: [{ label: 'RFC 3463', url: 'https://www.rfc-editor.org/rfc/rfc3463' }],
    actions: [
      sample.button('suppress', 'case-1'),
      { ...sample.button('resolve', 'case-1'), confirm: 'Resolve it for everyone?' },
    ],
    ...over,
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
  const suppressed = (actor: Action['actor']): Reply =>
    sample.handled(verdict(), 'Marked suppressed by', actor, Date.UTC(2026, 10, 21, 9, 30));
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
      return sample.lookup(question.query);
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
        return { update: null, post: sample.lookup(action.target), notice: null, file: null };
      if (by !== null && action.action === 'suppress') {
        return { update: suppressed(by), post: null, notice: `${by.name} was first <!channel>.`, file: null };
      }
      by = action.actor;
      return { update: suppressed(by), post: null, notice: null, file: null };
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
