/** Whether a mail still waits in the queue: what is resent by hand meanwhile arrives twice. */
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { openCatalog } from '../../src/catalog/index.ts';
import { createExplain } from '../../src/diagnosis/index.ts';
import { cardOf, detailsOf, textOf, verdictReply } from '../../src/replies/index.ts';

const { catalog } = await openCatalog({
  folder: fileURLToPath(new URL('../../catalog', import.meta.url)),
  own: null,
});
const { explain } = createExplain(catalog);

async function wordsFor(text: string): Promise<string> {
  const [diagnosis] = (await explain(text, { asked: true })).diagnoses;
  if (diagnosis === undefined) throw new Error('no bounce');
  const reply = verdictReply(diagnosis, catalog, null);
  const { sentence, steps } = cardOf(reply);
  return [...[sentence ?? [], ...steps].map(textOf), JSON.stringify(detailsOf(reply).customers)].join('\n');
}

test.each([
  'rcpt=lars@firma.example 452 4.2.2 mailbox full',
  'recipient=lars@firma.example response="452 4.2.2 mailbox full"',
  'rcpt=lars@firma.example status=deferred response="452 4.2.2 mailbox full"',
])('nobody said that the server gave up: %s', async (text) => {
  const words = await wordsFor(text);
  expect(words).toContain('your server retries');
  expect(words).not.toMatch(/gave up|won’t by itself|could not be delivered/);
});

test('an event that tells a failure has it come back', async () => {
  const words = await wordsFor(
    '{"event":"failed","recipient":"lars@firma.example","response":"452 4.2.2 mailbox full"}',
  );
  expect(words).toContain('gave up');
});

test('what a log defers is still tried, whatever the code', async () => {
  const words = await wordsFor(
    'Oct 20 08:00:09 m1 postfix/smtp[101]: A3C1F: to=<lars@firma.example>, relay=smtp.relay.example[192.0.2.4]:587, delay=4, dsn=5.7.8, status=deferred (SASL authentication failed; server smtp.relay.example[192.0.2.4] said: 535 5.7.8 Error: authentication failed)',
  );
  expect(words).toContain('has not been delivered yet');
  expect(words).toContain('no need to send it again');
});
