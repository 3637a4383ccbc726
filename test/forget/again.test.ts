/** Who was forgotten and bounces again. */
import { expect, test } from 'vitest';
import { itself } from '../../src/audit/index.ts';
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
