/** Who was forgotten and bounces again. */
import { expect, test } from 'vitest';
import { itself } from '../../src/audit/index.ts';
import { listCases, statsOf } from '../../src/cases/index.ts';
import { forget } from '../../src/forget/index.ts';
import { type Fact, textOf } from '../../src/replies/index.ts';
import { openFingerprint } from '../../src/suppressions/index.ts';
import { openDesk } from '../support/desk.ts';
import { connectPaper } from '../support/paper.ts';
import { attempt } from '../support/postfix-log.ts';
import { onBothStores } from '../support/stores.ts';

onBothStores((newAddress) => {
  test('a line that is pasted once more after its address was forgotten counts once, in a case of its own', async () => {
    const at = new Date('2026-11-21T12:00:00Z');
    const bot = await openDesk({ url: await newAddress(), now: () => at });
    const paper = connectPaper(bot);
    const lines = ['ann', 'bob'].map((name) =>
      attempt({
        time: '11:00:00',
        id: `4F${name}`,
        to: `${name}@gone.example`,
        words: '550 5.1.1 User unknown',
      }),
    );
    await paper.write(lines.join('\n'));
    const origin = { by: itself('slack:T1'), at, place: null };
    await forget(bot.store, await openFingerprint(bot.store, 'a key', at), 'ann@gone.example', origin);
    await paper.write(lines.join('\n'));
    await paper.write(lines.join('\n'));
    const cases = await bot.store.selectFrom('cases').select(['key', 'count']).orderBy('opened_at').execute();
    expect(cases.filter(({ key }) => key === 'address|ann@gone.example')).toMatchObject([{ count: 1 }]);
    expect(cases.filter(({ key }) => key === 'address|bob@gone.example')).toMatchObject([{ count: 1 }]);
    await bot.close();
  });

  test('of two full mailboxes one is forgotten: the other counts its own attempt, before and after the log is pasted again', async () => {
    const at = new Date('2026-11-24T09:00:00Z');
    const bot = await openDesk({ url: await newAddress(), now: () => at });
    const paper = connectPaper(bot);
    const lines = [
      ['08:00:00', 'Ulla.Brandt'],
      ['08:40:00', 'ulla.brandt'],
      ['08:00:00', 'max'],
    ].map(([time = '', name]) =>
      attempt({
        time,
        id: '4fK1aa01z1',
        to: `${name}@sandberg.example`,
        words: '452 4.2.2 Mailbox over quota',
      }),
    );
    await paper.write(lines.join('\n'));
    const origin = { by: itself('slack:T1'), at, place: null };
    const fingerprint = await openFingerprint(bot.store, 'a key', at);
    const open = async () => {
      const { cases } = await listCases(bot.store, 'slack:T1', 'open', '', { from: 0, most: 9 });
      return cases.map(({ recipients, count }) => [...recipients, count]).toSorted();
    };
    const bounces = async () => (await statsOf(bot.store, 'slack:T1', at.getTime(), 7)).bounces;
    await forget(bot.store, fingerprint, 'ulla.brandt@sandberg.example', origin);
    expect(await open()).toEqual([['max@sandberg.example', 1]]);
    expect(await bounces()).toBe(1);
    await paper.write(lines.join('\n'));
    expect(await open()).toEqual([
      ['max@sandberg.example', 1],
      ['ulla.brandt@sandberg.example', 2],
    ]);
    expect(await bounces()).toBe(3);
    await bot.close();
  });

  test('an address that was forgotten and bounces again is told to be suppressed still', async () => {
    const at = new Date('2026-11-21T12:00:00Z');
    const bot = await openDesk({ url: await newAddress(), now: () => at });
    const paper = connectPaper(bot);
    const line = (id: string, name: string) =>
      attempt({ time: '11:00:00', id, to: `${name}@gone.example`, words: '550 5.1.1 User unknown' });
    const erased = ({ facts }: { readonly facts: readonly Fact[] }) =>
      facts.filter(({ label }) => label === 'Erased on request').map(({ value }) => textOf(value));
    await paper.press(await paper.paste(line('4F0001', 'ann')), 'Mark suppressed');
    await paper.paste(line('4F0004', 'bob'));
    const origin = { by: itself('slack:T1'), at, place: null };
    // The key that the desk has: it makes one where none is configured.
    const fingerprint = await openFingerprint(bot.store, null, at);
    for (const name of ['ann', 'bob']) await forget(bot.store, fingerprint, `${name}@gone.example`, origin);
    expect(erased(await paper.paste(line('4F0002', 'ann')))).toEqual([
      'Erased before, and suppressed ever since. Your sender still mails it.',
    ]);
    // Nobody had suppressed this one.
    expect(erased(await paper.paste(line('4F0003', 'bob')))).toEqual([]);
    await bot.close();
  });
});
