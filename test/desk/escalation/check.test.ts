/** "Check DNS now": from the button to the table, the cause and the change; and what a re-check says. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { cardOf, textOf } from '../../../src/replies/index.ts';
import { openDesk, type TestDesk } from '../../support/desk.ts';
import { type DnsServer, startDnsServer, type Zone } from '../../support/dns-server.ts';
import {
  ann,
  bob,
  connectPaper,
  guest,
  labels,
  note,
  type Paper,
  place,
  type Seen,
  verdict,
  words,
} from '../../support/paper.ts';
import { onBothStores } from '../../support/stores.ts';

const SPF =
  '550 5.7.26 <user@gmail.com>: SPF [example.com] with ip: [192.0.2.7] = did not pass gsmtp (in reply to end of DATA)';
const NO_HOST = '550 5.1.2 <user@gone.example>: Host unknown: Name server: gone.example: host not found';
const DEAD = '550 5.1.1 <user@example.com>: Recipient address rejected: User unknown';

const BROKEN: Zone = {
  'example.com': { TXT: ['v=spf1 ip4:192.0.2.1 -all'], MX: ['10 mail.example.com'], A: ['192.0.2.1'] },
  'mail.example.com': { A: ['192.0.2.7'] },
  '_dmarc.example.com': { TXT: ['v=DMARC1; p=reject'] },
  '7.2.0.192.in-addr.arpa': { PTR: ['mail.example.com'] },
  'gone.example': { MX: ['0 .'] },
};
const MENDED: Zone = {
  ...BROKEN,
  'example.com': {
    TXT: ['v=spf1 ip4:192.0.2.1 ip4:192.0.2.7 -all'],
    MX: ['10 mail.example.com'],
    A: ['192.0.2.1'],
  },
};

const factOf = ({ facts }: Seen, label: string): string | undefined => {
  const fact = facts.find((one) => one.label === label);
  return fact && textOf(fact.value);
};
const stepsOf = ({ steps }: Seen): string => steps.map(textOf).join('\n');

onBothStores((newAddress) => {
  let dns: DnsServer;
  let bot: TestDesk;
  let paper: Paper;
  let url: string;
  let today: Date;
  const open = async (autoCheck = false) => {
    bot = await openDesk({ url, dns: dns.server, now: () => today, escalation: { autoCheck } });
    paper = connectPaper(bot);
  };
  beforeEach(async () => {
    today = new Date('2026-11-21T10:15:00Z');
    url = await newAddress();
    dns = await startDnsServer(BROKEN);
    await open();
  });
  afterEach(async () => {
    await bot.close();
    await dns.close();
  });

  describe('the button', () => {
    test('shows the table, the most likely cause and the exact change', async () => {
      const { caseId } = await paper.paste(SPF);
      await paper.press(paper.now(caseId), 'Check DNS now');
      const now = paper.now(caseId);
      expect(stepsOf(now)).toContain('SPF: the record leaves out 192.0.2.7');
      expect(cardOf(now).check?.change?.record).toBe('v=spf1 ip4:192.0.2.7 ip4:192.0.2.1 -all');
      expect(now.facts.some(({ label }) => label.startsWith('✗ SPF'))).toBe(true);
      expect(factOf(now, '✓ In order')).toContain('Reverse DNS of 192.0.2.7');
      expect(factOf(now, 'DNS checked')).toBe('2026-11-21 10:15');
      expect(labels(now)).toContain('Check again');
      expect(paper.lines).toHaveLength(1);
      expect(paper.lines[0]).toMatch(/^Ann had DNS looked at\. .*192\.0\.2\.7/);
    });

    test('says "checking" at once; pressed twice it is made once', async () => {
      const { caseId } = await paper.paste(SPF);
      await bot.queue.disconnect('slack');
      const press = { action: 'check', target: caseId ?? '', choice: null, person: null } as const;
      const ref = paper.posts[0]?.ref ?? null;
      const first = await bot.desk.action({ ...press, actor: ann, place, ref });
      const second = await bot.desk.action({ ...press, actor: ann, place, ref });
      expect(first).toEqual({
        ...{ update: null, post: null, notice: null, file: null },
        ...{ aside: null, details: null },
      });
      const shown = verdict(await bot.desk.show(caseId ?? '', place.team));
      expect(textOf(shown.state ?? [])).toContain('Checking DNS…');
      expect(labels(shown)).not.toContain('Check DNS now');
      expect(second.notice).toBe('It is being checked already. The answer comes in some seconds.');
      bot.queue.connect(paper.connector);
      await bot.queue.idle();
      expect(await bot.store.selectFrom('checks').selectAll().execute()).toHaveLength(1);
      expect(labels(paper.now(caseId))).toContain('Check again');
    });

    test('pressed by two at once it is made once', async () => {
      const { caseId } = await paper.paste(SPF);
      const press = { action: 'check', target: caseId ?? '', choice: null, person: null, place } as const;
      const ref = paper.posts[0]?.ref ?? null;
      // Nobody makes it before both have pressed.
      await bot.queue.disconnect('slack');
      const other = await openDesk({ url, dns: dns.server, now: () => today });
      const outcomes = await Promise.all([
        bot.desk.action({ ...press, ref, actor: ann }),
        other.desk.action({ ...press, ref, actor: bob }),
      ]);
      await other.close();
      expect(outcomes.filter(({ notice }) => notice === null)).toHaveLength(1);
      expect(await bot.store.selectFrom('checks').selectAll().execute()).toHaveLength(1);
    });

    test('in an answer that only one person sees, the report is there when the press is answered', async () => {
      const { caseId } = verdict(await bot.desk.question({ query: SPF, actor: ann, place }));
      const press = { action: 'check', target: caseId ?? '', choice: null, person: null, ref: null } as const;
      const { update } = await bot.desk.action({ ...press, actor: ann, place });
      expect(stepsOf(verdict(update))).toContain('SPF: the record leaves out 192.0.2.7');
      today = new Date('2026-11-21T11:15:00Z');
      await bot.queue.idle();
      expect(
        await bot.store.selectFrom('outbox').select('id').where('done_at', 'is', null).execute(),
      ).toEqual([]);
    });

    test('survives a restart: another process makes the check', async () => {
      const { caseId } = await paper.paste(SPF);
      await bot.queue.disconnect('slack');
      await bot.desk.action({
        action: 'check',
        target: caseId ?? '',
        choice: null,
        person: null,
        actor: ann,
        place,
        ref: paper.posts[0]?.ref ?? null,
      });
      const { posts } = paper;
      await bot.close();
      await open();
      paper.posts.push(...posts);
      await bot.queue.idle();
      expect(labels(paper.now(caseId))).toContain('Check again');
    });

    test('is not there for a dead address, and not for guests', async () => {
      expect(labels(await paper.paste(DEAD))).not.toContain('Check DNS now');
      const reply = await paper.paste(SPF);
      expect((await paper.press(reply, 'Check DNS now', guest)).notice).toContain('Guests can look');
      expect(dns.asked).toEqual([]);
    });

    test('comes behind a person where the provider only slows down: there is no list to ask', async () => {
      const slowed =
        '421 4.7.0 [TSS04] Messages from 192.0.2.7 temporarily deferred due to unexpected volume or user complaints - 4.16.55.1; see https://postmaster.yahooinc.com/error-codes';
      const listed =
        '550 5.7.1 <pat@example.net>: Service unavailable; Client host [192.0.2.7] blocked using zen.spamhaus.org';
      expect(
        cardOf(await paper.paste(slowed))
          .actions.map(({ label }) => label)
          .slice(0, 2),
      ).toEqual(['Claim', 'Snooze 1 hour']);
      expect(cardOf(await paper.paste(listed)).actions[0]?.label).toBe('Check listing');
    });

    test('looks at the recipient’s domain where that is gone', async () => {
      const { caseId } = await paper.paste(NO_HOST);
      await paper.press(paper.now(caseId), 'Check DNS now');
      expect(stepsOf(paper.now(caseId))).toContain('gone.example');
      expect(dns.asked.some((question) => question === 'MX gone.example')).toBe(true);
    });
  });

  describe('a bounce that names no domain', () => {
    const UNNAMED =
      '550 5.7.26 <kim@gmail.com>: Your email has been blocked because the sender is unauthenticated. Gmail requires all senders to authenticate with either SPF or DKIM. gsmtp';
    const fields = (values: Readonly<Record<string, string>>) =>
      Object.fromEntries(
        Object.entries(values).map(([name, text]) => [name, text === '' ? [] : [{ id: text, name: text }]]),
      );
    const hand = async (
      caseId: string | null,
      values: Readonly<Record<string, string>>,
      ref: string | null,
    ) => {
      const request = { form: 'check-domain', target: caseId ?? '', actor: ann, place } as const;
      const submitted = await bot.desk.submit({ ...request, values: fields(values), ref });
      await bot.queue.idle();
      return submitted;
    };

    test('is asked about what whoever knows it names, and so it is again', async () => {
      const { caseId } = await paper.paste(UNNAMED);
      expect(cardOf(paper.now(caseId)).actions[0]?.label).toBe('Check a domain…');
      const ref = paper.posts[0]?.ref ?? null;
      expect(await hand(caseId, { domain: 'example.com', ip: '192.0.2.7' }, ref)).toMatchObject({
        kind: 'done',
        outcome: { notice: null },
      });
      const now = paper.now(caseId);
      expect(stepsOf(now)).toContain('SPF: the record leaves out 192.0.2.7');
      expect(labels(now)).toContain('Check again');
      dns.serve(MENDED);
      today = new Date('2026-11-21T11:15:00Z');
      await paper.press(now, 'Check again');
      expect(stepsOf(paper.now(caseId))).toContain('What was wrong in DNS is fixed.');
    });

    test('in an answer that only one person sees, the report is there at once', async () => {
      const query = `to=<kim@gmail.com>, dsn=5.7.26, status=bounced (host gmail-smtp-in.l.google.com said: ${UNNAMED})`;
      const { caseId } = verdict(await bot.desk.question({ query, actor: ann, place }));
      const submitted = await hand(caseId, { domain: 'example.com', ip: '192.0.2.7' }, null);
      const update = submitted.kind === 'done' ? submitted.outcome.update : null;
      expect(stepsOf(verdict(update))).toContain('SPF: the record leaves out 192.0.2.7');
    });

    test.each([
      ['domain', 'mail.corp.local', 'a name of a private network'],
      ['domain', 'example', 'is a single word'],
      ['domain', 'ex ample.com', 'is not a domain name'],
      ['ip', '10.1.2.3', 'servers on the Internet see another one'],
      ['ip', '300.1.2.3', 'is not an IP address'],
      ['selector', '-x-', 'is not a DKIM selector'],
    ])('%s "%s" is refused where it was typed, and nobody is asked', async (field, typed, why) => {
      const { caseId } = await paper.paste(UNNAMED);
      const submitted = await hand(caseId, { domain: 'example.com', [field]: typed }, null);
      expect(submitted).toMatchObject({ kind: 'wrong', errors: { [field]: expect.stringContaining(why) } });
      expect(dns.asked).toEqual([]);
    });
  });

  describe('a re-check', () => {
    test('tells what changed since the first, and offers to resolve', async () => {
      const { caseId } = await paper.paste(SPF);
      await paper.press(paper.now(caseId), 'Check DNS now');
      dns.serve(MENDED);
      today = new Date('2026-11-21T11:15:00Z');
      await paper.press(paper.now(caseId), 'Check again');
      const now = paper.now(caseId);
      expect(factOf(now, 'Since the first check')).toMatch(
        /^Fixed: .* What could be checked now is in order\. 2 of \d could not be checked\.$/,
      );
      expect(factOf(now, 'TXT of example.com')).toBe(
        'was "v=spf1 ip4:192.0.2.1 -all", is "v=spf1 ip4:192.0.2.1 ip4:192.0.2.7 -all"',
      );
      expect(stepsOf(now)).toContain('What was wrong in DNS is fixed.');
      expect(now.actions.find(({ style }) => style === 'primary')?.label).toBe('Resolve');
      expect(paper.lines.at(-1)).toContain('If mail goes through again, resolve this.');
    });

    test('a DNS that fails is told as not checked, and never as missing', async () => {
      const { caseId } = await paper.paste(SPF);
      dns.serve({
        'example.com': 'SERVFAIL',
        '_dmarc.example.com': 'SERVFAIL',
        '7.2.0.192.in-addr.arpa': 'SERVFAIL',
      });
      await paper.press(paper.now(caseId), 'Check DNS now');
      const now = paper.now(caseId);
      expect(factOf(now, '? Not checked')).toMatch(/could not find out \(SERVFAIL\)/);
      expect(now.facts.some(({ label }) => label.startsWith('✗'))).toBe(false);
      expect(stepsOf(now)).toContain('Not checked: SPF, DKIM');
    });
  });

  test('a new case is checked by itself where that is switched on', async () => {
    await bot.close();
    await open(true);
    const { caseId } = await paper.paste(SPF);
    expect(labels(paper.now(caseId))).toContain('Check again');
    expect(stepsOf(paper.now(caseId))).toContain('SPF: the record leaves out 192.0.2.7');
    const asked = dns.asked.length;
    await paper.write(SPF);
    expect(dns.asked.length).toBe(asked);
  });

  describe('/bounces check', () => {
    const check = (text: string) => bot.desk.command({ text: `check ${text}`, actor: guest, place });

    test('answers the asker with the rows of a case’s check, the rest a press away, and can be shared', async () => {
      const reply = verdict(await check('<http://example.com|example.com> 192.0.2.7 s1'));
      expect(reply.title).toBe('DNS of example.com and 192.0.2.7');
      const { check: shown, actions } = cardOf(reply);
      expect(shown?.rows.map(({ mark, text }) => `${mark} ${textOf(text)}`)).toEqual([
        '✗ SPF: the record leaves out 192.0.2.7',
        '✗ Also DKIM, DMARC',
        '✓ reverse DNS, domain',
      ]);
      expect(shown?.change?.record).toBe('v=spf1 ip4:192.0.2.7 ip4:192.0.2.1 -all');
      const press = (action: 'details' | 'share') =>
        bot.desk.action({
          ...{ action, choice: null, person: null, actor: guest, place, ref: null },
          target: actions.find((button) => button.action === action)?.target ?? '',
        });
      const { details } = await press('details');
      expect(details?.steps.map(textOf).join('\n')).toContain('To see the same: dig ');
      expect(details?.dns.map(({ label }) => label)).toContain('✓ In order');
      const { post } = await press('share');
      expect(cardOf(verdict(post)).actions.map(({ action }) => action)).toEqual(['details']);
    });

    test.each([
      ['', 'Say what to check.'],
      ['192.0.2.1 192.0.2.2', 'Name one IP address at a time.'],
      ['example', '"example"'],
      ['example.com -x-', 'is not a DKIM selector'],
    ])('"check %s" is refused in words', async (typed, why) => {
      const reply = note(await check(typed));
      expect(reply.tone).toBe('refusal');
      expect(words(reply)).toContain(why);
    });
  });
});
