import { expect, test } from 'vitest';
import { TakesLong } from '../../src/intake/files/budget.ts';
import { read, readAside } from '../../src/intake/index.ts';
import { deadAddresses } from '../support/mail-log.ts';

const log = deadAddresses(4000).join('\n');

test('a large log is read in a thread of its own, while others get their turn', async () => {
  let turns = 0;
  const clock = setInterval(() => turns++, 1);
  const reading = await readAside(log, { asked: false });
  clearInterval(clock);
  expect(reading.bounces).toHaveLength(4000);
  expect(reading).toEqual(await read(log, { asked: false }));
  expect(turns).toBeGreaterThan(5);
});

test('what takes too long is read at its front, and says so', async () => {
  const reading = await readAside(log, { asked: true }, { budget: 1 });
  expect(reading.left).toBe('Reading it all took too long: only the first 128 kB were read.');
  expect(reading.bounces.length).toBeGreaterThan(100);
  expect(reading.bounces.length).toBeLessThan(4000);
});

test('what nobody has the patience for is let go between two readers, to be read elsewhere', async () => {
  await expect(read(log.slice(0, 20_000), { asked: true, patience: 0 })).rejects.toThrow(TakesLong);
});

test('a small mail of very many mails gets an answer about those that were read in time, and lets others go on', async () => {
  const mail = `From: a@example.com\nTo: b@example.com\nSubject: x\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n${'--b\nContent-Type: message/rfc822\n\nFrom: MAILER-DAEMON@example.org\nTo: c@example.com\nSubject: Undelivered Mail\n\n<ann@example.com>: 550 5.1.1 User unknown\n'.repeat(400)}`;
  const none = await read(mail, { asked: true, time: 0 });
  expect(none.left).toContain('Reading it all took too long');
  let turns = 0;
  const clock = setInterval(() => turns++, 1);
  const { bounces } = await readAside(mail, { asked: true });
  clearInterval(clock);
  expect(bounces[0]).toMatchObject({ recipient: 'ann@example.com', enhancedCode: '5.1.1' });
  expect(turns).toBeGreaterThan(2);
});
