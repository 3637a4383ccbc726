/** Forms: what they ask, what they refuse at the field, what is done. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Submission } from '../../src/desk.ts';
import { cardOf, type Form, textOf } from '../../src/replies/index.ts';
import { openDesk, type TestDesk } from '../support/desk.ts';
import { admin, ann, connectPaper, guest, type Paper, place, verdict } from '../support/paper.ts';

const SPF =
  '550 5.7.26 <user@gmail.com>: SPF [example.com] with ip: [192.0.2.7] = did not pass gsmtp (in reply to end of DATA)';
const DEAD = (n: number) => `550 5.1.1 <user${n}@example.com>: Recipient address rejected: User unknown`;

let bot: TestDesk;
let paper: Paper;
beforeEach(async () => {
  bot = await openDesk();
  paper = connectPaper(bot);
});
afterEach(() => bot.close());

const open = async (form: Form['form'], target: string | null, actor = ann): Promise<Form> => {
  const answer = await bot.desk.form({ form, target: target ?? '', actor, place });
  if (answer.kind === 'refusal') throw new Error(answer.why);
  return answer.form;
};
const submit = async (form: Form, values: Record<string, readonly string[]>, actor = ann) => {
  const chosen = Object.fromEntries(
    Object.entries(values).map(([name, ids]) => [name, ids.map((id) => ({ id, name: id }))]),
  );
  const submission: Submission = {
    form: form.form,
    target: form.target,
    actor,
    place,
    values: chosen,
    ref: paper.posts[0]?.ref ?? null,
  };
  const done = await bot.desk.submit(submission);
  await bot.queue.idle();
  return done;
};
const fieldOf = (form: Form, name: string) => form.fields.find((field) => field.name === name);

describe('escalating with a note', () => {
  test('comes filled in with what the owner needs, and is posted where it is to go', async () => {
    const { caseId } = await paper.paste(SPF);
    const form = await open('escalate', caseId);
    expect(form.intro.map(textOf).join()).toContain('DNS');
    const note = fieldOf(form, 'note');
    expect(note).toMatchObject({ kind: 'text', required: true });
    expect(note?.kind === 'text' && note.value).toContain('192.0.2.7');
    expect(note?.kind === 'text' && note.value).toContain('The server said: 550 5.7.26');

    await submit(form, { note: ['Add 192.0.2.7 to SPF, please.'], to: ['C9'] });
    expect(paper.lines).toEqual(['Ann escalated this: Add 192.0.2.7 to SPF, please.']);
    const there = paper.posts.find(({ ref }) => ref.startsWith('C9:'));
    expect(textOf(verdict(there?.reply).state ?? [])).toMatch(/^Ann escalated it, 2026-11-21 10:15/);
    await paper.press(paper.now(caseId), 'Resolve');
    expect(textOf(verdict(there?.reply).state ?? [])).toBe('By Ann, 2026-11-21 10:15');
  });

  test('without a note it is refused at the field, and nothing changes', async () => {
    const { caseId } = await paper.paste(SPF);
    const form = await open('escalate', caseId);
    expect(await submit(form, { note: ['  '] })).toEqual({
      kind: 'wrong',
      errors: { note: 'Say what is to be done.' },
    });
    expect(paper.now(caseId).state).toBeNull();
  });
});

describe('choosing which addresses to suppress', () => {
  const suppressed = async () =>
    (await bot.store.selectFrom('suppressions').select('address').orderBy('address').execute()).map(
      ({ address }) => address,
    );

  test('those that stay chosen go on the list; Undo takes them off again', async () => {
    const { caseId } = await paper.paste([DEAD(1), DEAD(2), DEAD(3)].join('\n\n'));
    const form = await open('choose', caseId);
    expect(fieldOf(form, 'addresses')).toMatchObject({
      kind: 'choice',
      many: true,
      chosen: ['user1@example.com', 'user2@example.com', 'user3@example.com'],
    });
    await submit(form, { addresses: ['user1@example.com', 'user3@example.com'] });
    expect(await suppressed()).toEqual(['user1@example.com', 'user3@example.com']);
    expect(paper.lines).toEqual(['Ann put 2 addresses on the suppression list.']);
  });

  test('more than fit a list to tick are a text to edit; an address that is none of them is refused', async () => {
    const { caseId } = await paper.paste(Array.from({ length: 40 }, (_, n) => DEAD(n)).join('\n\n'));
    const form = await open('choose', caseId);
    expect(fieldOf(form, 'addresses')?.kind).toBe('text');
    expect(await submit(form, { addresses: ['user1@example.com\nboss@example.org'] })).toEqual({
      kind: 'wrong',
      errors: { addresses: "boss@example.org is not one of this case's addresses." },
    });
    expect(await suppressed()).toEqual([]);
    await submit(form, { addresses: ['user1@example.com\nUser2@Example.com\n'] });
    expect(await suppressed()).toEqual(['user1@example.com', 'user2@example.com']);
  });

  test('what is our own fault offers none', async () => {
    const { caseId } = await paper.paste(SPF);
    await expect(open('choose', caseId)).rejects.toThrow('no reason to suppress');
  });
});

test('"Not a bounce, or wrong…" is kept with the case, and guests may say it too', async () => {
  const { caseId } = await paper.paste(DEAD(1));
  const form = await open('feedback', caseId, guest);
  expect(await submit(form, { what: ['alive'], note: ['She answered this morning.'] }, guest)).toMatchObject({
    kind: 'done',
    outcome: { notice: expect.stringMatching(/^It is kept with this case, unchanged\. Guests can look/) },
  });
  const [kept] = await bot.store.selectFrom('audit').select(['case_id', 'after']).execute();
  expect(kept?.case_id).toBe(caseId);
  expect(JSON.parse(kept?.after ?? '')).toMatchObject({
    what: 'alive',
    note: 'She answered this morning.',
    reason: 'user-unknown',
  });
});

test('what somebody says of a verdict is not a step to take back: Undo still takes back the last one', async () => {
  const { caseId } = await paper.paste(DEAD(1));
  await paper.press(paper.now(caseId), 'Mark suppressed');
  await submit(await open('feedback', caseId, guest), { what: ['alive'], note: [] }, guest);
  await paper.press(paper.now(caseId), 'Undo');
  expect(paper.now(caseId).state).toBeNull();
  expect(await bot.store.selectFrom('suppressions').selectAll().execute()).toEqual([]);
});

test('what is no bounce is marked so by the same form, by those who may', async () => {
  const { caseId } = await paper.paste(DEAD(1));
  const form = await open('feedback', caseId, guest);
  await submit(form, { what: ['no-bounce'] }, guest);
  expect(cardOf(paper.now(caseId)).look).toBe('hard');
  expect(await submit(form, { what: ['other-kind'] })).toEqual({
    kind: 'wrong',
    errors: { kind: 'Choose one.' },
  });
  await submit(form, { what: ['no-bounce'] });
  expect(cardOf(paper.now(caseId))).toMatchObject({ look: 'settled', title: 'Not a bounce' });
});

describe('settings', () => {
  test('are for admins alone, and the refusal says so', async () => {
    await expect(open('settings', 'C1')).rejects.toThrow('Only an admin of this workspace can do that.');
  });

  test('a channel can be silent, listen when asked, or hear a bot', async () => {
    const set = async (watch: string, bots = '') =>
      submit(await open('settings', 'C1', admin), { watch: [watch], bots: [bots], triagers: [] }, admin);
    await set('asked');
    expect(await paper.write(DEAD(1))).toEqual([]);
    expect(await paper.write(DEAD(1), { heard: 'mentioned' })).toHaveLength(1);
    expect(await paper.write(DEAD(2), { place: { ...place, channel: 'C2' } })).toHaveLength(1);
    await set('off');
    expect(await paper.write(DEAD(3), { heard: 'mentioned' })).toEqual([]);
    expect(await paper.write(DEAD(3), { heard: 'asked' })).toHaveLength(1);
    await set('always');
    expect(await paper.write(DEAD(4), { bot: 'B0123456' })).toEqual([]);
    await set('always', 'B0123456');
    expect(await paper.write(DEAD(4), { bot: 'B0123456' })).toHaveLength(1);
    expect(await set('always', 'the bot!')).toEqual({
      kind: 'wrong',
      errors: { bots: '"the" is not an id of a bot.' },
    });
  });

  test('the whole team can have one, which a channel may overrule', async () => {
    await submit(await open('settings', '', admin), { watch: ['off'], triagers: ['S1'] }, admin);
    expect(await paper.write(DEAD(1))).toEqual([]);
    await submit(await open('settings', 'C1', admin), { watch: ['always'], triagers: ['S1'] }, admin);
    const { caseId } = await paper.paste(DEAD(1));
    expect((await paper.press(paper.now(caseId), 'Resolve')).notice).toContain('Only S1');
    expect((await paper.press(paper.now(caseId), 'Resolve', { ...ann, groups: ['S1'] })).notice).toBeNull();
  });
});
