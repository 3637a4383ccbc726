/** NUL in what people write, in their names and in ids: one character is lost, and nothing else goes wrong. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Person } from '../../src/audit/index.ts';
import { openDesk, type TestDesk } from '../support/desk.ts';
import { ann, connectPaper, note, type Paper, place, words } from '../support/paper.ts';
import { onBothStores } from '../support/stores.ts';

const DEAD = '550 5.1.1 <user@example.com>: Recipient address rejected: User unknown';
const nul: Person = { ...ann, id: 'U\0', name: 'A\0nn' };

onBothStores((newAddress) => {
  let bot: TestDesk;
  let paper: Paper;
  beforeEach(async () => {
    bot = await openDesk({ url: await newAddress() });
    paper = connectPaper(bot);
  });
  afterEach(() => bot.close());
  const ask = async (text: string, actor: Person = ann) => {
    const said = note(await bot.desk.command({ text, actor, place }));
    return `${said.title}\n${words(said)}`;
  };

  test('a remark by command, a search and a look-up', async () => {
    expect(await ask('suppress dead@example.com she le\0ft', nul)).toContain(
      'dead@example.com is suppressed',
    );
    expect(await ask('suppressed dead@example.com')).toContain('she le\ufffdft');
    // Not everything that ends as the text before the NUL does.
    expect(await ask('search com\0zzz')).not.toContain('dead@example.com');
    expect(await ask('search dead\0')).not.toContain('On the suppression list: 1');
    expect(await ask('unsuppress dead@example.com new\0mailbox', nul)).toContain('may be mailed again');
    expect(await ask('suppress de\0ad@example.com why')).not.toContain('is suppressed now');
  });

  test('the note of a form, ids and names of people and channels, the id of a message', async () => {
    const there = { ...place, channel: 'C\0' };
    const { caseId } = await paper.paste(DEAD, { id: 'C1:\0', place: there });
    const target = caseId ?? '';
    const { notice } = await bot.desk.action({
      ...{ action: 'claim', target, choice: null, person: null, actor: nul, place: there, ref: 'C\0:1' },
    });
    expect(notice ?? '').not.toContain('Not saved');
    const handed = await bot.desk.submit({
      ...{ form: 'feedback', target, actor: nul, place: there, ref: null },
      values: {
        what: [{ id: 'other-kind', name: '' }],
        kind: [{ id: 'hard', name: '' }],
        note: [{ id: 'it\0is', name: 'it\0is' }],
      },
    });
    expect(handed.kind).not.toBe('wrong');
    const said = await bot.store.selectFrom('audit').selectAll().where('action', '=', 'feedback').execute();
    expect(said).toHaveLength(1);
    expect(JSON.stringify(said)).toMatch(/it(?:\\\\u0000|\ufffd)is/);
    // It is known by its id again.
    expect(await bot.desk.hasAnswered({ id: 'C1:\0', place: there })).toBe(true);
    expect(await bot.desk.question({ query: `tag\0 ${DEAD}`, actor: nul, place: there })).toBeDefined();
  });
});
