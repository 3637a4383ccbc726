/** A desk that answers with what the real one never would: for tests that a page takes nothing on trust. */
import type { Desk } from '../../../src/desk.ts';
import { plain, type VerdictReply } from '../../../src/replies/reply.ts';
import * as sample from '../sample-replies.ts';

/** Everything that must stay text. */
export const HOSTILE =
  '550 5.1.1 <img src=x onerror="document.title=\'owned\'"> @everyone <!channel> <@U1> [click](javascript:alert(1)) <script>document.title="owned"</script>';

const TRAP: VerdictReply = sample.lookup('550', {
  title: HOSTILE,
  headline: [{ kind: 'code', text: HOSTILE }],
  meaning: [{ kind: 'link', label: HOSTILE, url: 'javascript:alert(1)' }],
  steps: [plain(HOSTILE), [{ kind: 'post', label: HOSTILE, channel: 'local', ref: HOSTILE }]],
  facts: [
    { label: HOSTILE, value: [{ kind: 'time', at: 0 }] },
    { label: HOSTILE, value: [{ kind: 'actor', actor: { id: 'x', name: HOSTILE, team: 'web:local' } }] },
  ],
  evidence: HOSTILE,
  sources: [{ label: 'A trap', url: 'javascript:alert(1)' }],
});

/** @returns the desk, but each look-up is answered with hostile text in every leaf */
export const withTraps = (desk: Desk): Desk => ({
  ...desk,
  question: async () => ({
    ...TRAP,
    card: {
      ...TRAP.card,
      badge: { kind: HOSTILE, whose: HOSTILE, address: HOSTILE },
      question: plain(HOSTILE),
      usual: [plain(HOSTILE)],
      check: {
        rows: [{ mark: '✗', text: plain(HOSTILE) }],
        cause: plain(HOSTILE),
        change: { label: plain(HOSTILE), record: HOSTILE },
      },
      hint: plain(HOSTILE),
      state: [plain(HOSTILE)],
      actions: [
        {
          action: 'visit',
          label: HOSTILE,
          style: 'plain',
          target: '550',
          confirm: null,
          url: 'javascript:alert(1)',
        },
        { action: 'details', label: 'Details', style: 'plain', target: '550', confirm: null },
      ],
      more: [{ label: HOSTILE, value: 'claim' }],
    },
  }),
});
