/** A desk with fixed answers that remembers what it was told, for tests of what Discord is told in turn. */
import type { Answer, Desk, Message, Place } from '../../../src/desk.ts';
import { type Actor, plain, type Reply, type VerdictReply } from '../../../src/replies/reply.ts';
import * as sample from '../sample-replies.ts';

export const verdict = (caseId: string, evidence: string): VerdictReply =>
  sample.verdict({
    caseId,
    evidence,
    meaning: plain('The server knows no mailbox of this name.'),
    steps: [plain('Mark the address as suppressed.'), plain('Look where it came from.')],
  });

const lookup = sample.lookup();

export const refusal = sample.refusal(
  'No bounce found',
  'I looked for a reply code such as 550.',
  '/smtp 550 5.1.1',
);

export type SampleDesk = Desk & {
  readonly heard: Message[];
  readonly noted: string[];
  readonly acted: { readonly action: string; readonly target: string; readonly actor: Actor }[];
  /** Makes the next calls fail. */
  broken: boolean;
};

export function createSampleDesk(): SampleDesk {
  const heard: Message[] = [];
  const noted: string[] = [];
  const acted: { action: string; target: string; actor: Actor }[] = [];
  const cases = new Map<string, VerdictReply>();
  const open = new Map<string, { readonly place: Place; readonly replies: readonly Reply[] }>();

  const desk: SampleDesk = {
    heard,
    noted,
    acted,
    broken: false,
    async question({ query }) {
      if (desk.broken) throw new Error('the store is full');
      return query.startsWith('421') ? lookup : refusal;
    },
    async message(message): Promise<Answer> {
      if (desk.broken) throw new Error('the store is full');
      heard.push(message);
      const known = open.get(message.id);
      if (known) return { replies: message.heard === 'asked' ? known.replies : [], repeat: true };
      const text = [message.text, ...message.files.map(({ bytes }) => Buffer.from(bytes).toString())].join(
        '\n',
      );
      if (!/\b550\b/.test(text))
        return { replies: message.heard === 'watching' ? [] : [refusal], repeat: false };
      const reply = verdict(`case-${cases.size + 1}`, text);
      cases.set(reply.caseId ?? '', reply);
      open.set(message.id, { place: message.place, replies: [reply] });
      return { replies: [reply], repeat: false };
    },
    async action({ action, target, actor }) {
      if (desk.broken) throw new Error('the store is full');
      acted.push({ action, target, actor });
      if (action === 'share')
        return { update: { ...lookup, actions: [] }, post: lookup, notice: null, file: null };
      const before = cases.get(target);
      if (!before) return { update: null, post: null, notice: 'There is no such case.', file: null };
      if (before.state !== null && action !== 'undo')
        return { update: before, post: null, notice: 'Ann was first.', file: null };
      const done = action === 'suppress' ? 'Suppressed by' : 'Closed by';
      const after =
        action === 'undo'
          ? verdict(target, before.evidence ?? '')
          : sample.handled(before, done, actor, Date.UTC(2026, 10, 3, 10, 15));
      cases.set(target, after);
      return { update: after, post: null, notice: null, file: null };
    },
    async show(caseId) {
      return cases.get(caseId) ?? null;
    },
    suggest: (partial) =>
      Array.from({ length: 30 }, (_, index) => ({
        label: `${partial} ${'x'.repeat(index * 5)}`,
        query: `${partial} ${index}`,
      })),
    async posted(messageId) {
      noted.push(messageId);
    },
    async unposted() {
      return [...open]
        .filter(([id]) => !noted.includes(id))
        .map(([messageId, { place, replies }]) => ({ messageId, place, replies }));
    },
  };
  return desk;
}
