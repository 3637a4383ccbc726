/** One paste, told on the command line and in a chat that never heard of it: the same counts, rows and dead addresses. */
import { afterEach, describe, expect, test } from 'vitest';
import { run } from '../../support/command-line.ts';
import { openDesk, type TestDesk } from '../../support/desk.ts';
import { connectPaper, many } from '../../support/paper.ts';
import { arrived, attempt } from '../../support/postfix-log.ts';

let bot: TestDesk | null = null;
afterEach(() => bot?.close());

/** @returns what each says first, their rows, and how many the button and `--dead` take */
async function bothOf(lines: readonly string[]) {
  const input = lines.join('\n');
  bot = await openDesk();
  const [post] = await connectPaper(bot).write(input, { heard: 'asked' });
  const { title, todo, rows, actions } = many(post?.reply);
  const { out } = await run(['explain'], { input, columns: 120, env: { NO_COLOR: '1' } });
  const [head = '', , , ...table] = out.split('\n');
  const dead = (await run(['explain', '--dead'], { input })).out.trim().split('\n').filter(Boolean);
  return {
    chat: {
      head: `${title}   ${todo}`,
      rows: rows.map(({ count, problem }) => `${count} ${problem}`),
      dead: actions.map(({ label }) => label),
    },
    terminal: {
      head,
      rows: table
        .slice(0, rows.length)
        .map((line) => /^ *\d+ +(\d+) {2}\w+ +(.+?)(?: {2}|$)/.exec(line)?.slice(1).join(' ')),
      dead: dead.length > 0 ? [`Suppress ${dead.length}…`] : [],
    },
  };
}

const refused = (id: number, to: string, words: string, time = '09:10'): string =>
  attempt({ time: `${time}:02`, id: `4FpQx0abc${id}`, to, words, relay: `mx1.${to.split('@')[1]}` });
const ROLLED = [
  'date,email,reason',
  '2026-11-20 06:00:00,Nils.Holm@fjord.example,550 5.1.1 no such mailbox',
  '2026-11-20 06:00:04,nils.holm@fjord.example,550 5.1.1 no such mailbox',
  '2026-11-20 06:01:00,tove@fjord.example,550 5.1.1 no such mailbox',
  '2026-11-20 06:02:00,per@skog.example,"550 5.1.1 <per@skog.example> recipient rejected"',
  '2026-11-20 06:03:00,ida@elv.example,550 Requested action not taken',
  '2026-11-20 06:04:00,odd@elv.example,452 4.2.2 over quota',
];

describe('chat and the command line agree', () => {
  test('on an address that was refused twice, on what is only likely, and on what nobody can tell', async () => {
    const { chat, terminal } = await bothOf(ROLLED);
    expect(terminal).toEqual(chat);
    expect(chat.head).toBe('5 bounces, 4 problems   Suppress 3 (1 likely) · Wait for 1 · Decide on 1');
    expect(chat.dead).toEqual(['Suppress 2…']);
  });

  test('on two mails to one dead address: two bounces, one address', async () => {
    const { chat, terminal } = await bothOf([
      refused(1, 'ann@gone.example', '550 5.1.1 User unknown'),
      refused(2, 'ann@gone.example', '550 5.1.1 User unknown', '09:50'),
      refused(3, 'kim@full.example', '452 4.2.2 Mailbox full'),
    ]);
    expect(terminal).toEqual(chat);
    expect(chat.head).toBe('3 bounces, 2 problems   Suppress 2 (1 address) · Wait for 1');
  });

  test('on who is dead: not whom mail reached afterwards, whatever the order; but whom it reached before', async () => {
    const bounced = [
      refused(1, 'pia@gone.example', '550 5.1.1 User unknown', '08:00'),
      refused(2, 'ron@gone.example', '550 5.1.1 User unknown', '09:30'),
      refused(3, 'kim@full.example', '452 4.2.2 Mailbox full', '08:00'),
    ];
    const sent = [
      arrived({ time: '09:30:02', id: '4FpQx0abc5', to: 'pia@gone.example' }),
      arrived({ time: '08:00:02', id: '4FpQx0abc6', to: 'ron@gone.example' }),
      arrived({ time: '08:40:02', id: '4FpQx0abc3', to: 'kim@full.example' }),
    ];
    for (const lines of [
      [...bounced, ...sent],
      [...sent, ...bounced],
    ]) {
      const { chat, terminal } = await bothOf(lines);
      expect(terminal).toEqual(chat);
      expect(chat.rows.toSorted()).toEqual([
        '1 Address does not exist',
        '1 Arrived since: address does not exist',
      ]);
      expect(chat.dead).toEqual(['Suppress 1…']);
    }
  });

  test('that what our own server turned away is no bounce, and one row', async () => {
    const away = (what: string, to: string): string =>
      `Nov 21 09:00:01 mx1 postfix/smtpd[400]: NOQUEUE: reject: RCPT from relay.stranger.example[203.0.113.9]: ${what}; from=<a@stranger.example> to=<${to}> proto=ESMTP helo=<relay>`;
    const { chat, terminal } = await bothOf([
      away('450 4.7.25 Client host rejected: cannot find your hostname, [203.0.113.9]', 'info@ours.example'),
      away('550 5.1.1 <old@ours.example>: Recipient address rejected: User unknown', 'old@ours.example'),
      '2026-11-21 09:02:00 H=(friend) [203.0.113.4] rejected EHLO or HELO friend: forged name',
      refused(1, 'ann@gone.example', '550 5.1.1 User unknown'),
      refused(2, 'kim@full.example', '452 4.2.2 Mailbox full'),
    ]);
    expect(terminal).toEqual(chat);
    expect(chat.head).toBe('2 bounces, 2 problems   Suppress 1 · Wait for 1 · Ignore 3');
    expect(chat.rows.at(-1)).toBe('3 Refused by your own server');
  });

  test('that hosts which refuse alike are one row, and that other causes of one name are told apart', async () => {
    const { chat, terminal } = await bothOf([
      ...['a', 'b', 'c', 'd'].map((name, i) =>
        refused(i, `x@${name}-mail.example`, '554 5.7.1 Message rejected: bulk mail is not accepted here'),
      ),
      refused(5, 'x@e-mail.example', '421 4.7.0 Too many connections from your IP'),
      refused(6, 'x@f-mail.example', '452 4.5.3 Too many recipients'),
      refused(7, 'x@g-mail.example', '450 4.2.0 Mailbox busy'),
      refused(8, 'x@h-mail.example', '451 4.3.0 Temporary lookup failure'),
    ]);
    expect(terminal).toEqual(chat);
    expect(new Set(chat.rows).size).toBe(chat.rows.length);
    expect(chat.rows[0]).toMatch(/^4 /);
    expect(chat.rows).toContain('2 Fault of their server');
  });
});
