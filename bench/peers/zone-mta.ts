/**
 * zone-mta's bounce rules, driven as `explain --batch` is: {"id": …, "text": …} a line in, an answer a line out.
 *
 *     node bench/peers/zone-mta.ts RULES < lines.jsonl
 */
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { rulesIn } from '../leaderboard/zone-mta.ts';

const rules = rulesIn(readFileSync(process.argv[2] as string, 'utf8'));
for await (const line of createInterface({ input: process.stdin })) {
  const { id, text } = JSON.parse(line) as { id: unknown; text: string };
  const said = text.replace(/\s+/g, ' ').trim();
  const { action = 'reject', category = 'other' } = rules.find(({ found }) => found.test(said)) ?? {};
  process.stdout.write(`${JSON.stringify({ id, action, category })}\n`);
}
