/** Who was called dead, and got mail later, is not suppressed along with the dead: in whatever order it was told. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { cardOf, textOf } from '../../src/replies/index.ts';
import { openDesk, type TestDesk } from '../support/desk.ts';
import { connectPaper, labels, many, type Paper, type Seen, seen, verdict } from '../support/paper.ts';
import { arrived, attempt } from '../support/postfix-log.ts';

const dead = (name: string, day = 24): string =>
  attempt({
    day,
    time: '09:12:41',
    id: `4FB1C2${name.length}${day}`,
    to: `${name}@kunde.example`,
    words: `550 5.1.1 <${name}@kunde.example>: Recipient address rejected: User unknown`,
  });
const reached = (day = 26): string =>
  arrived({ day, time: '10:15:02', id: '4FD9E07711', to: 'olga@kunde.example' });

let bot: TestDesk;
let paper: Paper;
beforeEach(async () => {
  bot = await openDesk({ now: () => new Date('2026-11-28T12:00:00Z') });
  paper = connectPaper(bot);
});
afterEach(() => bot.close());

const listed = async () =>
  (await bot.store.selectFrom('suppressions').select('address').orderBy('address').execute()).map(
    ({ address }) => address,
  );
const saysAlive = (olga: Seen): void => {
  expect(cardOf(olga).sentence).toEqual([
    { kind: 'text', text: 'Mail to it arrived since, ' },
    { kind: 'time', at: Date.parse('2026-11-26T10:15:02Z') },
    { kind: 'text', text: '.' },
  ]);
  saysKept(olga);
};
const saysKept = (olga: Seen): void => {
  expect(olga.badge).toBe('Not sure · often a dead address · keep it for now');
  expect(labels(olga).filter((label) => /suppress/i.test(label))).toEqual([]);
};

test.each([
  ['below the bounces', [dead('olga'), dead('piet'), reached()]],
  ['above the bounces', [reached(), dead('piet'), dead('olga')]],
])('in one log, %s', async (_, lines) => {
  const answer = many((await paper.write(lines.join('\n')))[0]?.reply);
  const cards = await paper.openAll(answer);
  saysAlive(verdict(cards.find((card) => seen(card).headline.includes('olga@kunde.example'))));
  const button = answer.actions.find(({ label }) => /suppress/i.test(label));
  expect(button?.label).not.toContain('2');
  await paper.press(answer, button?.label ?? '');
  expect(await listed()).toEqual(['piet@kunde.example']);
});

test('told before the bounces', async () => {
  await paper.write(reached());
  saysAlive(await paper.paste(dead('olga')));
});

test('told after the bounces, it leaves the answer that told of both', async () => {
  const both = await paper.paste([dead('olga'), dead('piet')].join('\n'));
  expect(labels(both)).toContain('Suppress all 2…');
  await paper.write(reached());
  const now = paper.now(both.caseId);
  expect(labels(now)).toContain('Mark suppressed');
  await paper.press(both, 'Suppress all 2…');
  expect(await listed()).toEqual(['piet@kunde.example']);
  await paper.press(paper.now(both.caseId), 'Undo');
  expect(await listed()).toEqual([]);
  saysAlive(verdict((await paper.write(dead('olga')))[0]?.reply));
});

test('an older delivery changes nothing, and a bounce after it says that it is dead', async () => {
  await paper.write(reached(22));
  expect(labels(await paper.paste(dead('olga')))).toContain('Mark suppressed');
  await paper.write(reached());
  await paper.write(dead('olga', 27));
  const [post] = paper.posts;
  const again = verdict(post?.reply);
  expect(textOf(cardOf(again).sentence)).not.toContain('arrived');
  expect(labels(again)).toContain('Mark suppressed');
});

test('by command it takes a second word', async () => {
  await paper.write([dead('olga'), reached()].join('\n'));
  const actor = { id: 'U1', name: 'Ann', team: 'slack:T1', membership: 'member', groups: [] } as const;
  const place = { platform: 'slack', team: 'slack:T1', channel: 'C1' } as const;
  await bot.desk.command({ text: 'suppress olga@kunde.example', actor, place });
  expect(await listed()).toEqual([]);
});

/** At the bot it is noon in UTC: the server's clock is of another zone, which its log doesn't name. */
test.each([
  ['below', (bounce: string, later: string) => [bounce, later]],
  ['above', (bounce: string, later: string) => [later, bounce]],
])('in a log that is ahead of our clock, %s the bounce', async (_, lines) => {
  const to = 'olga@kunde.example';
  const words = `550 5.1.1 <${to}>: Recipient address rejected: User unknown`;
  const bounce = attempt({ day: 28, time: '12:40:02', id: '4FE1A07712', to, words });
  const later = arrived({ day: 28, time: '13:20:09', id: '4FE2B07713', to });
  saysKept(await paper.paste(lines(bounce, later).join('\n')));
  await paper.write(attempt({ day: 28, time: '14:00:02', id: '4FE3C07714', to, words }));
  expect(labels(verdict(paper.posts[0]?.reply))).toContain('Mark suppressed');
});
