/** A desk with fixed answers that remembers what it was told, for tests of what Discord is told in turn. */
import type { Answer, Desk, Message, Place } from '../../../src/desk.ts';
import {
  type Actor,
  type Button,
  type NoteReply,
  plain,
  type Reply,
  type VerdictReply,
} from '../../../src/replies/reply.ts';

const button = (
  action: Button['action'],
  label: string,
  target: string,
  confirm: string | null = null,
): Button => ({
  action,
  label,
  style: action === 'suppress' ? 'primary' : 'plain',
  target,
  confirm,
});

export const verdict = (caseId: string, evidence: string): VerdictReply => ({
  kind: 'verdict',
  caseId,
  category: 'hard',
  title: 'This address does not exist',
  badge: 'Hard bounce · suppress the address · do not retry',
  headline: [
    { kind: 'code', text: '550 5.1.1' },
    { kind: 'text', text: ' from Gmail' },
  ],
  meaning: plain('The server knows no mailbox of this name.'),
  whose: plain('The recipient address is dead.'),
  steps: [plain('Mark the address as suppressed.'), plain('Look where it came from.')],
  escalation: null,
  facts: [{ label: 'Recipient', value: [{ kind: 'code', text: 'sam@example.com' }] }],
  evidence,
  sources: [{ label: 'RFC 3463 (3.2)', url: 'https://www.rfc-editor.org/rfc/rfc3463#section-3.2' }],
  related: [],
  state: null,
  actions: [
    button('suppress', 'Mark suppressed', caseId),
    button('not-a-bounce', 'Not a bounce', caseId),
    button('resolve', 'Resolve', caseId, 'Resolve this case for everyone?'),
  ],
});

export const lookup: VerdictReply = {
  ...verdict('', ''),
  caseId: null,
  category: 'throttle',
  title: 'Too much mail, too fast',
  badge: 'Throttled · slow down · retry later',
  headline: [
    { kind: 'code', text: '421 4.7.28' },
    { kind: 'text', text: ' at Gmail' },
  ],
  facts: [],
  evidence: null,
  actions: [button('share', 'Share to channel', '421 4.7.28')],
};

export const refusal: NoteReply = {
  kind: 'note',
  tone: 'refusal',
  title: 'No bounce found',
  body: [plain('I looked for a reply code such as 550.')],
  examples: ['/smtp 550 5.1.1'],
};

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
      const undone = verdict(target, before.evidence ?? '');
      const after: VerdictReply =
        action === 'undo'
          ? undone
          : {
              ...before,
              state: [
                { kind: 'text', text: action === 'suppress' ? 'Suppressed by ' : 'Closed by ' },
                { kind: 'actor', actor },
                { kind: 'text', text: ', ' },
                { kind: 'time', at: Date.UTC(2026, 10, 3, 10, 15) },
              ],
              actions: [button('undo', 'Undo', target)],
            };
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
