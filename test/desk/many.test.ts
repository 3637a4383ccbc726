/** Many bounces of one message: one answer, what can be pressed and chosen on it, and how it is kept up to date. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { textOf } from '../../src/replies/index.ts';
import { openDesk, type TestDesk } from '../support/desk.ts';
import { ann, bob, connectPaper, guest, many, note, type Paper, verdict, words } from '../support/paper.ts';
import { attempt } from '../support/postfix-log.ts';
import { onBothStores } from '../support/stores.ts';

const refused = (name: string, domain: string, answer: string, time = '11:10'): string =>
  attempt({
    time: `${time}:02`,
    id: `C${Buffer.from(`${time}${name}`).toString('hex').toUpperCase()}`,
    to: `${name}@${domain}`,
    words: answer,
    relay: `mx.${domain}`,
  });
const DEAD = '550 5.1.1 User unknown';
const dead = (name: string, domain = 'gone.example') => refused(name, domain, DEAD);
const MORNING = [
  ...['ann', 'bob'].map((name) => dead(name)),
  ...['cy', 'dee'].map((name) => dead(name, 'away.example')),
  refused('lee', 'dim.example', '550 Mailbox unavailable'),
  refused('kim', 'full.example', '452 4.2.2 Mailbox full'),
  refused('pat', 'spf.example', '550 5.7.26 SPF check for example.org did not pass'),
];
const ASKED = 'Suppress 4…';

onBothStores((newAddress) => {
  let bot: TestDesk;
  let paper: Paper;
  let hour: string;
  beforeEach(async () => {
    hour = '12:00';
    bot = await openDesk({ url: await newAddress(), now: () => new Date(`2026-11-21T${hour}:00Z`) });
    paper = connectPaper(bot);
  });
  afterEach(() => bot.close());

  const paste = async (lines: readonly string[], id = 'C1:1') => {
    const posts = await paper.write(lines.join('\n'), { id });
    expect(posts).toHaveLength(1);
    return many(posts[0]?.reply);
  };
  const now = () => many(paper.posts[0]?.reply);
  const listed = async () =>
    (await bot.store.selectFrom('suppressions').select('address').orderBy('address').execute()).map(
      ({ address }) => address,
    );
  const choose = (reply: ReturnType<typeof many>, label: RegExp, by = ann) => {
    const choices = reply.choose?.choices ?? [];
    const value = choices.find((choice) => label.test(choice.label))?.value;
    return paper.press(reply, 'Show a problem…', by, value ?? '');
  };

  test('one answer tells what to do, and one row of the dead of all who refuse', async () => {
    const answer = await paste(MORNING);
    expect(answer.title).toBe('7 bounces, 4 problems');
    expect(words(answer).split('\n').slice(0, 2)).toEqual([
      'Suppress 4 · Fix 1 · Wait for 1 · Decide on 1',
      '4 Address does not exist | gone.example, +1',
    ]);
    expect(answer.rows.map(({ look }) => look).toSorted()).toEqual([
      'authentication',
      'hard',
      'soft',
      'unsure',
    ]);
  });

  test('where no host is told, the rows and the question name whose mailboxes they are; what is only put off is a deferral', async () => {
    const dead = ['wanda@seznam.cz', 'oleg@mail.ru', 'kim@terra.example'].map(
      (who) => `${who}: 550 5.1.1 No such user`,
    );
    const answer = await paste([...dead, 'max@full.example: 552 5.2.2 Mailbox full']);
    expect(answer.rows[0]?.refusedBy).toBe('seznam.cz, +2');
    expect(answer.actions[0]?.confirm?.text).toMatch(/^seznam\.cz 1, Mail\.ru 1, terra\.example 1\. /);
    const later = await paper.write(
      '450 4.2.0 <a@acme.example>: Greylisted\n452 4.2.2 <b@blue.example>: Mailbox full',
      {
        id: 'C1:2',
      },
    );
    expect(many(later[0]?.reply).title).toBe('2 deferrals, 2 problems');
  });

  describe('the button', () => {
    test('suppresses what is surely dead, says who did it, and can be taken back', async () => {
      const answer = await paste(MORNING);
      await paper.press(answer, ASKED);
      expect(await listed()).toEqual([
        'ann@gone.example',
        'bob@gone.example',
        'cy@away.example',
        'dee@away.example',
      ]);
      expect(textOf(now().state ?? [])).toBe('4 suppressed by Ann, 2026-11-21 12:00 · here ✓');
      expect(words(now())).toMatch(
        /Your sender doesn’t know it: take “Dead addresses \(CSV\)” off your list there/,
      );
      expect(now().todo).toBe('Fix 1 · Wait for 1 · Decide on 1 · Done with 4');
      expect(now().actions.map(({ label }) => label)).toEqual(['Undo']);
      expect((await paper.press(answer, ASKED, bob)).notice).toMatch(/^Somebody was first/);
      await paper.press(now(), 'Undo');
      expect(await listed()).toEqual([]);
      expect(now()).toMatchObject({ state: null, todo: answer.todo, rows: answer.rows });
      expect(paper.lines).toEqual([
        'Ann put 4 addresses on the suppression list.',
        'Ann took the last step back.',
      ]);
    });

    test('takes back its own step alone, whatever was done since', async () => {
      const answer = await paste(MORNING);
      await paper.press(answer, ASKED);
      await choose(answer, /Mailbox full/);
      await paper.press(verdict(paper.posts[1]?.reply), 'Resolve', bob);
      await paper.press(now(), 'Undo');
      expect(await listed()).toEqual([]);
      expect(now().rows.filter(({ look }) => look === 'settled')).toHaveLength(1);
    });

    test('leaves out whom something else befell since, and says so', async () => {
      const answer = await paste(MORNING);
      await paper.write(refused('bob', 'gone.example', '550 5.7.1 Message rejected as spam', '11:40'), {
        id: 'C1:2',
      });
      const { notice } = await paper.press(answer, ASKED);
      expect(notice).toMatch(/^I left out bob@gone\.example: it bounced again since/);
      expect(await listed()).toEqual(['ann@gone.example', 'cy@away.example', 'dee@away.example']);
    });

    test('is no button for a guest', async () => {
      expect((await paper.press(await paste(MORNING), ASKED, guest)).notice).toMatch(/^Guests can look/);
      expect(await listed()).toEqual([]);
    });

    test('addresses that were suppressed and bounce all the same are news', async () => {
      await paper.press(await paste(MORNING), ASKED);
      hour = '13:00';
      const log = [refused('ann', 'gone.example', DEAD, '12:50'), MORNING[5], MORNING[6]];
      await paper.write(log.join('\n'), { id: 'C1:2' });
      expect(words(many(paper.posts.at(-1)?.reply))).toContain(
        '1 address was suppressed before: your sender still mails it.',
      );
    });
  });

  describe('the select', () => {
    test('brings a card into the thread once; again, to who chose it alone, with the way to it', async () => {
      const answer = await paste(MORNING);
      const [first, second] = await Promise.all([
        choose(answer, /Mailbox full/),
        choose(answer, /Mailbox full/, bob),
      ]);
      expect(paper.posts).toHaveLength(2);
      expect(verdict(paper.posts[1]?.reply).category).toBe('soft');
      expect(paper.posts[1]?.messageId).toBe('C1:1');
      expect([first, second].map(({ post, update }) => [post, update])).toEqual([
        [null, null],
        [null, null],
      ]);
      const { aside } = await choose(answer, /Mailbox full/, bob);
      expect(JSON.stringify(aside)).toContain(paper.posts[1]?.ref);
      expect(paper.posts).toHaveLength(2);
    });

    test('hands the addresses over as files: the dead ones, and all', async () => {
      const answer = await paste(MORNING);
      const rows = async (label: RegExp) =>
        (await choose(answer, label)).file?.content.trimEnd().split('\r\n');
      expect(await rows(/^Dead/)).toHaveLength(5);
      expect(await rows(/^All/)).toContain('"kim@full.example","mailbox-full","soft","sure","open"');
      expect(await rows(/^All/)).toHaveLength(8);
      expect((await choose(answer, /^All/, guest)).file).toBeNull();
    });
  });

  test('what is done with a card of it is seen in it, and the other way round', async () => {
    const answer = await paste(MORNING);
    const [deadOnes] = await paper.openAll(answer);
    await paper.press(deadOnes ?? answer, 'Suppress all 4…', bob);
    expect(textOf(now().state ?? [])).toBe('4 suppressed by Bob, 2026-11-21 12:00 · here ✓');
    await paper.press(now(), 'Undo');
    expect(textOf(paper.now(deadOnes?.caseId ?? '').state ?? [])).not.toContain('suppressed');
  });

  describe('an edit', () => {
    const edit = (lines: readonly string[], n: string) =>
      paper.write(lines.join('\n'), { id: 'C1:1', edit: n });

    test('of one bounce to many changes the answer in place, and back', async () => {
      await paper.write(MORNING[4] ?? '', { id: 'C1:1' });
      expect(paper.posts[0]?.reply.kind).toBe('verdict');
      expect(await edit(MORNING, '1')).toEqual([]);
      expect(now().title).toBe('7 bounces, 4 problems');
      await paper.press(now(), ASKED);
      expect(await edit(MORNING.slice(4), '2')).toEqual([]);
      expect(now().title).toBe('3 bounces, 3 problems');
      expect(await edit(MORNING.slice(5, 6), '3')).toEqual([]);
      expect(verdict(paper.posts[0]?.reply).category).toBe('soft');
      expect(paper.posts).toHaveLength(1);
    });

    test('that leaves no bounce says so', async () => {
      await paste(MORNING);
      expect(await edit(['Never mind.'], '1')).toEqual([]);
      expect(now()).toMatchObject({ title: 'No bounces any more', rows: [], actions: [], choose: null });
    });
  });

  test('the answer to a message that was deleted says so, and goes on saying so', async () => {
    const answer = await paste(MORNING);
    const place = { platform: 'slack', team: 'slack:T1', channel: 'C1' } as const;
    await bot.desk.deleted({ id: 'C1:1', place });
    await bot.queue.idle();
    await paper.press(answer, ASKED);
    expect(textOf(now().state ?? [])).toMatch(/^4 suppressed by Ann.*\. The message .* was deleted\.$/);
  });

  test('a button of a bundle that was told anew finds the newer one; nobody is suppressed by it unseen', async () => {
    const old = verdict((await paper.write([dead('ann'), dead('bob')].join('\n'), { id: 'C1:1' }))[0]?.reply);
    await paper.write(refused('ann', 'gone.example', '452 4.2.2 Mailbox full', '11:40'), { id: 'C1:2' });
    await paper.write(refused('bob', 'gone.example', '452 4.2.2 Mailbox full', '11:40'), { id: 'C1:3' });
    await paper.write(
      ['ann', 'bob', 'cy'].map((name) => refused(name, 'gone.example', DEAD, '11:50')).join('\n'),
      { id: 'C1:4' },
    );
    const { notice, update } = await paper.press(old, 'Suppress all 2…');
    expect(notice).toMatch(/^These addresses were told anew since/);
    expect(update?.kind).toBe('verdict');
    expect(await listed()).toEqual([]);
    expect((await paper.press(old, 'Claim')).notice).toBeNull();
  });

  test('asked about once more, it is told again, to the asker alone', async () => {
    const text = MORNING.join('\n');
    await paper.write(text, { id: 'C1:1' });
    const { aside } = await bot.desk.answer({
      ...{ id: 'C1:1', text, files: [], heard: 'asked', bot: null, edit: null },
      place: { platform: 'slack', team: 'slack:T1', channel: 'C1' },
    });
    expect(aside).toEqual([now()]);
  });

  test('is told in the statistics and the list as the cases that it tells of', async () => {
    await paste(MORNING);
    const place = { platform: 'slack', team: 'slack:T1', channel: 'C1' } as const;
    const list = note(await bot.desk.command({ text: 'open', actor: ann, place }));
    expect(list.title).toBe('4 cases open');
  });
});
