/** How long the choices take that stand under `/smtp` while somebody types. */
import { openDesk } from '../../test/support/desk.ts';
import { type Print, percentile } from '../store/figures.ts';

const TYPED = [
  '5',
  '55',
  '550',
  '550 5',
  '5.7.1',
  '421 4.7.28',
  'mail',
  'mailbox f',
  'grey',
  'dmarc gma',
  'TS03',
  'qx',
];
const ROUNDS = 200;

export async function benchCompletions(print: Print): Promise<void> {
  const { desk, close } = await openDesk();
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    for (const typed of TYPED) {
      const start = performance.now();
      desk.suggest(typed);
      times.push(performance.now() - start);
    }
  }
  print(
    'Choices while somebody types',
    `p50 ${percentile(times, 50).toFixed(2)} ms, p99 ${percentile(times, 99).toFixed(2)} ms`,
  );
  await close();
}
