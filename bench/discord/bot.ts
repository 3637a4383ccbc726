/**
 * The bot alone in a process, as it runs in earnest but for its log: the benchmark's parent plays Discord. Told
 * "memory", it says what it holds after a garbage collection.
 */
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { createDiscordAdapter } from '../../adapters/discord/index.ts';
import { openDesk } from '../../test/support/desk.ts';

const [apiUrl = '', token = '', database = ':memory:'] = process.argv.slice(2);

export const BOT = fileURLToPath(import.meta.url);

if (process.argv[1] === BOT) {
  const core = await openDesk({ url: database, now: () => new Date() });
  const log = pino({ level: 'error' }, process.stderr);
  const adapter = createDiscordAdapter({ token, apiUrl }, { ...core, log });
  await adapter.start();
  core.queue.start();
  process.on('message', () => {
    globalThis.gc?.();
    const { rss, heapUsed } = process.memoryUsage();
    process.send?.({ rss, heapUsed });
  });
  process.on('disconnect', () => process.exit(0));
  process.send?.('ready');
}
