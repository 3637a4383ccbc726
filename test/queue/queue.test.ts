/** What the queue promises: nothing lost, nothing twice, in order, on both stores. */
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Delivery, RetryLater, Unanswered, Undeliverable } from '../../src/queue/index.ts';
import { textOf } from '../../src/replies/index.ts';
import { openDesk, type TestDesk } from '../support/desk.ts';
import { connectPaper, note, type Paper, place, verdict } from '../support/paper.ts';
import { onBothStores } from '../support/stores.ts';

const bounce = (n: number | string) =>
  `550 5.1.1 <user${n}@example.com>: Recipient address rejected: User unknown`;

onBothStores((newAddress) => {
  let url: string;
  let today: Date;
  let bot: TestDesk;
  let paper: Paper;
  let refuses: (delivery: Delivery) => void;
  const later = (seconds: number): void => {
    today = new Date(today.getTime() + seconds * 1000);
  };

  beforeEach(async () => {
    url = await newAddress();
    today = new Date('2026-11-21T10:15:00Z');
    refuses = () => undefined;
    bot = await openDesk({ url, now: () => today });
    paper = connectPaper(bot, (delivery) => refuses(delivery));
  });
  afterEach(() => bot.close());

  test('a press before it was noted that the message is there: its thread gets the line, and it looks as it should', async () => {
    const { deliver } = paper.connector;
    let posted: string | null = null;
    bot.queue.connect({
      ...paper.connector,
      async deliver(delivery) {
        if (delivery.what.kind !== 'post') return deliver(delivery);
        if (posted !== null) return posted;
        posted = await deliver(delivery);
        throw new Error('killed before it was noted');
      },
    });
    await paper.write(bounce(1));
    const shown = verdict(paper.posts[0]?.reply);
    later(0.1);
    await paper.press(shown, 'Claim');
    expect(paper.lines).toEqual([]);
    later(60);
    await bot.queue.idle();
    expect(paper.lines).toEqual([expect.stringContaining('claimed')]);
    expect(textOf(verdict(paper.posts[0]?.reply).state ?? [])).toContain('Ann');
  });

  test('until when a connection has heard everything: what it noted, else the slowest of its parts, else the last message', async () => {
    const connection = { platform: 'slack', account: 'bot', part: '0 of 1' };
    expect(await bot.queue.heardUntil(connection)).toBeNull();
    await paper.write(bounce(1));
    const first = today.getTime();
    later(60);
    expect(await bot.queue.heardUntil(connection)).toBe(first);
    await bot.queue.noteHeard({ ...connection, part: '0 of 2' });
    later(60);
    await bot.queue.noteHeard({ ...connection, part: '1 of 2' });
    expect(await bot.queue.heardUntil(connection)).toBe(first + 60_000);
    await bot.queue.noteHeard({ ...connection, account: 'another' });
    await bot.queue.noteHeard(connection);
    later(60);
    await bot.queue.noteHeard(connection);
    expect(await bot.queue.heardUntil(connection)).toBe(today.getTime());
  });

  describe('what is owed', () => {
    test('goes out later, when the platform did not take it at first', async () => {
      refuses = () => {
        throw new Error('502');
      };
      expect(await paper.write(bounce(1))).toEqual([]);
      refuses = () => undefined;
      await bot.queue.idle();
      expect(paper.posts).toEqual([]);
      later(2);
      await bot.queue.idle();
      expect(paper.posts).toHaveLength(1);
    });

    test('waits as long as the platform says', async () => {
      refuses = () => {
        throw new RetryLater(30_000);
      };
      await paper.write(bounce(1));
      refuses = () => undefined;
      later(29);
      await bot.queue.idle();
      expect(paper.posts).toEqual([]);
      later(1);
      await bot.queue.idle();
      expect(paper.posts).toHaveLength(1);
    });

    test('goes out in its order: a line never comes before the post that it is about', async () => {
      const { caseId } = await paper.paste(bounce(1));
      let down = true;
      const order: string[] = [];
      refuses = ({ what }) => {
        if (down && what.kind === 'update') throw new Error('503');
        order.push(what.kind);
      };
      await paper.press(paper.now(caseId), 'Claim');
      expect(order).toEqual([]);
      down = false;
      later(10);
      await bot.queue.idle();
      expect(order).toEqual(['update', 'line']);
    });

    test('for one message stays in its order: an answer that is put off comes before the next one', async () => {
      let down = true;
      refuses = ({ what }) => {
        if (down && what.kind === 'post' && what.reply.kind === 'verdict') throw new RetryLater(5000);
      };
      const report =
        '<feedback><report_metadata><org_name>mail.example</org_name></report_metadata><policy_published><domain>shop.example</domain><p>none</p></policy_published><record><row><source_ip>203.0.113.9</source_ip><count>2</count><policy_evaluated><dkim>pass</dkim><spf>fail</spf></policy_evaluated></row></record></feedback>';
      const files = [{ name: 'report.xml', bytes: new TextEncoder().encode(report) }];
      expect(await paper.write(bounce(1), { heard: 'asked', files })).toEqual([]);
      down = false;
      later(5);
      await bot.queue.idle();
      expect(paper.posts.map(({ reply }) => reply.kind)).toEqual(['verdict', 'note']);
    });

    test('does not wait for another conversation that is slow', async () => {
      const slow = Promise.withResolvers<string>();
      const { deliver } = paper.connector;
      bot.queue.connect({
        ...paper.connector,
        deliver: (delivery) => (delivery.messageId === 'C1:slow' ? slow.promise : deliver(delivery)),
      });
      const event = { text: bounce(1), heard: 'watching' as const, bot: null, edit: null, place, files: [] };
      const { deliveries: owed } = await bot.desk.message({ ...event, id: 'C1:slow' });
      expect(owed).toHaveLength(1);
      later(30);
      bot.queue.nudge();
      void paper.write(bounce(2), { id: 'C1:quick' });
      await vi.waitFor(() => expect(paper.posts.map(({ messageId }) => messageId)).toEqual(['C1:quick']));
      slow.resolve('C1:1');
      await bot.queue.idle();
    });

    test('for a channel that is gone is given up, and holds up nobody else', async () => {
      refuses = ({ place: { channel } }) => {
        if (channel === 'GONE') throw new Undeliverable('the channel is gone');
      };
      await paper.write(bounce(1), { place: { ...place, channel: 'GONE' } });
      expect(await paper.write(bounce(2))).toHaveLength(1);
      const given = await bot.store
        .selectFrom('outbox')
        .select(['channel', 'given_up'])
        .where('given_up', 'is not', null)
        .execute();
      expect(given).toEqual([{ channel: 'GONE', given_up: 'the channel is gone' }]);
    });

    test('after an outage all of it goes out with the first that does', async () => {
      let down = true;
      refuses = () => {
        if (down) throw new Error('503');
      };
      for (let n = 0; n < 8; n += 1) await paper.write(bounce(n), { id: `C1:${n}` });
      for (const seconds of [2, 6, 20, 80]) {
        later(seconds);
        await bot.queue.idle();
      }
      down = false;
      // Each waits for 5 minutes by now.
      later(30);
      await bot.queue.idle();
      expect(paper.posts).toEqual([]);
      await paper.write(bounce('new'));
      await bot.queue.idle();
      expect(new Set(paper.posts.map(({ messageId }) => messageId)).size).toBe(9);
    });

    test('and with a new connection', async () => {
      let down = true;
      refuses = () => {
        if (down) throw new Error('503');
      };
      await paper.write(bounce(1));
      for (const seconds of [2, 6, 20, 80]) {
        later(seconds);
        await bot.queue.idle();
      }
      down = false;
      bot.queue.connected('slack');
      await bot.queue.idle();
      expect(paper.posts).toHaveLength(1);
    });

    test('what had no answer is looked for late enough, whatever succeeds meanwhile', async () => {
      const tries: boolean[] = [];
      refuses = ({ messageId, again }) => {
        if (messageId !== 'C1:slow') return;
        tries.push(again);
        if (tries.length === 1) throw new Unanswered('timed out');
      };
      await paper.write(bounce('slow'), { id: 'C1:slow' });
      later(29);
      await paper.write(bounce(2));
      bot.queue.connected('slack');
      await bot.queue.idle();
      expect(tries).toEqual([false]);
      later(1);
      await bot.queue.idle();
      expect(tries).toEqual([false, true]);
    });

    test('that had no answer is looked at once more, also where the process died meanwhile', async () => {
      refuses = () => {
        throw new Unanswered('timed out');
      };
      await paper.write(bounce('slow'), { id: 'C1:slow' });
      await bot.close();
      bot = await openDesk({ url, now: () => today });
      const made: string[] = [];
      paper = connectPaper(bot, ({ what }) => void made.push(what.kind));
      for (const seconds of [30, 120]) {
        later(seconds);
        await bot.queue.idle();
      }
      expect(made).toEqual(['post', 'single']);
    });

    test('is given up after a day', async () => {
      refuses = () => {
        throw new Error('500');
      };
      await paper.write(bounce(1));
      later(25 * 60 * 60);
      await bot.queue.idle();
      refuses = () => undefined;
      later(60 * 60);
      await bot.queue.idle();
      expect(paper.posts).toEqual([]);
    });

    test('shows how things stand when it goes out, once however much has changed', async () => {
      const { caseId } = await paper.paste(bounce(1));
      let down = true;
      const updates: string[] = [];
      refuses = ({ what }) => {
        if (down) throw new Error('503');
        if (what.kind === 'update') updates.push(verdict(what.reply).state ? 'settled' : 'open');
      };
      await paper.press(paper.now(caseId), 'Claim');
      await paper.press(paper.now(caseId), 'Resolve');
      down = false;
      later(60);
      await bot.queue.idle();
      expect(new Set(updates)).toEqual(new Set(['settled']));
    });

    test('is one update, whatever has changed before it went out', async () => {
      const { caseId } = await paper.paste(bounce(1));
      const went: string[] = [];
      refuses = ({ what }) => {
        went.push(what.kind);
      };
      await bot.queue.disconnect('slack');
      await paper.press(paper.now(caseId), 'Claim');
      await paper.press(paper.now(caseId), 'Resolve');
      bot.queue.connect(paper.connector);
      await bot.queue.idle();
      expect(went.toSorted()).toEqual(['line', 'line', 'update']);
    });

    test('is another update where one is under way already, which may show the old look', async () => {
      const { caseId } = await paper.paste(bounce(1));
      await bot.queue.disconnect('slack');
      await paper.press(paper.now(caseId), 'Claim');
      const updates = bot.store.selectFrom('outbox').select('id').where('kind', '=', 'update');
      expect(await updates.execute()).toHaveLength(1);
      await bot.store.updateTable('outbox').set({ attempts: 1 }).where('kind', '=', 'update').execute();
      await paper.press(paper.now(caseId), 'Resolve');
      expect(await updates.execute()).toHaveLength(2);
    });
  });

  describe('a process that dies', () => {
    test('before it has answered: another one answers within 30 seconds', async () => {
      const dying = await openDesk({ url, now: () => today });
      dying.queue.connect({
        name: 'slack',
        open: () => new Promise(() => undefined),
        deliver: async () => null,
      });
      const event = {
        id: 'C1:9',
        text: bounce(9),
        heard: 'watching' as const,
        bot: null,
        edit: null,
        place,
        hasFiles: false,
      };
      await dying.queue.take({ ...event, payload: 'C1:9' });
      await paper.write(bounce(9), { id: 'C1:9' });
      expect(paper.posts).toEqual([]);
      later(30);
      await bot.queue.idle();
      expect(paper.posts.map(({ messageId }) => messageId)).toEqual(['C1:9']);
      await dying.store.destroy();
    });

    test('while it posts: another one looks whether the post is there', async () => {
      const again: boolean[] = [];
      const dying = await openDesk({ url, now: () => today });
      connectPaper(dying, () => {
        again.push(false);
      }).connector.deliver = () => new Promise(() => undefined);
      const message = {
        id: 'C1:8',
        text: bounce(8),
        files: [],
        heard: 'watching' as const,
        bot: null,
        edit: null,
        place,
      };
      const { deliveries: owed } = await dying.desk.message(message);
      expect(owed).toHaveLength(1);
      refuses = (delivery) => {
        again.push(delivery.again);
      };
      later(30);
      await bot.queue.idle();
      expect(again).toEqual([true]);
      await dying.store.destroy();
    });
  });

  test('an event that comes to two processes at once is answered by one', async () => {
    const other = await openDesk({ url, now: () => today });
    const there = connectPaper(other);
    const ids = Array.from({ length: 20 }, () => `C1:${randomUUID()}`);
    await Promise.all(
      ids.flatMap((id, n) => [paper.write(bounce(n), { id }), there.write(bounce(n), { id })]),
    );
    expect([...paper.posts, ...there.posts].map(({ messageId }) => messageId).sort()).toEqual(ids.sort());
    await other.close();
  });

  test('messages with files that wait when the bot ends are given back: the next process begins with them at once', async () => {
    const begun: unknown[] = [];
    const reading = Promise.withResolvers<null>();
    const opening = (payload: unknown): Promise<null> => {
      begun.push(payload);
      return reading.promise;
    };
    bot.queue.connect({ ...paper.connector, open: opening });
    for (let n = 0; n < 6; n += 1) {
      const id = `C1:${n}`;
      await bot.queue.take({
        ...{ id, text: 'our logs', heard: 'watching', bot: null, edit: null, place, hasFiles: true },
        payload: id,
      });
    }
    expect(begun).toHaveLength(4);
    expect(bot.queue.unfinished()).toMatchObject({ messages: 6, presses: 0, unsaved: 0 });
    const ended = bot.queue.disconnect('slack');
    reading.resolve(null);
    await ended;
    expect(bot.queue.unfinished().messages).toBe(0);

    const next = await openDesk({ url, now: () => today });
    next.queue.connect({ ...connectPaper(next).connector, open: opening });
    await next.queue.idle();
    expect(begun.slice(4).sort()).toEqual(['C1:4', 'C1:5']);
    await next.close();
  });

  test('what is being read as the process is cut is given back too', async () => {
    let begun = 0;
    const hangs = Promise.withResolvers<null>();
    bot.queue.connect({ ...paper.connector, open: () => hangs.promise });
    await bot.queue.take({
      ...{ id: 'C1:1', text: 'a log', heard: 'watching', bot: null, edit: null, place, hasFiles: true },
      payload: 'C1:1',
    });
    const ended = bot.queue.disconnect('slack');
    await bot.queue.giveBack();
    const next = await openDesk({ url, now: () => today });
    next.queue.connect({
      ...connectPaper(next).connector,
      async open() {
        begun += 1;
        return null;
      },
    });
    await next.queue.idle();
    expect(begun).toBe(1);
    hangs.resolve(null);
    await ended;
    await next.close();
  });

  test('a message that can never be read is given up with an apology', async () => {
    const broken = await openDesk({ url, now: () => today });
    const posts: Delivery[] = [];
    broken.queue.connect({
      name: 'slack',
      open: async () => {
        throw new Error('the file has no end');
      },
      deliver: async (delivery) => {
        posts.push(delivery);
        return 'C1:x';
      },
    });
    const event = {
      id: 'C1:7',
      text: '',
      heard: 'asked' as const,
      bot: null,
      edit: null,
      place,
      hasFiles: true,
      payload: 'x',
    };
    await bot.queue.disconnect('slack');
    await broken.queue.take(event);
    for (let i = 0; i < 15; i++) {
      await broken.queue.idle();
      later(20 * 60);
    }
    await broken.queue.idle();
    expect(posts.map(({ what }) => what.kind === 'post' && note(what.reply).title)).toEqual([
      'I could not read this',
    ]);
    await broken.close();
  });
});
