/** How long people wait, while much is written: until a press or command is acknowledged, until they are answered. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Interaction } from '../../test/support/discord/world.ts';
import { type Print, percentile } from '../store/figures.ts';
import { startBot } from './process.ts';

const RATES = [50, 200, 500];
const SECONDS = 20;
/** One message in so many is a bounce. */
const BOUNCES = 100;
/** Commands a second, beside the messages. */
const COMMANDS = 5;
const CHANNELS = 20;

export async function benchLatency(print: Print): Promise<void> {
  for (const rate of RATES) {
    const { reply, acknowledgement, command, bounces } = await run(rate);
    const name = `${rate} messages a second, 1 % bounces`;
    print(`${name}: acknowledgement of a command`, shown(acknowledgement));
    print(`${name}: its answer`, shown(command));
    print(`${name}: answer to a bounce (${bounces})`, shown(reply));
  }
}

const shown = (times: readonly number[]): string =>
  `p50 ${percentile(times, 50).toFixed(0)} ms, p99 ${percentile(times, 99).toFixed(0)} ms`;

async function run(rate: number) {
  const { discord, stop } = await startBot((one) => {
    for (let i = 0; i < CHANNELS; i++) one.channel(`c${i}`);
  });
  const channels = [...discord.world.channels.values()];
  const people = Array.from({ length: 50 }, (_, i) => discord.person(`p${i}`));
  const posted = new Map<string, number>();
  const asked = new Map<Interaction, number>();
  const at = <T>(list: readonly T[], i: number): T => list[i % list.length] as T;
  const start = performance.now();
  for (let i = 0; i < rate * SECONDS; i++) {
    const due = start + (i * 1000) / rate;
    const early = due - performance.now();
    if (early > 1) await pause(early);
    const text =
      i % BOUNCES === 0
        ? `550 5.1.1 <user${i}@d${i}.example>: Recipient address rejected: User unknown`
        : `message ${i}: the deploy is through, tests are green, lunch at 12?`;
    const message = discord.post(at(channels, i), at(people, i), text);
    if (i % BOUNCES === 0) posted.set(message.id, performance.now());
    if (i % Math.round(rate / COMMANDS) === 0) {
      asked.set(discord.command('5.7.1', at(people, i), at(channels, i)), performance.now());
    }
  }
  await discord.until(
    () => [...posted.keys()].every((id) => discord.messages(id).length > 0),
    'all bounces to be answered',
  );
  const when = (path: string): number =>
    discord.world.asked.find((one) => one.path === `/api/v10${path}` && one.status < 300)?.at ?? Number.NaN;
  const { applicationId } = discord.world;
  const result = {
    bounces: posted.size,
    reply: [...posted].map(([id, since]) => when(`/channels/${id}/messages`) - since),
    acknowledgement: [...asked].map(
      ([{ id, token }, since]) => when(`/interactions/${id}/${token}/callback`) - since,
    ),
    command: [...asked].map(
      ([{ token }, since]) => when(`/webhooks/${applicationId}/${token}/messages/@original`) - since,
    ),
  };
  await stop();
  return result;
}
