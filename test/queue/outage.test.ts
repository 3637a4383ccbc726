/** While the store is down, who asks is answered all the same, and nothing claims success. */
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { textOf } from '../../src/replies/index.ts';
import { openDesk } from '../support/desk.ts';
import { ann, connectPaper, note, place, verdict, words } from '../support/paper.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';

const USER_UNKNOWN = '550 5.1.1 <user@example.com>: Recipient address rejected: User unknown';
const OTHER = '550 5.1.1 <other@example.com>: Recipient address rejected: User unknown';

const command = (text: string) => ({ text, actor: ann, place });

describe('a SQLite file that can only be read', () => {
  test('explains, refuses buttons in plain words, and works again when it can be written', async () => {
    const bot = await openDesk();
    const paper = connectPaper(bot);
    const { caseId } = await paper.paste(USER_UNKNOWN);
    await sql`pragma query_only = 1`.execute(bot.store);

    const { notice } = await paper.press(paper.now(caseId), 'Mark suppressed');
    expect(notice).toBe(
      'Not saved, nothing changed: the database can only be read, not written (SQLite 8). Please try again in a minute.',
    );
    const explained = await paper.paste(OTHER);
    expect(explained).toMatchObject({ title: 'This address does not exist' });
    expect(explained.actions).toEqual([]);
    expect(textOf(explained.state ?? [])).toContain('Not saved');
    expect(verdict(await bot.desk.question({ query: OTHER, actor: ann, place })).actions).toEqual([]);
    expect(verdict(await bot.desk.question({ query: '421 4.7.28', actor: ann, place })).title).not.toBe('');

    await sql`pragma query_only = 0`.execute(bot.store);
    expect((await paper.press(paper.now(caseId), 'Mark suppressed')).notice).toBeNull();
    await bot.close();
  });
});

test('a store that hangs: the platform is told within two seconds, the bounce is explained once, and stays so', async () => {
  const bot = await openDesk();
  const paper = connectPaper(bot);
  // Somebody holds the only connection.
  const held = Promise.withResolvers<void>();
  const holding = bot.store.transaction().execute(() => held.promise);
  const waiting = paper.write(USER_UNKNOWN, { id: 'C1:slow' });
  await vi.waitFor(() => expect(paper.posts).toHaveLength(1), 5000);
  expect(textOf(verdict(paper.posts[0]?.reply).state ?? [])).toContain('Not saved');
  held.resolve();
  await waiting;
  await holding;
  await bot.queue.idle();
  await paper.write(USER_UNKNOWN, { id: 'C1:slow' });
  expect(paper.posts).toHaveLength(1);
  await bot.close();
});

describe('a PostgreSQL that is stopped and started again', () => {
  let postgres: TestPostgres;
  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterAll(() => postgres.stop());

  test('lookups, explanations and refusals meanwhile; then everything again, by itself', async () => {
    const bot = await openDesk({ url: await postgres.newDatabase() });
    const paper = connectPaper(bot);
    const { caseId } = await paper.paste(USER_UNKNOWN);
    const shown = paper.now(caseId);
    await postgres.interrupt();

    const { notice } = await paper.press(shown, 'Mark suppressed');
    expect(notice).toMatch(/^Not saved, nothing changed: .* Please try again in a minute\.$/);
    expect(textOf((await paper.paste(OTHER)).state ?? [])).toContain('Not saved');
    const list = note(await bot.desk.command(command('open')));
    expect([list.title, words(list)]).toEqual([
      'Nothing was changed',
      expect.stringContaining('Explanations work all the same'),
    ]);

    await postgres.resume();
    expect((await paper.press(shown, 'Mark suppressed')).notice).toBeNull();
    expect(note(await bot.desk.command(command('open'))).title).toBe('No case open');
    await bot.close();
  });
});
