/** Replies as a desk gives them, for tests of what an adapter makes of any reply: each test says what is its own. */
import {
  type ActionName,
  type Button,
  type Fact,
  type Line,
  type Link,
  type NoteReply,
  plain,
  type VerdictReply,
} from '../../src/replies/reply.ts';

const BUTTONS = {
  suppress: { label: 'Mark suppressed', style: 'primary', confirm: null },
  'not-a-bounce': { label: 'Not a bounce', style: 'plain', confirm: null },
  resolve: {
    label: 'Resolve',
    style: 'plain',
    confirm: {
      title: 'Resolve it?',
      text: 'Resolve this case for everyone?',
      yes: 'Resolve',
      no: 'Keep it open',
    },
  },
  undo: { label: 'Undo', style: 'plain', confirm: null },
  share: { label: 'Share', style: 'plain', confirm: null },
} as const satisfies Partial<Record<ActionName, Omit<Button, 'action' | 'target'>>>;

/** @param target a case id, or for sharing the query */
export const button = (action: keyof typeof BUTTONS, target: string): Button => ({
  action,
  ...BUTTONS[action],
  target,
});

/** What a verdict says, before it is laid out. */
type Unshown = Omit<VerdictReply, 'card' | 'details'> & {
  readonly badge: string;
  readonly headline: Line;
  readonly steps: readonly Line[];
  readonly facts: readonly Fact[];
  readonly evidence: string | null;
  readonly sources: readonly Link[];
  readonly state: Line | null;
  readonly actions: readonly Button[];
};

/** @returns the reply with its card and its details made of what else it says */
export const withCard = (reply: Unshown): VerdictReply => ({
  ...reply,
  card: {
    look: reply.category,
    title: reply.title,
    badge: { kind: reply.badge, whose: null, address: null },
    facts: reply.headline.length > 0 ? [reply.headline] : [],
    sentences: [reply.meaning],
    question: null,
    usual: [],
    steps: reply.steps.slice(0, 3),
    check: null,
    hint: null,
    state: reply.state === null ? [] : [reply.state],
    actions: reply.actions,
    more: [],
    choose: null,
  },
  details: {
    title: reply.title,
    said: reply.evidence,
    facts: reply.facts,
    steps: reply.steps,
    dns: [],
    history: [],
    sources: reply.sources,
    actions: [],
    customers: [],
  },
});

/** A dead address: `case-1` and its buttons, unless told otherwise. */
export const verdict = (over: Partial<Unshown & VerdictReply> = {}): VerdictReply => ({
  ...withCard({ ...DEAD(over), ...over }),
  ...over,
});

const DEAD = (over: Partial<Unshown>): Unshown => ({
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
  facts: [{ label: 'Recipient', value: [{ kind: 'code', text: 'sam@example.com' }] }],
  evidence: '550 5.1.1 <sam@example.com>: No such user',
  sources: [{ label: 'RFC 3463 (3.2)', url: 'https://www.rfc-editor.org/rfc/rfc3463#section-3.2' }],
  related: [],
  state: null,
  actions: (['suppress', 'not-a-bounce', 'resolve'] as const).map((action) =>
    button(action, over.caseId ?? 'case-1'),
  ),
});

/** A throttle that was looked up: no case, nothing to do with it but to share it. */
export const lookup = (query = '421 4.7.28', over: Partial<Unshown> = {}): VerdictReply =>
  verdict({
    caseId: null,
    category: 'throttle',
    title: 'Too much mail, too fast',
    badge: 'Throttled · slow down · retry later',
    headline: [
      { kind: 'code', text: '421 4.7.28' },
      { kind: 'text', text: ' at Gmail' },
    ],
    meaning: plain('Google sees an unusual rate of mail from this address or network and holds it back.'),
    whose: plain('Ours: the sending rate.'),
    steps: [plain('Halve the rate to Google and keep it there for a day.')],
    facts: [],
    evidence: null,
    sources: [{ label: 'Google: SMTP errors', url: 'https://support.google.com/a/answer/3726730' }],
    actions: [button('share', query)],
    ...over,
  });

export const refusal = (title: string, body: string, ...examples: readonly string[]): NoteReply => ({
  kind: 'note',
  tone: 'refusal',
  title,
  body: [plain(body)],
  examples,
});
