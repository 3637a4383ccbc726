/**
 * A desk with a handful of fixed answers and its memory in a map, for tests of what the web chat makes of any
 * desk: it answers with every kind of leaf, with hostile text, slowly, or not at all.
 */
import type { Desk } from '../../../src/desk.ts';
import { plain, type Reply, type VerdictReply } from '../../../src/replies/reply.ts';
import * as sample from '../sample-replies.ts';

/** Everything that must stay text. */
export const HOSTILE =
  '550 5.1.1 <img src=x onerror="document.title=\'owned\'"> @everyone <!channel> <@U1> [click](javascript:alert(1)) <script>document.title="owned"</script>';

const deadAddress = (caseId: string, evidence: string): VerdictReply =>
  sample.verdict({
    caseId,
    evidence,
    headline: [
      { kind: 'code', text: '550 5.1.1' },
      { kind: 'text', text: ' from mx.example.com' },
    ],
    steps: [
      plain('Mark the address as suppressed, so that nothing is sent to it again.'),
      plain('Look where the address came from: a typing mistake, an old list, a form without confirmation.'),
    ],
    facts: [
      { label: 'Recipient', value: [{ kind: 'code', text: 'sam@example.com' }] },
      { label: 'Remote host', value: [{ kind: 'code', text: 'mx.example.com' }] },
      { label: 'First seen', value: [{ kind: 'time', at: Date.UTC(2026, 10, 3, 9, 30) }] },
    ],
    sources: [
      { label: 'RFC 3463, section 3.2', url: 'https://www.rfc-editor.org/rfc/rfc3463#section-3.2' },
      { label: 'A trap', url: 'javascript:alert(1)' },
    ],
  });

const authenticationFailure = (caseId: string, evidence: string): VerdictReply => ({
  ...deadAddress(caseId, evidence),
  category: 'authentication',
  title: 'DMARC failed for example.com',
  badge: 'Authentication failure · escalate · do not retry unchanged',
  headline: [
    { kind: 'code', text: '550 5.7.26' },
    { kind: 'text', text: ' from Gmail' },
  ],
  meaning: plain('Neither SPF nor DKIM vouches for the domain in From, and its DMARC policy asks to refuse.'),
  whose: plain('Ours. The address is fine.'),
  escalation: {
    control: 'DMARC alignment',
    owner: plain('Whoever edits the DNS of example.com, with the owner of the sending platform.'),
    tell: [
      plain('Gmail refuses our mail: no aligned SPF or DKIM for example.com.'),
      [
        { kind: 'text', text: 'Please publish the DKIM key of our platform and look at ' },
        { kind: 'code', text: '_dmarc.example.com' },
        { kind: 'text', text: '.' },
      ],
    ],
  },
  sources: [{ label: 'Google: sender guidelines', url: 'https://support.google.com/a/answer/81126' }],
});

const lookup = sample.lookup('421 4.7.28', {
  related: [{ query: '4.7.28', title: 'The code without its provider' }],
});

const refusal = sample.refusal(
  'Nothing found for that',
  'Try a reply code, an enhanced code, or a few words of what the server said.',
  '/smtp 550 5.1.1',
  '/smtp mailbox full',
);

/**
 * @returns a desk that remembers until it is thrown away, so it outlives a restart of the adapter; `heard`
 *   lists what reached it, `sent` the messages that were noted as posted
 */
export const createSampleDesk = (): Desk & { readonly heard: string[]; readonly sent: string[] } => {
  const cases = new Map<string, VerdictReply>();
  const answers = new Map<string, readonly Reply[]>();
  const heard: string[] = [];
  const sent: string[] = [];

  return {
    heard,
    sent,
    async question({ query }) {
      heard.push(`/smtp ${query}`);
      return query.startsWith('421') ? lookup : refusal;
    },
    async message({ id, text, files, heard: how }) {
      const bytes = files.map((file) => Buffer.from(file.bytes).toString('utf8'));
      const whole = [text, ...bytes].join('\n').trim();
      heard.push(`${how}: ${whole}`);
      if (answers.has(id) && how !== 'asked') return { replies: [], repeat: false };
      if (how === 'watching' && !/^5\d\d/m.test(whole)) return { replies: [], repeat: false };
      const make = whole.includes('5.7.26') ? authenticationFailure : deadAddress;
      const reply = /^\d\d\d/m.test(whole) ? make(`case-${cases.size + 1}`, whole) : refusal;
      if (reply.kind === 'verdict' && reply.caseId !== null) cases.set(reply.caseId, reply);
      answers.set(id, [reply]);
      return { replies: [reply], repeat: false };
    },
    async action({ action, target, actor }) {
      if (action === 'share')
        return { update: { ...lookup, actions: [] }, post: lookup, notice: null, file: null };
      const before = cases.get(target);
      if (before === undefined)
        return { update: null, post: null, notice: 'There is no such case.', file: null };
      const done = action === 'suppress' ? 'Suppressed by' : 'Closed by';
      const after =
        action === 'undo' ? deadAddress(target, before.evidence ?? '') : sample.handled(before, done, actor);
      cases.set(target, after);
      return { update: after, post: null, notice: action === 'undo' ? 'Taken back.' : null, file: null };
    },
    async show(caseId) {
      return cases.get(caseId) ?? null;
    },
    suggest: () => [],
    async posted(messageId) {
      sent.push(messageId);
    },
    async unposted() {
      return [...answers]
        .filter(([id]) => !sent.includes(id))
        .map(([messageId, replies]) => ({
          messageId,
          place: { platform: 'web', team: 'web:local', channel: 'local' },
          replies,
        }));
    },
  };
};
