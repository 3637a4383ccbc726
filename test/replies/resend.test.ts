/** When to send it again: the card's steps, its badge and Details say the same, whichever answer it is. */
import { beforeAll, describe, expect, test } from 'vitest';
import { type Catalog, openCatalog, type Permanence } from '../../src/catalog/index.ts';
import { createExplain, type Diagnosis } from '../../src/diagnosis/index.ts';
import { cardOf, detailsOf, entryReply, textOf, verdictReply } from '../../src/replies/index.ts';
import { waitStated } from '../../src/replies/wait-stated.ts';

let catalog: Catalog;
let read: (text: string) => Promise<Diagnosis>;
beforeAll(async () => {
  ({ catalog } = await openCatalog({ folder: 'catalog', own: null }));
  const { explain } = createExplain(catalog, { now: () => new Date(0), zone: 'UTC' });
  read = async (text) => (await explain(text, { asked: true })).diagnoses[0] as Diagnosis;
});

type Said = {
  readonly permanence: Permanence;
  readonly badge: string;
  readonly sentence: string;
  readonly steps: readonly string[];
  readonly resend: string;
};

function saidOf(reply: ReturnType<typeof verdictReply>, permanence: Permanence): Said {
  const { badge, sentence, steps } = cardOf(reply);
  const resend = detailsOf(reply).facts.find(({ label }) => label === 'Resend');
  return {
    permanence,
    badge: badge.address ?? '',
    sentence: sentence === null ? '' : textOf(sentence),
    steps: steps.map(textOf),
    resend: resend === undefined ? '' : textOf(resend.value),
  };
}

const NO = /^(?:not before|don[’']t|never|nothing|sending again changes nothing)/i;
const ORDERS = /\b(?:re-?send|retry|retries|send (?:it )?(?:again|anew)|once more)\b/i;
const FORBIDS = /\b(?:don[’']t|never) (?:re-?send|send|retry)/i;
const TIMES = /\d+(?: to \d+)? (?:minutes|hours|days|weeks)|tomorrow|\ban? (?:minute|hour|day|week)\b/gi;
const BY_ITSELF = /queue (?:retries|delivers)|your server retries|by itself\b/i;

/** @returns what of it can't be true together; null where all of it can */
function contradiction({ permanence, badge, sentence, steps, resend }: Said): string | null {
  // What hangs on a question is another case.
  const orders = steps.filter((step) => !/\?\s/.test(step));
  if (badge.includes('suppress') && resend !== '' && !NO.test(resend)) return 'the badge says suppress';
  if (
    !badge.includes('suppress') &&
    NO.test(resend) &&
    orders.some((step) => ORDERS.test(step) && !FORBIDS.test(step))
  )
    return 'a step says to send it again';
  if (
    !NO.test(resend) &&
    ORDERS.test(resend) &&
    !FORBIDS.test(resend) &&
    orders.some((step) => FORBIDS.test(step))
  )
    return 'a step says not to';
  const shown: readonly string[] = [sentence, ...orders].join(' ').match(TIMES) ?? [];
  const told = resend.match(TIMES) ?? [];
  if (
    orders.some((step) => ORDERS.test(step)) &&
    shown.length > 0 &&
    told.some((time) => !shown.includes(time))
  )
    return 'another time';
  if (permanence === 'permanent' && BY_ITSELF.test(resend.replace(/won[’']t by itself/i, '')))
    return 'no queue has it';
  return null;
}

describe('no two places disagree', () => {
  test('of what a server said, for good or for now', async () => {
    const found: string[] = [];
    for (const entry of catalog.entries) {
      const diagnosis = await read(entry.example);
      for (const permanence of ['permanent', 'temporary'] as const) {
        const digit = permanence === 'permanent' ? '5' : '4';
        if (entry.reply.length > 0 && !entry.reply.some((code) => code.startsWith(digit))) continue;
        const judged: Diagnosis = {
          ...diagnosis,
          permanence,
          ...(diagnosis.entry === null
            ? {}
            : {
                category: diagnosis.entry.category[permanence],
                suppress: diagnosis.suppress && diagnosis.entry.suppress[permanence],
                retry: diagnosis.entry.retry[permanence],
              }),
        };
        const said = saidOf(verdictReply(judged, catalog, null), permanence);
        const why = contradiction(said);
        if (why !== null) found.push(`${entry.id}: ${why}: ${said.resend} | ${said.steps.join(' ')}`);
      }
    }
    expect(found).toEqual([]);
  });

  test('of what somebody looks up', () => {
    const found = catalog.entries.flatMap((entry) => {
      const permanence = (entry.reply[0] ?? entry.enhanced[0])?.startsWith('4') ? 'temporary' : 'permanent';
      const said = saidOf(entryReply(entry, catalog), permanence);
      const isTold = entry.reply.length + entry.enhanced.length > 0;
      const why = isTold ? contradiction(said) : null;
      return why === null ? [] : [`${entry.id}: ${why}: ${said.resend} | ${said.steps.join(' ')}`];
    });
    expect(found).toEqual([]);
  });
});

test.each([
  ['451 4.7.1 Greylisting in effect, please come back in 00:04:59', '5 minutes'],
  ['450 4.2.0 Recipient address rejected: Greylisted for 300 seconds', '5 minutes'],
  ['451 Try again in 61 s', '2 minutes'],
  ['450 4.7.1 please retry after 1 hour', '60 minutes'],
  ['421 too many mails, wait 10800 seconds', '3 hours'],
  ['550 4.4.7 Message expired: unable to deliver in 840 minutes', null],
  ['452 4.5.3 100 messages in 60 minutes, try again later', null],
])('%s: wait %s', (words, wait) => {
  expect(waitStated(words)).toBe(wait);
});

test('the server’s own time comes before the usual one', async () => {
  const diagnosis = await read(
    '450 4.2.0 <ann@example.com>: Recipient address rejected: Greylisted for 3600 seconds',
  );
  const { sentence, resend } = saidOf(verdictReply(diagnosis, catalog, null), 'temporary');
  expect(sentence).toContain('60 minutes');
  expect(`${sentence} ${resend}`).not.toContain('5 to 30');
});
