/** A desk that answers with what the real one never would: for tests that a page takes nothing on trust. */
import type { Desk } from '../../../src/desk.ts';
import { plain } from '../../../src/replies/reply.ts';
import * as sample from '../sample-replies.ts';

/** Everything that must stay text. */
export const HOSTILE =
  '550 5.1.1 <img src=x onerror="document.title=\'owned\'"> @everyone <!channel> <@U1> [click](javascript:alert(1)) <script>document.title="owned"</script>';

/** @returns the desk, but each look-up is answered with hostile text in every leaf */
export const withTraps = (desk: Desk): Desk => ({
  ...desk,
  question: async () =>
    sample.lookup('550', {
      title: HOSTILE,
      badge: HOSTILE,
      headline: [{ kind: 'code', text: HOSTILE }],
      meaning: [{ kind: 'link', label: HOSTILE, url: 'javascript:alert(1)' }],
      whose: [{ kind: 'actor', actor: { id: 'x', name: HOSTILE, team: 'web:local' } }],
      steps: [plain(HOSTILE), [{ kind: 'post', label: HOSTILE, channel: 'local', ref: HOSTILE }]],
      facts: [{ label: HOSTILE, value: [{ kind: 'time', at: 0 }] }],
      evidence: HOSTILE,
      sources: [{ label: 'A trap', url: 'javascript:alert(1)' }],
      related: [{ query: HOSTILE, title: HOSTILE }],
    }),
});
