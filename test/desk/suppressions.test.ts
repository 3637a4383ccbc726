/** `/bounces suppressed`, `suppress`, `unsuppress` and `search`, as a team types them. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Person } from '../../src/audit/index.ts';
import { forget } from '../../src/forget/index.ts';
import { textOf } from '../../src/replies/index.ts';
import { openFingerprint } from '../../src/suppressions/index.ts';
import { openDesk, type TestDesk } from '../support/desk.ts';

const team = 'slack:T1';
const ann: Person = { id: 'U1', name: 'Ann', team, membership: 'member', groups: [] };
const guest: Person = { ...ann, id: 'U9', name: 'Gus', membership: 'guest' };
const place = { platform: 'slack', team, channel: 'C1' } as const;

let bot: TestDesk;
beforeEach(async () => {
  bot = await openDesk();
});
afterEach(() => bot.close());

/** @returns the answer as lines of text */
async function ask(text: string, actor: Person = ann): Promise<readonly string[]> {
  const reply = await bot.desk.command({ text, actor, place });
  if (reply.kind !== 'note') throw new Error('a note was expected');
  return [reply.title, ...reply.body.map(textOf), ...reply.examples];
}

test('an address goes on the list, is looked up, found and taken off again', async () => {
  expect(await ask('suppressed Dead@Example.com')).toEqual([
    'dead@example.com is not suppressed',
    'It may be mailed. To put it on the list, say why:',
    '/bounces suppress dead@example.com user-unknown',
  ]);
  expect(
    await ask('suppress <mailto:Dead@Example.com|Dead@Example.com> user-unknown 550 5.1.1 unknown'),
  ).toEqual([
    'dead@example.com is suppressed now',
    'Put on the list by Ann with a command, since 2026-11-21 10:15.',
    'Why: this address does not exist.',
    'Evidence: 550 5.1.1 unknown',
    '/bounces unsuppress dead@example.com REMARK',
  ]);
  expect((await ask('suppress dead@example.com she left'))[0]).toBe(
    'dead@example.com was suppressed before; nothing has changed',
  );
  expect(await ask('search EXAMPLE.com')).toEqual([
    'On the suppression list: 1',
    'dead@example.com · this address does not exist · Ann, 2026-11-21 10:15',
  ]);
  expect((await ask('unsuppress dead@example.com'))[0]).toBe('Say why it may be mailed again');
  expect(await ask('unsuppress dead@example.com new mailbox')).toEqual([
    'dead@example.com may be mailed again',
    'It was on the list until now:',
    'Put on the list by Ann with a command, since 2026-11-21 10:15.',
    'Why: this address does not exist.',
    'Evidence: 550 5.1.1 unknown',
    'If your sending platform keeps a list of its own, take it off there too.',
  ]);
  expect((await ask('unsuppress dead@example.com again'))[0]).toBe(
    'dead@example.com was not suppressed; nothing has changed',
  );
  expect((await ask('search example.com'))[0]).toBe('Nothing like that is on the suppression list');
  const audit = await bot.store.selectFrom('audit').select(['action', 'place']).orderBy('id').execute();
  expect(audit).toEqual([
    { action: 'suppression-added', place: '{"platform":"slack","channel":"C1"}' },
    { action: 'suppression-removed', place: '{"platform":"slack","channel":"C1"}' },
  ]);
});

test('a remark without a reason is the evidence', async () => {
  expect(await ask('suppress ann@example.com asked us to stop')).toContain('Evidence: asked us to stop');
});

test('what is not an address is refused with the reason', async () => {
  expect(await ask('suppress nobody')).toEqual([
    'That is not a mail address',
    "I can't read it: it has no @.",
    '/bounces suppress user@example.com user-unknown',
  ]);
  expect((await ask('suppressed'))[1]).toBe("I can't read it: it is empty.");
});

test('guests may look, not change', async () => {
  expect((await ask('suppressed dead@example.com', guest))[0]).toBe('dead@example.com is not suppressed');
  expect((await ask('suppress dead@example.com', guest))[0]).toBe('You may not do that');
  expect((await ask('unsuppress dead@example.com x', guest))[0]).toBe('You may not do that');
});

test('another team sees nothing of it', async () => {
  await ask('suppress dead@example.com');
  const eve = { ...ann, team: 'slack:T2' };
  expect((await ask('suppressed dead@example.com', eve))[0]).toBe('dead@example.com is not suppressed');
});

test('a forgotten address stays suppressed, and nothing else is told of it', async () => {
  await ask('suppress dead@example.com user-unknown');
  const at = new Date('2026-11-21T12:00:00Z');
  const fingerprint = await openFingerprint(bot.store, null, at);
  await forget(bot.store, fingerprint, 'dead@example.com', { by: ann, at, place: null });
  expect(await ask('suppressed dead@example.com')).toEqual([
    'dead@example.com stays suppressed',
    'It was erased on request on 2026-11-21 12:00. Do not mail it. Nothing else is kept about it.',
  ]);
  expect((await ask('search dead'))[0]).toBe('Nothing like that is on the suppression list');
});
