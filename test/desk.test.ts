import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Message, Place } from '../src/desk.ts';
import type { Actor, Reply, VerdictReply } from '../src/replies/index.ts';
import { textOf } from '../src/replies/index.ts';
import { openDesk, type TestDesk } from './support/desk.ts';

const ann: Actor = { id: 'U1', name: 'Ann', team: 'slack:T1' };
const bob: Actor = { id: 'U2', name: 'Bob', team: 'slack:T1' };
const eve: Actor = { id: 'U3', name: 'Eve', team: 'slack:T2' };
const place: Place = { platform: 'slack', team: 'slack:T1', channel: 'C1' };

const USER_UNKNOWN = '550 5.1.1 <user@example.com>: Recipient address rejected: User unknown';
const LISTED =
  '554 5.7.1 Service unavailable; Client host [192.0.2.5] blocked using zen.spamhaus.org (in reply to RCPT TO <user@example.com>)';

let bot: TestDesk;
let sent = 0;
beforeEach(async () => {
  bot = await openDesk();
});
afterEach(() => bot.close());

const message = (text: string, over: Partial<Message> = {}): Message => ({
  id: `C1:${++sent}`,
  text,
  files: [],
  heard: 'watching',
  actor: ann,
  place,
  ...over,
});
const paste = async (text: string, over: Partial<Message> = {}): Promise<VerdictReply> =>
  verdict((await bot.desk.message(message(text, over))).replies[0]);
function verdict(reply: Reply | null | undefined): VerdictReply {
  if (reply?.kind !== 'verdict') throw new Error(`no verdict, but ${JSON.stringify(reply)}`);
  return reply;
}
const press = (reply: VerdictReply, label: string, actor = ann) => {
  const button = reply.actions.find((action) => action.label === label);
  if (!button) throw new Error(`no button "${label}" among ${reply.actions.map((a) => a.label)}`);
  return bot.desk.action({ action: button.action, target: button.target, actor, place });
};
const labels = (reply: VerdictReply): string[] => reply.actions.map((button) => button.label);
const suppressed = async (): Promise<unknown> =>
  bot.store.selectFrom('suppressions').select(['team', 'address', 'reason', 'by_name']).execute();

describe('a pasted bounce', () => {
  test('is answered with a verdict and buttons that fit', async () => {
    const reply = await paste(USER_UNKNOWN);
    expect(reply).toMatchObject({ category: 'hard', title: 'This address does not exist' });
    expect(labels(reply)).toEqual(['Mark suppressed', 'Resolve', 'Not a bounce']);
  });

  test('that is our own fault offers no suppression: a wrong one loses a customer', async () => {
    const reply = await paste(LISTED);
    expect(reply.category).toBe('policy');
    expect(labels(reply)).toEqual(['Resolve', 'Not a bounce']);
    expect(
      await bot.desk.action({ action: 'suppress', target: reply.caseId ?? '', actor: ann, place }),
    ).toMatchObject({
      update: null,
      notice: 'This bounce is no ground to suppress an address.',
    });
    expect(await suppressed()).toEqual([]);
  });

  test('with two problems gets two answers; the same problem twice gets one with both addresses', async () => {
    const text = [USER_UNKNOWN, LISTED, USER_UNKNOWN.replace('user@', 'other@')].join('\n\n');
    const { replies } = await bot.desk.message(message(text));
    expect(replies[0]).toMatchObject({
      kind: 'note',
      title: '3 bounces: 2 dead addresses, 1 refused for our IP address',
    });
    expect(replies.slice(1).map((reply) => verdict(reply).category)).toEqual(['hard', 'policy']);
    expect(verdict(replies[1]).facts[0]).toMatchObject({ label: '2 recipients' });
  });

  test('that the platform sends again is not answered again', async () => {
    const again = message(USER_UNKNOWN);
    expect((await bot.desk.message(again)).replies).toHaveLength(1);
    expect(await bot.desk.message(again)).toEqual({ replies: [], repeat: true });
  });

  test('that arrives twice at once is answered once', async () => {
    const twin = message(USER_UNKNOWN);
    const answers = await Promise.all([bot.desk.message(twin), bot.desk.message(twin)]);
    expect(answers.map(({ replies }) => replies.length).sort()).toEqual([0, 1]);
  });

  test('three text rules, three answers: text beats code', async () => {
    const titles = await Promise.all(
      [
        '550 5.7.1 Service unavailable, Client host [192.0.2.5] blocked using Spamhaus',
        '550 5.7.1 Message rejected due to the DMARC policy of example.com',
        '550 5.7.1 SPF check failed: 192.0.2.5 is not allowed to send for example.com',
      ].map(async (text) => {
        const { category, escalation } = await paste(text);
        return [category, escalation?.control ?? null];
      }),
    );
    expect(titles).toEqual([
      ['policy', null],
      ['authentication', 'DMARC'],
      ['authentication', 'SPF'],
    ]);
  });
});

describe('silence', () => {
  test.each([
    'We see lots of 5.7.1 lately, any idea?',
    'HTTP 550 from the proxy again',
    'error 421 in the build',
    'Lunch at 12:30?',
    'version 5.1.1 is out',
  ])('%s', async (text) => {
    expect(await bot.desk.message(message(text))).toEqual({ replies: [], repeat: false });
  });

  test('somebody quotes an answer of the bot, evidence and all', async () => {
    const answer = await paste(USER_UNKNOWN);
    const quoted = [answer.title, answer.badge, answer.evidence].map((line) => `> ${line}`).join('\n');
    expect(await bot.desk.message(message(`${quoted}\nSo what now?`))).toEqual({
      replies: [],
      repeat: false,
    });
  });

  test('WATCH=asked reads along nowhere, but answers a mention; WATCH=off answers the menu alone', async () => {
    const answered = async (watch: 'asked' | 'off'): Promise<boolean[]> => {
      const quiet = await openDesk({ watch });
      const heard = ['watching', 'mentioned', 'asked'] as const;
      const answers = await Promise.all(
        heard.map((how) => quiet.desk.message(message(USER_UNKNOWN, { heard: how }))),
      );
      await quiet.close();
      return answers.map(({ replies }) => replies.length > 0);
    };
    expect(await answered('asked')).toEqual([false, true, true]);
    expect(await answered('off')).toEqual([false, false, true]);
  });
});

describe('asking', () => {
  test('"Explain this bounce" on a message without one says what was looked for', async () => {
    const { replies } = await bot.desk.message(message('Lunch at 12:30?', { heard: 'asked' }));
    expect(replies).toMatchObject([{ kind: 'note', tone: 'refusal', title: 'I see no bounce in that' }]);
  });

  test('"Explain this bounce" on one that was answered shows the case that is there', async () => {
    const first = message(USER_UNKNOWN);
    const { replies } = await bot.desk.message(first);
    const again = await bot.desk.message({ ...first, heard: 'asked' });
    expect(again).toEqual({ replies, repeat: true });
  });

  test('a mention with a code is a look-up, a mention alone gets help', async () => {
    expect(await paste('what is 5.7.26?', { heard: 'mentioned' })).toMatchObject({
      caseId: null,
      category: 'authentication',
    });
    const { replies } = await bot.desk.message(message('', { heard: 'mentioned' }));
    expect(replies).toMatchObject([{ kind: 'note', tone: 'help' }]);
  });

  test('a look-up is for the asker, until it is shared', async () => {
    const reply = verdict(await bot.desk.question({ query: '421 4.7.28', actor: ann, place }));
    expect(labels(reply)).toEqual(['Share to channel']);
    const { post } = await press(reply, 'Share to channel');
    expect(post).toEqual({ ...reply, actions: [] });
  });

  test('a bounce behind /smtp is a case, with its own buttons', async () => {
    const reply = verdict(await bot.desk.question({ query: USER_UNKNOWN, actor: ann, place }));
    expect(labels(reply)).toEqual(['Mark suppressed', 'Resolve', 'Not a bounce', 'Share to channel']);
  });

  test('nonsense is refused with examples; nothing at all gets help', async () => {
    const ask = (query: string) => bot.desk.question({ query, actor: ann, place });
    expect(await ask('qwertz uiop')).toMatchObject({ kind: 'note', tone: 'refusal' });
    expect(await ask('  ')).toMatchObject({ kind: 'note', tone: 'help' });
  });
});

describe('buttons', () => {
  test('Mark suppressed writes down who, when and why; Undo takes it back', async () => {
    const done = await press(await paste(USER_UNKNOWN), 'Mark suppressed');
    expect(done.notice).toBeNull();
    expect(textOf(verdict(done.update).state ?? [])).toBe('Marked suppressed by Ann, 2026-11-21 10:15');
    expect(labels(verdict(done.update))).toEqual(['Undo']);
    expect(await suppressed()).toEqual([
      { team: 'slack:T1', address: 'user@example.com', reason: 'user-unknown', by_name: 'Ann' },
    ]);

    const undone = await press(verdict(done.update), 'Undo', bob);
    expect(verdict(undone.update).state).toBeNull();
    expect(await suppressed()).toEqual([]);
    const audit = await bot.store.selectFrom('audit').select(['action', 'by_name']).execute();
    expect(audit).toEqual([
      { action: 'suppress', by_name: 'Ann' },
      { action: 'undo', by_name: 'Bob' },
    ]);
  });

  test('two who press at once: one effect, and the other learns who was first', async () => {
    const reply = await paste(USER_UNKNOWN);
    const outcomes = await Promise.all([press(reply, 'Mark suppressed', ann), press(reply, 'Resolve', bob)]);
    const first = outcomes.findIndex(({ notice }) => notice === null);
    expect(outcomes[1 - first]?.notice).toMatch(/^Somebody was first: .* by (Ann|Bob), /);
    expect(outcomes[0]?.update).toEqual(outcomes[1]?.update);
    expect(await bot.store.selectFrom('audit').selectAll().execute()).toHaveLength(1);
  });

  test('another team can neither press nor see', async () => {
    const reply = await paste(USER_UNKNOWN);
    expect(await press(reply, 'Mark suppressed', eve)).toMatchObject({
      update: null,
      notice: expect.stringContaining('no longer'),
    });
    expect(await bot.desk.show(reply.caseId ?? '', eve.team)).toBeNull();
    expect(await suppressed()).toEqual([]);
  });

  test('a soft bounce asks back before an address is suppressed', async () => {
    const reply = await paste('452 4.2.2 <user@example.com>: mailbox full');
    expect(reply.actions[0]).toMatchObject({
      label: 'Mark suppressed',
      style: 'plain',
      confirm: expect.stringContaining('temporary'),
    });
  });
});

describe('many at once', () => {
  const log = Array.from(
    { length: 201 },
    (_, i) =>
      `Mar  3 10:15:02 mx1 postfix/smtp[2211]: 4FpQx0${i}: to=<user${i}@example.com>, relay=mx.example.com[192.0.2.20]:25, delay=1.4, dsn=5.1.1, status=bounced (host mx.example.com[192.0.2.20] said: 550 5.1.1 User unknown (in reply to RCPT TO command))`,
  );

  test('a log is one problem with 201 addresses: suppressed together, after asking back, and as a file', async () => {
    const reply = await paste(log.join('\n'));
    expect(labels(reply)).toEqual(['Suppress all 201', 'Resolve', 'Not a bounce', 'Addresses (CSV)']);
    expect(reply.actions[0]?.confirm).toBe('Put these 201 addresses on the suppression list?');

    const { file } = await press(reply, 'Addresses (CSV)');
    expect(file?.name).toMatch(/^user-unknown-[0-9a-f]{6}\.csv$/);
    expect(file?.content.split('\r\n').slice(0, 2)).toEqual([
      '"address","reason"',
      '"user0@example.com","user-unknown"',
    ]);

    const done = await press(reply, 'Suppress all 201');
    expect(textOf(verdict(done.update).state ?? [])).toMatch(/^All 201 addresses marked suppressed by Ann/);
    expect(await suppressed()).toHaveLength(201);
    await press(verdict(done.update), 'Undo');
    expect(await suppressed()).toEqual([]);
  });

  test('an address that was put off and then refused for good is refused', async () => {
    const deferred = log[0]
      ?.replace('dsn=5.1.1, status=bounced', 'dsn=4.7.1, status=deferred')
      .replace('550 5.1.1 User unknown', '451 4.7.1 Greylisted, try again later');
    const reply = await paste([deferred, log[0]].join('\n'));
    expect(reply.category).toBe('hard');
  });
});

test('an answer that was never posted is handed out again, until it is', async () => {
  const { replies } = await bot.desk.message(message(USER_UNKNOWN, { id: 'C1:lost' }));
  expect(await bot.desk.unposted('slack')).toEqual([{ messageId: 'C1:lost', place, replies }]);
  expect(await bot.desk.unposted('discord')).toEqual([]);
  await bot.desk.posted('C1:lost', 'slack:T1');
  expect(await bot.desk.unposted('slack')).toEqual([]);
});

test('hostile text stays a leaf: it is never a mention or a link of ours', async () => {
  const reply = await paste(
    '550 5.1.1 <user@example.com>: @everyone <!channel> [x](https://evil.example) User unknown',
  );
  expect(reply.evidence).toContain('@everyone <!channel>');
  const leaves = [reply.meaning, reply.whose, ...reply.steps].flat();
  expect(leaves.filter((leaf) => leaf.kind === 'link' && leaf.url.includes('evil'))).toEqual([]);
});
