/** `bounce-triage explain` for people: the card of one bounce, a table of many. */
import { describe, expect, test } from 'vitest';
import { renderVerdict } from '../../../adapters/cli/render.ts';
import { wrapPieces } from '../../../adapters/cli/styled.ts';
import type { Terminal } from '../../../adapters/cli/terminal.ts';
import { openCatalog } from '../../../src/catalog/index.ts';
import { createExplain } from '../../../src/diagnosis/index.ts';
import { verdictReply } from '../../../src/replies/index.ts';
import { run } from '../../support/command-line.ts';
import { deadAddresses, fullMailbox } from '../../support/mail-log.ts';
import { arrived, attempt } from '../../support/postfix-log.ts';

const GMAIL =
  '550-5.7.26 Your email has been blocked because the sender is unauthenticated. Gmail requires all senders to authenticate with either SPF or DKIM. Authentication results: DKIM = did not pass SPF [example.com] with ip: [192.0.2.5] = did not pass gsmtp';
const explain = (input: string, ...options: readonly string[]) =>
  run(['explain', ...options], { input, columns: 80, env: { NO_COLOR: '1' } });
const linesOf = (out: string) => out.trimEnd().split('\n');

describe('one bounce', () => {
  test('is told in a few lines: what, whose, which one, what to do, and what --verbose has besides', async () => {
    const { out } = await explain(GMAIL);
    const lines = linesOf(out);
    expect(lines.length).toBeLessThanOrEqual(20);
    expect(lines[0]).toMatch(/^Gmail/);
    expect(lines[1]).toMatch(/^Authentication/);
    expect(lines[2]).toMatch(/^550 5\.7\.26/);
    expect(out).toMatch(/^Failed: .*Owner: whoever runs the DNS of example\.com/m);
    expect(lines.find((line) => line.startsWith('--verbose: '))).toContain('the server’s words');
    expect(out).not.toContain('Your email has been blocked');
  });

  test('--verbose has all the rest: the server’s words, facts, all steps, the message for the owner, sources', async () => {
    const { out } = await explain(GMAIL, '--verbose');
    for (const title of ['The server said', 'Facts', 'All steps', 'For the owner', 'Sources']) {
      expect(out).toContain(`\n\n${title}\n`);
    }
    expect(out).toContain('  | 550 5.7.26 Your email has been blocked');
    expect(out).not.toContain('--verbose');
  });

  test('tells times in the zone that logs are read in, and a complaint’s is none of a bounce', async () => {
    const { catalog } = await openCatalog({ folder: 'catalog', own: null });
    const zone = 'Europe/Berlin';
    const { explain: read } = createExplain(catalog, { now: () => new Date('2026-11-28'), zone });
    const terminal = { stdout: { columns: 200 }, env: {} } as unknown as Terminal;
    const factsOf = async (text: string): Promise<string> => {
      const [diagnosis] = (await read(text, { asked: true })).diagnoses;
      if (diagnosis === undefined) return '';
      return renderVerdict(verdictReply(diagnosis, catalog, null), terminal, { verbose: true, zone });
    };
    const log = attempt({
      time: '09:12:44',
      id: '4FpQx0abcz9',
      to: 'ann@example.com',
      words: '550 5.1.1 User unknown',
    });
    expect(await factsOf(log)).toContain('\n  Bounced: 2026-11-21 09:12 Europe/Berlin, queue 4FpQx0abcz9\n');
    const complaint =
      'Feedback-Type: abuse\nUser-Agent: Yahoo!-Mail-Feedback/2.0\nVersion: 0.1\nOriginal-Rcpt-To: ann@example.com\nOriginal-Mail-From: <b+7@news.example.org>\nReceived-Date: Tue, 06 Jan 2026 14:22:10 +0000\n';
    expect(await factsOf(complaint)).toContain('\n  Sent: 2026-01-06 15:22 Europe/Berlin\n');
    expect(await factsOf(complaint)).toContain('\n  Envelope domain: news.example.org\n');
    const event = JSON.stringify({
      notificationType: 'Complaint',
      complaint: {
        complainedRecipients: [{ emailAddress: 'ann@example.com' }],
        timestamp: '2026-01-06T14:22:10Z',
      },
      mail: { messageId: 'm1' },
    });
    expect(await factsOf(event)).toContain('\n  Complained: 2026-01-06 15:22 Europe/Berlin\n');
  });

  test('takes at most 20 lines of 80 characters, whichever answer of the catalog it is', async () => {
    const { catalog } = await openCatalog({ folder: 'catalog', own: null });
    const { explain: read } = createExplain(catalog, { now: () => new Date(0), zone: 'UTC' });
    const terminal = { stdout: { isTTY: true, columns: 80 }, env: { NO_COLOR: '1' } } as unknown as Terminal;
    const over: string[] = [];
    for (const entry of catalog.entries) {
      const { diagnoses } = await read(entry.example, { asked: true });
      const [diagnosis] = diagnoses;
      if (diagnosis === undefined) continue;
      const text = renderVerdict(verdictReply(diagnosis, catalog, null), terminal, { verbose: false });
      if (linesOf(text).length > 20) over.push(entry.id);
    }
    expect(over).toEqual([]);
  });

  test('colours on a terminal, none in a pipe or with NO_COLOR', async () => {
    const mark = '\u001b[';
    expect((await run(['explain'], { input: GMAIL, columns: 80 })).out).toContain(mark);
    expect((await run(['explain'], { input: GMAIL })).out).not.toContain(mark);
    expect((await explain(GMAIL)).out).not.toContain(mark);
  });

  test('a style never changes where a line breaks, and a stranger’s control characters stay out', () => {
    const paint = (_: unknown, text: string): string => `<${text}>`;
    const pieces = [
      { text: 'Run ', style: null },
      { text: 'check a.example', style: 'cyan' as const },
      { text: '. Then \u001b]0;evil wait', style: null },
    ];
    expect(wrapPieces(pieces, 12, paint)).toEqual([
      'Run <check>',
      '<a.example>.',
      'Then',
      '�]0;evil',
      'wait',
    ]);
  });
});

describe('several bounces', () => {
  const LOG = [
    ...deadAddresses(4),
    '550 5.1.1 <ann@mail.ru>: user not found',
    fullMailbox,
    '450 4.2.0 <pat@example.net>: Recipient address rejected: Greylisted, see http://postgrey.schweikert.ch/',
    GMAIL,
  ].join('\n');

  test('are a table first, the most bounces on top, with what to do; over three problems nothing else', async () => {
    const { status, out } = await explain(LOG);
    const lines = linesOf(out);
    expect(status).toBe(0);
    expect(lines[0]).toBe('8 bounces, 4 problems   Suppress 5 · Fix 1 · Wait for 2');
    expect(lines[2]).toMatch(/^Nr {2}Count {2}Do {8}Problem +Refused by$/);
    expect(lines[3]).toMatch(/^ 1 {6}5 {2}suppress {2}\S/);
    expect(lines.slice(4, 7).every((line) => /^ \d {6}1 {2}(?:wait|fix) /.test(line))).toBe(true);
    expect(lines.at(-1)).toBe('One of them: --show 3 · all: --verbose · dead addresses: --dead > dead.txt');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  test('--show tells of one of them, and of whom it befell', async () => {
    const { out } = await explain(LOG, '--show', '1');
    expect(out).toMatch(/^This address does not exist\nHard bounce/);
    expect(out).toMatch(
      /\n550 5\.1\.1 · 5 addresses · example\.com, Mail\.ru\nuser0@example\.com, .* and 2 more\n/,
    );
    expect(out.replace(/\s+/g, ' ')).toContain(
      'Run bounce-triage explain --dead FILE | bounce-triage suppressions import -:',
    );
    expect(await explain(LOG, '--show', '5')).toMatchObject({
      status: 2,
      err: expect.stringContaining('There are 4 problems.'),
    });
    expect((await explain(LOG, '--show', 'x')).err).toContain('takes the number of a row, not "x"');
  });

  test('suggests to suppress nobody whom mail reached since', async () => {
    const bounced = attempt({
      ...{ day: 24, time: '09:12:41', id: '4FB1C21177', to: 'olga@kunde.example' },
      words: '550 5.1.1 <olga@kunde.example>: Recipient address rejected: User unknown',
    });
    const sent = arrived({ day: 26, time: '10:15:02', id: '4FD9E07711', to: 'olga@kunde.example' });
    expect((await explain(bounced)).out).toContain('suppressions add olga@kunde.example');
    for (const log of [`${bounced}\n${sent}`, `${sent}\n${bounced}`]) {
      const { out } = await explain(log);
      expect(out).toContain('Mail to it arrived since');
      expect(out).not.toMatch(/suppressions add|suppress it/);
    }
  });

  test('--dead prints addresses that are surely dead, each once: not one that only may be, or that mail reached', async () => {
    const { status, out } = await explain(`${LOG}\n550 <lee@example.org>: mailbox unavailable`, '--dead');
    expect(status).toBe(0);
    expect(linesOf(out).toSorted()).toEqual([
      'ann@mail.ru',
      'user0@example.com',
      'user1@example.com',
      'user2@example.com',
      'user3@example.com',
    ]);
    const none = await explain(fullMailbox, '--dead');
    expect(none).toMatchObject({
      status: 0,
      out: '',
      err: expect.stringMatching(/No address is dead beyond doubt\.\n$/),
    });
    expect((await explain(LOG, '--dead', '--json')).status).toBe(2);
  });

  test('up to three problems have their cards below the table', async () => {
    const { out } = await explain([...deadAddresses(2), fullMailbox].join('\n'));
    expect(out).toMatch(/^3 bounces, 2 problems/);
    expect(out).toMatch(/\nThis address does not exist\nHard bounce/);
    expect(out.match(/^--verbose/gm)).toHaveLength(1);
  });

  test('--verbose tells of every problem', async () => {
    const { out } = await explain(LOG, '--verbose');
    expect(out.match(/^The server said$/gm)).toHaveLength(4);
  });
});

describe('a card of several', () => {
  const unsure = (id: number, to: string): string =>
    attempt({
      time: `09:10:0${id}`,
      id: `4FpQx0abc${id}`,
      to,
      words: '550 Requested action not taken: mailbox unavailable',
      relay: `mx.${to.split('@')[1]}`,
    });

  test('says of none what one of them alone is: no provider’s words, no host, no domain', async () => {
    const rows = [
      'email,reason',
      'carla@gmail.com,550 5.1.1 The email account that you tried to reach does not exist. Please try double-checking',
      'luz@hotmail.com,550 5.5.0 Requested action not taken: mailbox unavailable (S2017062302)',
      'sam@shop.example,550 5.1.1 User unknown',
    ];
    const { out } = await explain(rows.join('\n'), '--show', '1');
    expect(out).toMatch(/\n550 5\.1\.1 · 3 addresses · Gmail, Microsoft, \+1\n/);
    expect(out).toMatch(/\nThe server has no mailbox by that name\./);
  });

  test('of a single one says no more than the text does: whose mailbox it is tells no host', async () => {
    const { out } = await explain('421 4.4.2 <ann@one.example>: Connection dropped due to timeout');
    expect(out).toMatch(/\n421 4\.4\.2 · ann@one\.example\n/);
  });

  test('asks nothing that has several answers; of one domain it asks about that', async () => {
    const apart = (await explain([unsure(1, 'ann@one.example'), unsure(2, 'bob@two.example')].join('\n')))
      .out;
    expect(apart).toMatch(/Look in your log which of these domains take other mail\./);
    expect(apart).not.toContain('?\n');
    const together = await explain([unsure(1, 'ann@one.example'), unsure(2, 'bob@one.example')].join('\n'));
    expect(together.out).toContain('Does your other mail to one.example get through?');
  });
});

describe('what is no bounce although it reads like one', () => {
  test('an answer of ours, handed back: its card, its table, all that --verbose prints; look-ups likewise', async () => {
    const said = [
      (await explain(fullMailbox)).out,
      (await explain(fullMailbox, '--verbose')).out,
      (await explain([...deadAddresses(2), fullMailbox].join('\n'))).out,
    ];
    for (const answer of said) {
      const again = await explain(answer);
      expect(again).toMatchObject({ status: 1, out: expect.stringMatching(/^That is my own answer\n/) });
      expect(await explain(answer, '--json')).toMatchObject({ status: 1, out: '' });
    }
    const [card = ''] = said;
    expect(await run(['lookup', card], {})).toMatchObject({
      status: 1,
      out: expect.stringMatching(/^That is my own answer\n/),
    });
    expect(JSON.parse((await run(['lookup', '--json', card], {})).out)).toMatchObject({ known: false });
    const lines = [card, fullMailbox].map((text, id) => JSON.stringify({ id, text })).join('\n');
    const batch = linesOf((await explain(lines, '--batch')).out).map((line) => JSON.parse(line));
    expect(batch.map(({ noticed, bounces }) => [noticed, bounces.length])).toEqual([
      [false, 0],
      [true, 1],
    ]);
  });

  test('talk in which a chat sees no bounce either', async () => {
    const { status, out } = await explain('Deploy 550 finished: 421 tests passed, release 5.1.1 is live');
    expect(status).toBe(1);
    expect(out).toMatch(/^I see no bounce in that\n/);
  });
});
