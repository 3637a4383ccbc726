/** Escalating: whom it reaches, what they read, who acknowledges, who is next, and how it ends. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Submission } from '../../../src/desk.ts';
import { NO_PLAN, type Plan } from '../../../src/escalation/index.ts';
import { textOf } from '../../../src/replies/index.ts';
import { openDesk, type TestDesk } from '../../support/desk.ts';
import { type DnsServer, startDnsServer } from '../../support/dns-server.ts';
import {
  admin,
  ann,
  bob,
  connectPaper,
  eve,
  guest,
  labels,
  type Paper,
  place,
  type Seen,
  verdict,
} from '../../support/paper.ts';
import { onBothStores } from '../../support/stores.ts';

const SPF =
  '550 5.7.26 <user@gmail.com>: SPF [example.com] with ip: [192.0.2.7] = did not pass gsmtp (in reply to end of DATA)';
const MINUTE = 60_000;

const PLAN: Plan = {
  ...NO_PLAN,
  routes: [
    {
      name: 'DNS',
      when: { category: ['authentication'] },
      to: { slack: { channel: 'C-DNS', group: { id: 'S-DNS', name: '@dns-team' } } },
      next: { after: 30, to: { slack: { channel: 'C-OPS', group: { id: 'S-OPS', name: '@on-call' } } } },
    },
  ],
  default: { to: { slack: { channel: 'C-ALL' } } },
};

onBothStores((newAddress) => {
  let dns: DnsServer;
  let bot: TestDesk;
  let paper: Paper;
  let url: string;
  let today: Date;
  const open = async (plan: Plan) => {
    bot = await openDesk({ url, dns: dns.server, now: () => today, escalation: { plan } });
    paper = connectPaper(bot);
  };
  beforeEach(async () => {
    today = new Date('2026-11-21T10:15:00Z');
    url = await newAddress();
    dns = await startDnsServer({ 'example.com': { TXT: ['v=spf1 ip4:192.0.2.1 -all'], A: ['192.0.2.1'] } });
    await open(PLAN);
  });
  afterEach(async () => {
    await bot.close();
    await dns.close();
  });

  const later = async (minutes: number) => {
    today = new Date(today.getTime() + minutes * MINUTE);
    await bot.queue.idle();
  };
  const ticketIn = (channel: string): Seen =>
    verdict(paper.posts.find(({ ref }) => ref.startsWith(`${channel}:`))?.reply);
  const factOf = ({ facts }: Seen, label: string): string | undefined => {
    const fact = facts.find((one) => one.label === label);
    return fact && textOf(fact.value);
  };
  const postIn = ({ facts }: Seen, label: string) =>
    facts.find((one) => one.label === label)?.value.find((leaf) => leaf.kind === 'post');

  describe('the ticket', () => {
    test('is posted where the route says, mentions whom an admin configured, and says what to do', async () => {
      const { caseId } = await paper.paste(SPF);
      await paper.press(paper.now(caseId), 'Check DNS now');
      await paper.press(paper.now(caseId), 'Escalate…');
      const ticket = ticketIn('C-DNS');
      expect(ticket.title).toContain('example.com');
      expect(ticket.notify).toEqual({ kind: 'group', id: 'S-DNS', name: '@dns-team' });
      expect(textOf(ticket.meaning)).toContain('192.0.2.7 does not pass SPF for example.com');
      const steps = ticket.steps.map(textOf).join('\n');
      expect(steps).toContain('v=spf1 ip4:192.0.2.7 ip4:192.0.2.1 -all');
      expect(steps).toContain('To verify: dig +short TXT example.com');
      expect(factOf(ticket, 'Bounces')).toBe('1');
      expect(factOf(ticket, 'Since')).toBe('2026-11-21 10:15 UTC');
      expect(factOf(ticket, 'Refused by')).toContain('Gmail');
      expect(ticket.evidence).toContain('550 5.7.26');
      expect(labels(ticket)).toEqual(['Acknowledge', 'Resolve', 'Ticket (Markdown)', 'Ticket (text)']);
    });

    test('and the case lead to each other', async () => {
      const { caseId } = await paper.paste(SPF);
      await paper.press(paper.now(caseId), 'Escalate…');
      const [first, ticket] = paper.posts;
      expect(postIn(ticketIn('C-DNS'), 'Came in')).toMatchObject({ ref: first?.ref, channel: 'C1' });
      expect(postIn(paper.now(caseId), 'Escalated to')).toMatchObject({ ref: ticket?.ref, channel: 'C-DNS' });
    });

    test('is kept up to date by further bounces, and closed with the case', async () => {
      const { caseId } = await paper.paste(SPF);
      await paper.press(paper.now(caseId), 'Escalate…');
      await paper.write(SPF.replace('user@', 'other@'));
      expect(factOf(ticketIn('C-DNS'), 'Bounces')).toBe('2');
      await paper.press(paper.now(caseId), 'Resolve');
      expect(textOf(ticketIn('C-DNS').state ?? [])).toBe('By Ann, 2026-11-21 10:15');
      expect(labels(ticketIn('C-DNS'))).toEqual(['Ticket (Markdown)', 'Ticket (text)']);
      await later(45);
      expect(paper.posts.filter(({ ref }) => ref.startsWith('C-OPS:'))).toEqual([]);
    });

    test('is there to copy, in Markdown and as text', async () => {
      const { caseId } = await paper.paste(SPF);
      await paper.press(paper.now(caseId), 'Escalate…');
      const markdown = (await paper.press(ticketIn('C-DNS'), 'Ticket (Markdown)', guest)).file;
      expect(markdown?.name).toBe(`ticket-${caseId}.md`);
      expect(markdown?.content).toMatch(/^# .*: example\.com\n/);
      expect(markdown?.content).toMatch(/\n```text\n550 5\.7\.26.*\n```\n/);
      const plain = (await paper.press(ticketIn('C-DNS'), 'Ticket (text)')).file;
      expect(plain?.name).toBe(`ticket-${caseId}.txt`);
      expect(plain?.content).toContain('Our IP address: 192.0.2.7');
    });
  });

  describe('acknowledging', () => {
    test('the first who presses has it; whoever the ticket reaches may', async () => {
      const { caseId } = await paper.paste(SPF);
      await paper.press(paper.now(caseId), 'Escalate…');
      expect(factOf(paper.now(caseId), 'Acknowledged')).toBe('Not yet');
      const ticket = ticketIn('C-DNS');
      await paper.press(ticket, 'Acknowledge', guest);
      expect(factOf(ticketIn('C-DNS'), 'Acknowledged')).toBe('Gus, 2026-11-21 10:15');
      expect(factOf(paper.now(caseId), 'Acknowledged')).toBe('Gus, 2026-11-21 10:15');
      expect(labels(ticketIn('C-DNS'))).not.toContain('Acknowledge');
      expect((await paper.press(ticket, 'Acknowledge', bob)).notice).toBe('Gus acknowledged it before.');
      expect((await paper.press(ticket, 'Acknowledge', eve)).notice).toContain('I no longer have this case');
      const said = paper.lines.filter((line) => line.startsWith('Gus'));
      expect(new Set(said)).toEqual(new Set(['Gus acknowledged the escalation.']));
    });

    test('two who press at once: one has it, the other reads who', async () => {
      const { caseId } = await paper.paste(SPF);
      await paper.press(paper.now(caseId), 'Escalate…');
      const ticket = ticketIn('C-DNS');
      const outcomes = await Promise.all([ann, bob].map((by) => paper.press(ticket, 'Acknowledge', by)));
      const notices = outcomes.map(({ notice }) => notice);
      expect(notices.filter((notice) => notice === null)).toHaveLength(1);
      expect(notices.find((notice) => notice !== null)).toMatch(/^(Ann|Bob) acknowledged it before\.$/);
    });

    test('without it the next level is told in time, even after a restart', async () => {
      const { caseId } = await paper.paste(SPF);
      await paper.press(paper.now(caseId), 'Escalate…');
      await later(29);
      expect(paper.posts).toHaveLength(2);
      const { posts } = paper;
      await bot.close();
      await open(PLAN);
      paper.posts.push(...posts);
      await later(1);
      expect(ticketIn('C-OPS').notify).toEqual({ kind: 'group', id: 'S-OPS', name: '@on-call' });
      expect(paper.lines).toContain('Nobody acknowledged this within 30 minutes: @on-call is told now.');
      await later(120);
      expect(paper.posts).toHaveLength(3);
      await paper.press(ticketIn('C-OPS'), 'Acknowledge', bob);
      expect(labels(ticketIn('C-DNS'))).not.toContain('Acknowledge');
    });

    test('with it nobody else is told', async () => {
      const { caseId } = await paper.paste(SPF);
      await paper.press(paper.now(caseId), 'Escalate…');
      await paper.press(ticketIn('C-DNS'), 'Acknowledge', bob);
      await later(31);
      expect(paper.posts).toHaveLength(2);
    });
  });

  describe('where it goes', () => {
    const escalateTo = (
      form: Submission['form'],
      values: Submission['values'],
      target: string,
      actor = ann,
    ) =>
      bot.desk
        .submit({ form, target, actor, place, values, ref: paper.posts[0]?.ref ?? null })
        .finally(() => bot.queue.idle());
    const settings = (values: Submission['values']) =>
      escalateTo('settings', { watch: [{ id: 'always', name: '' }], ...values }, '', admin);

    test('the team’s settings win over the file’s default, and its routes over them', async () => {
      expect(
        await settings({
          escalate: [{ id: 'C-TEAM', name: 'team' }],
          notify: [{ id: 'S-TEAM', name: '@mail' }],
        }),
      ).toMatchObject({ kind: 'done' });
      const { caseId } = await paper.paste(SPF);
      await paper.press(paper.now(caseId), 'Escalate…');
      expect(ticketIn('C-DNS').notify?.id).toBe('S-DNS');
      const other = await paper.paste(
        '554 5.7.1 Service unavailable; Client host [192.0.2.5] blocked using zen.spamhaus.org (in reply to RCPT TO <user@example.com>)',
      );
      await paper.press(other, 'Escalate…');
      expect(ticketIn('C-TEAM').notify).toEqual({ kind: 'group', id: 'S-TEAM', name: '@mail' });
    });

    test('a group without a channel is refused at the field', async () => {
      expect(await settings({ notify: [{ id: 'S-TEAM', name: '@mail' }] })).toEqual({
        kind: 'wrong',
        errors: { escalate: 'Say in which channel the group is to be mentioned.' },
      });
    });

    test('the form names the way, and a channel of one’s own choice mentions nobody', async () => {
      const { caseId } = await paper.paste(SPF);
      const answer = await bot.desk.form({ form: 'escalate', target: caseId ?? '', actor: ann, place });
      const form = answer.kind === 'form' ? answer.form : null;
      const intro = form?.intro.map(textOf).join(' ');
      expect(intro).toContain('@dns-team is told there.');
      expect(intro).toContain('Who is next after 30 minutes without an acknowledgement: @on-call.');
      const note = form?.fields[0]?.kind === 'text' ? form.fields[0].value : '';
      expect(note).toContain('What fails: ');
      expect(note).toContain('Bounces: 1');
      await escalateTo(
        'escalate',
        { note: [{ id: note, name: note }], to: [{ id: 'C-OWN', name: 'own' }] },
        caseId ?? '',
      );
      expect(ticketIn('C-OWN').notify).toBeUndefined();
      // What it was filled in with is in the ticket anyway.
      expect(factOf(ticketIn('C-OWN'), 'Note')).toBeUndefined();
      expect(paper.lines).toContain('Ann escalated this.');
    });

    test('once more, where the team took it back in the meantime', async () => {
      const { caseId } = await paper.paste(SPF);
      await paper.press(paper.now(caseId), 'Escalate…');
      await paper.press(ticketIn('C-DNS'), 'Acknowledge', bob);
      await paper.press(paper.now(caseId), 'Claim');
      await escalateTo(
        'escalate',
        { note: [{ id: 'Please look again.', name: '' }], to: [{ id: 'C-OTHER', name: 'other' }] },
        caseId ?? '',
      );
      expect(factOf(ticketIn('C-OTHER'), 'Note')).toBe('Please look again.');
      expect(labels(ticketIn('C-OTHER'))).toContain('Acknowledge');
      expect(factOf(paper.now(caseId), 'Acknowledged')).toBe('Not yet');
    });

    test('without any configuration it is only marked, and the ticket is there to copy', async () => {
      await bot.close();
      await open(NO_PLAN);
      const { caseId } = await paper.paste(SPF);
      await paper.press(paper.now(caseId), 'Escalate…');
      expect(paper.posts).toHaveLength(1);
      expect(textOf(paper.now(caseId).state ?? [])).toBe('Ann escalated it, 2026-11-21 10:15');
      const { file } = await paper.press(paper.now(caseId), 'Ticket (Markdown)');
      expect(file?.content).toContain('- **Our IP address:** 192.0.2.7');
    });
  });
});
