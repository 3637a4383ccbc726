/** What is forgotten goes from what a check and an escalation keep, too. */
import { expect, test } from 'vitest';
import { expire } from '../../../src/cases/retention.ts';
import { forget } from '../../../src/forget/index.ts';
import { openFingerprint } from '../../../src/suppressions/index.ts';
import { openDesk } from '../../support/desk.ts';
import { ann, connectPaper, place } from '../../support/paper.ts';
import { onBothStores } from '../../support/stores.ts';

const SPF =
  '550 5.7.26 <user@gmail.com>: SPF [example.com] with ip: [192.0.2.7] = did not pass gsmtp (in reply to end of DATA)';

onBothStores((newAddress) => {
  async function anEscalatedCase() {
    const bot = await openDesk({ url: await newAddress() });
    const paper = connectPaper(bot);
    const { caseId } = await paper.paste(SPF);
    await paper.press(paper.now(caseId), 'Check DNS now');
    await bot.desk.submit({
      form: 'escalate',
      target: caseId ?? '',
      actor: ann,
      place,
      values: { note: [{ id: 'Ask user@gmail.com whether it arrived.', name: '' }] },
      ref: null,
    });
    await bot.queue.idle();
    const notes = () => bot.store.selectFrom('escalations').select('note').execute();
    return { bot, notes };
  }

  test('an address in a note', async () => {
    const { bot, notes } = await anEscalatedCase();
    const now = new Date('2026-11-22T10:00:00Z');
    const fingerprint = await openFingerprint(bot.store, null, now);
    const signature = { by: ann, at: now, place: { platform: 'cli', channel: '' } };
    const { erased } = await forget(bot.store, fingerprint, 'user@gmail.com', signature);
    expect(erased.escalations).toBe(1);
    expect(await notes()).toEqual([{ note: 'Ask [forgotten] whether it arrived.' }]);
    await bot.close();
  });

  test('reports and notes of a case that is old', async () => {
    const { bot, notes } = await anEscalatedCase();
    expect(await bot.store.selectFrom('checks').select('id').execute()).toHaveLength(1);
    await expire(bot.store, new Date('2027-11-22T10:00:00Z'), 180, new AbortController().signal);
    expect(await bot.store.selectFrom('checks').select('id').execute()).toEqual([]);
    expect(await notes()).toEqual([{ note: null }]);
    await bot.close();
  });
});
