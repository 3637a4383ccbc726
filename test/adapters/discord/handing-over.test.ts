import { expect, test } from 'vitest';
import { handOver } from '../../../adapters/discord/handing-over.ts';
import type { Turn } from '../../../adapters/discord/turn.ts';

/** Hands a file over to a turn that writes down what it was told. */
async function handed(name: string, content: string, attachmentSizeLimit = 10_485_760) {
  const told: Parameters<Turn['whisper']>[] = [];
  const turn: Turn = {
    show: async () => undefined,
    speak: async () => undefined,
    refresh: async () => undefined,
    whisper: async (...words) => void told.push(words),
  };
  await handOver({ attachmentSizeLimit }, { name, content }, turn);
  const [body, files = []] = told[0] ?? [];
  return { components: JSON.stringify(body?.components), files };
}

test.each([
  ['user-unknown-0a1b2c.csv', 'user-unknown-0a1b2c.csv'],
  ['../../etc/passwd', 'etc-passwd'],
  ['@everyone <#1>\n.csv', 'everyone-1-.csv'],
  ['größe.csv', 'gr-e.csv'],
  ['…', 'file.txt'],
  [`${'x'.repeat(300)}.csv`, `${'x'.repeat(96)}.csv`],
])('the name %j becomes %j, and the message shows the file of that name', async (name, safe) => {
  const { components, files } = await handed(name, 'é');
  expect(files).toEqual([{ name: safe, bytes: Buffer.from('é') }]);
  expect(components).toContain(`"attachment://${safe}"`);
});

test('a file over the limit that came with the press is not sent; the words say what to do', async () => {
  const { components, files } = await handed('a.csv', 'ééé', 5);
  expect(files).toEqual([]);
  expect(components).toContain('Paste the log in parts');
});
