import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Reply, textOf } from '../../src/replies/index.ts';
import { openDesk, type TestDesk } from '../support/desk.ts';
import {
  ann,
  connectPaper,
  labels,
  many,
  message,
  note,
  type Paper,
  place,
  verdict,
  words,
} from '../support/paper.ts';
import { onBothStores } from '../support/stores.ts';

const USER_UNKNOWN = '550 5.1.1 <user@example.com>: Recipient address rejected: User unknown';
const LISTED =
  '554 5.7.1 Service unavailable; Client host [192.0.2.5] blocked using zen.spamhaus.org (in reply to RCPT TO <user@example.com>)';

onBothStores((newAddress) => {
  let bot: TestDesk;
  let paper: Paper;
  beforeEach(async () => {
    bot = await openDesk({ url: await newAddress() });
    paper = connectPaper(bot);
  });
  afterEach(() => bot.close());

  describe('a pasted bounce', () => {
    test('is answered with a verdict and buttons that fit', async () => {
      const reply = await paper.paste(USER_UNKNOWN);
      expect(reply).toMatchObject({ category: 'hard', title: 'This address does not exist' });
      expect(labels(reply)).toEqual([
        'Mark suppressed',
        'Claim',
        'Snooze…',
        'Hand over…',
        'Escalate…',
        'Resolve',
        'Not a bounce, or wrong…',
        'Similar codes…',
        'Text for customers…',
      ]);
    });

    test('that is our own fault offers no suppression: a wrong one loses a customer', async () => {
      const reply = await paper.paste(LISTED);
      expect(reply.category).toBe('policy');
      expect(labels(reply)).toEqual([
        'Check listing',
        'Escalate…',
        'Claim',
        'Snooze…',
        'Hand over…',
        'Resolve',
        'Not a bounce, or wrong…',
        'Similar codes…',
        'Text for customers…',
      ]);
    });

    test('with two problems gets one answer, in which the same problem twice is one row', async () => {
      const [post, ...more] = await paper.write(
        [USER_UNKNOWN, LISTED, USER_UNKNOWN.replace('user@', 'other@')].join('\n\n'),
      );
      expect(more).toEqual([]);
      const answer = many(post?.reply);
      expect([answer.title, answer.todo]).toEqual(['3 bounces, 2 problems', 'Suppress 2 · Fix 1']);
      expect(answer.rows).toMatchObject([
        { look: 'hard', count: 2, problem: 'Address does not exist' },
        { look: 'policy', count: 1, problem: 'IP on Spamhaus' },
      ]);
    });

    test('of more problems than become cases: those that are left out are counted', async () => {
      const lines = Array.from(
        { length: 53 },
        (_, i) =>
          `550 5.7.26 Unauthenticated email from shop${i}.example is not accepted due to domain's DMARC policy`,
      );
      const [post] = await paper.write(lines.join('\n\n'), { heard: 'asked' });
      const answer = many(post?.reply);
      expect(answer.title).toBe('50 bounces, 50 problems');
      const { rows } = answer;
      expect(new Set(rows.map(({ problem }) => problem)).size).toBe(rows.length);
      const hidden = 50 - rows.length;
      expect(words(answer)).toContain(`${hidden} more problems, ${hidden} bounces`);
      expect(words(answer)).toContain(
        'Only the 50 largest problems became cases: 3 smaller ones (3 bounces) did not. Paste the rest in parts.',
      );
    });

    test('that the platform sends again, or twice at once, is answered once', async () => {
      const twin = { id: 'C1:twin' };
      await Promise.all([paper.write(USER_UNKNOWN, twin), paper.write(USER_UNKNOWN, twin)]);
      await paper.write(USER_UNKNOWN, twin);
      expect(paper.posts).toHaveLength(1);
    });

    test('in several files: each is read by its name, and what could not be read is said', async () => {
      const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
      const files = [
        { name: 'mail.log.gz', bytes: gzipSync(`${USER_UNKNOWN}\n`) },
        { name: 'a.msg', bytes: Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1) },
        { name: 'b.pdf', bytes: bytes('%PDF-1.7') },
      ];
      const [answer, ...more] = await paper.write('look at these', { heard: 'asked', files });
      expect(more).toEqual([]);
      const { caseId, title, state } = verdict(answer?.reply);
      expect(title).toBe('This address does not exist');
      expect(textOf(state ?? [])).toContain('a.msg was not read: it is in Outlook');
      expect(textOf(state ?? [])).toContain('b.pdf was not read: it is a PDF.');
      await paper.press(paper.now(caseId), 'Claim');
      expect(textOf(paper.now(caseId).state ?? [])).toMatch(/b\.pdf was not read[\s\S]*Ann has it/);
    });

    test('that was answered before: what could not be read is said again', async () => {
      const unread = [{ name: 'list.xlsx', why: 'it is a workbook. Save it as .csv' }];
      await paper.write(USER_UNKNOWN, { heard: 'mentioned', unread });
      const [again, ...more] = await paper.write(USER_UNKNOWN, { heard: 'mentioned', unread });
      expect(more).toEqual([]);
      expect(note(again?.reply).tone).toBe('repeat');
      expect(words(note(again?.reply))).toContain(
        'list.xlsx was not read: it is a workbook. Save it as .csv.',
      );
    });

    test('no bounce, but a DMARC report: in three lines for who asked, with silence for who didn’t', async () => {
      const report =
        '<feedback><report_metadata><org_name>mail.example</org_name></report_metadata><policy_published><domain>shop.example</domain><p>none</p></policy_published><record><row><source_ip>203.0.113.9</source_ip><count>2</count><policy_evaluated><dkim>pass</dkim><spf>fail</spf></policy_evaluated></row></record></feedback>';
      const files = [{ name: 'report.xml.gz', bytes: gzipSync(report) }];
      expect(await paper.write('', { files })).toEqual([]);
      const [post, ...more] = await paper.write('', { heard: 'asked', files });
      expect(more).toEqual([]);
      expect(note(post?.reply).title).toBe('DMARC report by mail.example for shop.example');
      expect(note(post?.reply).body).toHaveLength(4);
      expect(words(note(post?.reply))).toContain('no address is to be suppressed');
    });

    test('three text rules, three answers: text beats code', async () => {
      const titles = [];
      for (const text of [
        '550 5.7.1 Service unavailable, Client host [192.0.2.5] blocked using Spamhaus',
        '550 5.7.1 Message rejected due to the DMARC policy of example.com',
        '550 5.7.1 SPF check failed: 192.0.2.5 is not allowed to send for example.net',
      ]) {
        const { category, escalation } = await paper.paste(text);
        titles.push([category, escalation?.control ?? null]);
      }
      expect(titles).toEqual([
        ['policy', null],
        ['authentication', 'DMARC'],
        ['authentication', 'SPF'],
      ]);
    });

    test('hostile text stays a leaf: it is never a mention or a link of ours', async () => {
      const reply = await paper.paste(
        '550 5.1.1 <user@example.com>: @everyone <!channel> [x](https://evil.example) User unknown',
      );
      expect(reply.evidence).toContain('@everyone <!channel>');
      const leaves = [reply.meaning, reply.whose, ...reply.steps].flat();
      expect(leaves.filter((leaf) => leaf.kind === 'link' && leaf.url.includes('evil'))).toEqual([]);
    });
  });

  describe('files of which nothing can be read', () => {
    const PDF = { name: 'Bounce report.eml', bytes: new TextEncoder().encode('%PDF-1.7') };
    const RAR = { name: 'logs.rar', why: 'it is an archive, packed with RAR. Pack it as .zip or .gz' };
    const HIDDEN = { name: null, why: 'Slack does not show it to me' };
    const isWhy = (reply: Reply | undefined): string | null =>
      /(?:Bounce report\.eml|logs\.rar|mail\.log|An attached file) was not read: [^.]*/.exec(
        words(note(reply)),
      )?.[0] ?? null;

    test.each([
      [{ unread: [RAR] }, 'logs.rar was not read: it is an archive, packed with RAR'],
      [{ unread: [HIDDEN] }, 'An attached file was not read: Slack does not show it to me'],
      [{ files: [PDF] }, 'Bounce report.eml was not read: it is a PDF'],
      [{ files: [PDF], unread: [RAR] }, 'Bounce report.eml was not read: it is a PDF'],
    ])('beside a mention: one answer that names them %#', async (over, why) => {
      for (const text of ['our log, please check', '']) {
        const posts = await paper.write(text, { heard: 'mentioned', ...over });
        expect(posts.map(({ reply }) => [note(reply).title, isWhy(reply)])).toEqual([
          ['I could not read that', why],
        ]);
      }
    });

    test('beside what was read and holds no bounce: it is said of the rest alone', async () => {
      const hello = { name: 'a.txt', bytes: new TextEncoder().encode('Hello, how are you all?') };
      const [asked] = await paper.write('', { heard: 'asked', files: [hello], unread: [RAR] });
      const said = words(note(asked?.reply));
      expect(note(asked?.reply).title).toBe('I could not read all of it');
      expect(said).toContain('logs.rar was not read');
      expect(said).toContain('In the rest I see no bounce.');
      expect(said).toContain('as text');
      const none = { name: 'none.zip', bytes: zipSync({}) };
      const [empty] = await paper.write('', { heard: 'asked', files: [none] });
      expect(words(note(empty?.reply))).toContain('none.zip is empty.');
      const [whole] = await paper.write('', { heard: 'asked', files: [hello] });
      expect(note(whole?.reply).title).toBe('I see no bounce in that');
    });

    test('beside a question: it is answered, and they are named', async () => {
      const posts = await paper.write('what does 550 5.1.1 mean?', { heard: 'mentioned', files: [PDF] });
      expect(posts.map(({ reply }) => (reply.kind === 'note' ? isWhy(reply) : reply.kind))).toEqual([
        'verdict',
        'Bounce report.eml was not read: it is a PDF',
      ]);
    });

    test('in a watched channel: a word where mails or logs were handed over without one', async () => {
      const hello = { name: 'a.txt', bytes: new TextEncoder().encode('Hello') };
      const large = { name: 'mail.log', why: 'it is over 25 MB' };
      for (const [over, why] of [
        [{ files: [PDF] }, 'Bounce report.eml was not read: it is a PDF'],
        [{ files: [hello], unread: [large] }, 'mail.log was not read: it is over 25 MB'],
      ] as const)
        expect((await paper.write('', over)).map(({ reply }) => [note(reply).title, isWhy(reply)])).toEqual([
          ['I could not read that', why],
        ]);
      const picture = { name: 'shot.png', why: 'it is a picture' };
      expect(await paper.write('', { unread: [picture] })).toEqual([]);
      expect(await paper.write('the offer', { files: [PDF] })).toEqual([]);
      expect(await paper.write('', { files: [{ ...PDF, bytes: new Uint8Array() }] })).toEqual([]);
    });

    test('that are empty', async () => {
      const files = [{ name: 'mail.log', bytes: new Uint8Array() }];
      const [post] = await paper.write('', { heard: 'mentioned', files });
      expect(words(note(post?.reply))).toContain('mail.log is empty.');
    });
  });

  describe('silence', () => {
    test.each([
      'We see lots of 5.7.1 lately, any idea?',
      'HTTP 550 from the proxy again',
      'error 421 in the build',
      'Lunch at 12:30?',
      'version 5.1.1 is out',
    ])('%s', async (text) => {
      expect(await paper.write(text)).toEqual([]);
      expect(await bot.store.selectFrom('inbox').select('id').execute()).toEqual([]);
    });

    test('somebody quotes an answer of the bot, evidence and all', async () => {
      const answer = await paper.paste(USER_UNKNOWN);
      const quoted = [answer.title, answer.badge, answer.evidence].map((line) => `> ${line}`).join('\n');
      expect(await paper.write(`${quoted}\nSo what now?`)).toEqual([]);
    });

    test('what somebody called no bounce stays unanswered from then on, in any channel', async () => {
      const reply = await paper.paste(USER_UNKNOWN);
      await paper.press(reply, 'Not a bounce, or wrong…');
      expect(await paper.write(USER_UNKNOWN, { place: { ...place, channel: 'C2' } })).toEqual([]);
      expect(await paper.write(USER_UNKNOWN, { heard: 'asked' })).toHaveLength(1);
      expect(await paper.write(USER_UNKNOWN.replace('user@', 'other@'))).toHaveLength(1);
    });

    test('WATCH=asked reads along nowhere, but answers a mention; WATCH=off answers the menu alone', async () => {
      const answered = async (watch: 'asked' | 'off'): Promise<boolean[]> => {
        const quiet = await openDesk({ watch });
        const silent = connectPaper(quiet);
        const answers = [];
        for (const heard of ['watching', 'mentioned', 'asked'] as const) {
          answers.push((await silent.write(USER_UNKNOWN, { heard })).length > 0);
        }
        await quiet.close();
        return answers;
      };
      expect(await answered('asked')).toEqual([false, true, true]);
      expect(await answered('off')).toEqual([false, false, true]);
    });
  });

  describe('asking', () => {
    test.each([
      'Lunch at 12:30?',
      'Deploy 550 finished: 421 tests passed, release 5.1.1 is live on eu-west',
      "is anna@kontor.example unknown to anyone here? she's joining our call at 5.50",
      'we shipped 5.1.1 yesterday, the mailbox full banner no longer shows for unknown users 🎉',
      '[FIRING:1] Grafana: mail spool full: /var/mail is 91% full on mx2, see runbook 4.5.2',
    ])('"Explain this bounce" on %s: what was looked for, and no verdict', async (text) => {
      const [answer] = await paper.write(text, { heard: 'asked' });
      expect(note(answer?.reply)).toMatchObject({ tone: 'refusal', title: 'I see no bounce in that' });
    });

    test('"Explain this bounce" on what bids something names the command for it', async () => {
      const [answer] = await paper.write('please suppress bob@example.com', { heard: 'asked' });
      expect(words(note(answer?.reply))).toMatch(/^\/bounces suppress bob@example\.com puts/);
    });

    test('"Explain this bounce" on one that was answered shows the case to the asker alone', async () => {
      const first = message(USER_UNKNOWN);
      const shown = await paper.paste(USER_UNKNOWN, first);
      const again = await bot.desk.message({ ...first, heard: 'asked' });
      expect(again).toMatchObject({ deliveries: [], aside: [{ caseId: shown.caseId }], repeat: true });
    });

    test('a mention with a code is a look-up, a mention alone gets help', async () => {
      expect(await paper.paste('what is 5.7.26?', { heard: 'mentioned' })).toMatchObject({
        caseId: null,
        category: 'authentication',
      });
      const [help] = await paper.write('', { heard: 'mentioned' });
      expect(note(help?.reply).tone).toBe('help');
    });

    test('a look-up is for the asker, until it is shared', async () => {
      const reply = verdict(await bot.desk.question({ query: '421 4.7.28', actor: ann, place }));
      expect(labels(reply)).toEqual(['Share']);
      const { post } = await paper.press(reply, 'Share');
      expect(post).toMatchObject({ title: reply.title });
      expect(post?.kind === 'verdict' && labels(post)).toEqual([]);
    });

    test('a bounce behind /smtp is a case, with its own buttons', async () => {
      const reply = verdict(await bot.desk.question({ query: USER_UNKNOWN, actor: ann, place }));
      expect(labels(reply)).toContain('Mark suppressed');
      expect(labels(reply)[1]).toBe('Share');
    });

    test('an answer of ours behind /smtp is no bounce', async () => {
      const query =
        '⛔ This address does not exist\nHard bounce · address is dead · suppress it\n550 5.1.1 · kim@example.com';
      expect(note(await bot.desk.question({ query, actor: ann, place })).title).toBe('That is my own answer');
    });

    test('nonsense is refused with examples; nothing at all gets help', async () => {
      const ask = (query: string) => bot.desk.question({ query, actor: ann, place });
      expect(await ask('qwertz uiop')).toMatchObject({ kind: 'note', tone: 'refusal' });
      expect(await ask('  ')).toMatchObject({ kind: 'note', tone: 'help' });
    });
  });

  describe('the same bounce again', () => {
    test('of which nobody can tell what it means: the question stands with the button that answers it', async () => {
      const text = '550 <lee@example.org>: Requested action not taken: mailbox unavailable';
      await paper.paste(text);
      const [again] = await paper.write(text);
      expect(note(again?.reply).actions?.map(({ label }) => label)).toEqual(['Yes: suppress…']);
      expect(words(note(again?.reply))).toContain('Does your other mail to example.org get through?');
    });

    const refusal = (queueId: string) =>
      `Nov 21 10:0${queueId.length}:02 mx1 postfix/smtp[2211]: ${queueId}: to=<user@example.com>, relay=mx.example.com[192.0.2.20]:25, delay=1.4, dsn=5.1.1, status=bounced (host mx.example.com[192.0.2.20] said: 550 5.1.1 User unknown (in reply to RCPT TO command))`;

    test('of another message raises the counter on the first answer, and is answered briefly with the way there', async () => {
      const first = await paper.paste(refusal('4FpQx0'));
      const [again] = await paper.write(refusal('4FpQx0a'));
      expect(note(again?.reply)).toMatchObject({
        tone: 'repeat',
        title: 'Known: This address does not exist',
      });
      expect(words(note(again?.reply))).toMatch(
        /^Hard bounce · .*\n2 since .* · nobody has it yet · this is a new try\nOpen the case ↗$/,
      );
      expect(note(again?.reply).actions?.map(({ label }) => label)).toEqual(['Mark suppressed']);
      expect(note(again?.reply).body.flat()).toContainEqual({
        kind: 'post',
        label: 'Open the case ↗',
        channel: 'C1',
        ref: paper.posts[0]?.ref,
      });
      const seen = paper.now(first.caseId).facts.find(({ label }) => label === 'Seen');
      expect(seen?.value[0]).toEqual({ kind: 'text', text: '2 times since ' });
    });

    test('that was told before doesn’t count again, whoever pastes it', async () => {
      await paper.paste(USER_UNKNOWN);
      const [again] = await paper.write(USER_UNKNOWN);
      expect(words(note(again?.reply))).toMatch(
        /^1 since .* · nobody has it yet · this was counted already$/m,
      );
    });

    test('in another channel gets its answer there: not everybody can open the first one', async () => {
      const first = await paper.paste(USER_UNKNOWN);
      const [other] = await paper.write(USER_UNKNOWN, { place: { ...place, channel: 'C2' } });
      expect(verdict(other?.reply).caseId).toBe(first.caseId);
    });

    test('in another channel says that it was counted already, and a new try there doesn’t', async () => {
      const known = (reply: Reply | undefined) =>
        verdict(reply)
          .facts.filter(({ label }) => label === 'Known already')
          .map(({ value }) => textOf(value));
      const inC2 = { place: { ...place, channel: 'C2' } };
      const first = await paper.paste(refusal('4FpQx0'));
      const [other] = await paper.write(refusal('4FpQx0'), inC2);
      const said = 'This was counted in another channel, 2026-11-21 10:15, and doesn’t count again.';
      expect(known(other?.reply)).toEqual([said]);
      // It stays said when the card changes, and the first answer says nothing of it.
      await paper.press(verdict(other?.reply), 'Claim');
      expect(paper.posts.map(({ reply }) => known(reply))).toEqual([[], [said]]);
      expect(paper.now(first.caseId).facts.some(({ label }) => label === 'Seen')).toBe(false);
      const [fresh] = await paper.write(refusal('4FpQx0ab'), { place: { ...place, channel: 'C3' } });
      expect(known(fresh?.reply)).toEqual([]);
    });

    test('with another verdict is explained anew: a full mailbox that is a dead address now', async () => {
      const first = await paper.paste('452 4.2.2 <user@example.com>: mailbox full');
      const second = await paper.paste(USER_UNKNOWN);
      expect(second).toMatchObject({ caseId: first.caseId, category: 'hard' });
      expect(paper.now(first.caseId).category).toBe('hard');
    });

    test('after it was resolved reopens the case, and says so', async () => {
      const first = await paper.paste(USER_UNKNOWN);
      await paper.press(first, 'Resolve');
      const [again] = await paper.write(USER_UNKNOWN);
      expect(note(again?.reply).title).toBe('Back again: This address does not exist');
      expect(words(note(again?.reply))).toContain('Back after Ann resolved it');
      expect(labels(paper.now(first.caseId))).toContain('Claim');
    });

    test('though the address is suppressed says that the sender still mails it', async () => {
      const first = await paper.paste(USER_UNKNOWN);
      await paper.press(first, 'Mark suppressed');
      await paper.write(USER_UNKNOWN, { place: { ...place, channel: 'C2' } });
      expect(labels(paper.now(first.caseId))).toContain('Claim');
    });

    test('our own trouble is one case a provider and a sender domain, whoever it was sent to', async () => {
      const spf = (to: string, from: string) =>
        `550-5.7.26 Your email has been blocked because the sender is unauthenticated. SPF [${from}] with ip: [192.0.2.7] = did not pass gsmtp (in reply to end of DATA; to=<${to}>)`;
      const first = await paper.paste(spf('a@gmail.com', 'example.com'));
      const [again] = await paper.write(spf('b@gmail.com', 'example.com'));
      expect(note(again?.reply).tone).toBe('repeat');
      const other = await paper.paste(spf('c@gmail.com', 'example.net'));
      expect(other.caseId).not.toBe(first.caseId);
    });
  });

  describe('soft bounces that last', () => {
    const full = (day: number, queueId = `4FpQx0${day}`) =>
      `Nov ${String(day).padStart(2)} 10:15:02 mx1 postfix/smtp[2211]: ${queueId}: to=<user@example.com>, relay=mx.example.com[192.0.2.20]:25, delay=1.4, dsn=4.2.2, status=deferred (host mx.example.com[192.0.2.20] said: 452 4.2.2 Mailbox full (in reply to RCPT TO command))`;
    let today: Date;
    beforeEach(async () => {
      today = new Date('2026-11-05T12:00:00Z');
      await bot.close();
      bot = await openDesk({ url: await newAddress(), now: () => today });
      paper = connectPaper(bot);
    });

    test('for 72 hours, with two mailings, count as dead, with the history as evidence', async () => {
      const first = await paper.paste(full(1));
      expect(first.badge).toBe('Soft bounce · their side · keep the address');
      expect(first.actions[0]?.label).toBe('Snooze 24 hours');

      await paper.write(full(4));
      const lasting = paper.now(first.caseId);
      expect(lasting.badge).toBe('Lasting soft bounce · counts as dead · suppress it');
      expect(lasting.facts.find(({ label }) => label === 'Lasts')?.value[0]).toEqual({
        kind: 'text',
        text: '2 mailings put off since ',
      });
      expect(lasting.actions[0]).toMatchObject({ label: 'Mark suppressed…', style: 'primary' });
    });

    test('not of one mailing that is tried again, nor of words that no id tells apart', async () => {
      const first = await paper.paste(full(1, '4FpQx0'));
      await paper.write(full(5, '4FpQx0'));
      await paper.write('452 4.2.2 <user@example.com>: mailbox full');
      expect(paper.now(first.caseId).badge).not.toContain('counts as dead');
    });
  });

  describe('many at once', () => {
    const log = Array.from(
      { length: 201 },
      (_, i) =>
        `Mar  3 10:15:02 mx1 postfix/smtp[2211]: 4FpQx0${i}: to=<user${i}@example.com>, relay=mx.example.com[192.0.2.20]:25, delay=1.4, dsn=5.1.1, status=bounced (host mx.example.com[192.0.2.20] said: 550 5.1.1 User unknown (in reply to RCPT TO command))`,
    );
    const suppressed = () => bot.store.selectFrom('suppressions').select('address').execute();

    test('a log is one problem with 201 addresses: suppressed together, after asking back, and as a file', async () => {
      const reply = await paper.paste(log.join('\n'));
      expect(labels(reply)[0]).toBe('Suppress all 201…');
      expect(reply.actions[0]?.confirm?.title).toBe('Suppress 201 addresses?');

      const { file } = await paper.press(reply, 'Addresses (CSV)');
      expect(file?.name).toMatch(/^user-unknown-[0-9a-f]{6}\.csv$/);
      expect(file?.content.split('\r\n').slice(0, 2)).toEqual([
        '"address","reason"',
        '"user0@example.com","user-unknown"',
      ]);

      await paper.press(reply, 'Suppress all 201…');
      expect(paper.lines).toEqual(['Ann put 201 addresses on the suppression list.']);
      expect(await suppressed()).toHaveLength(201);
      await paper.press(paper.now(reply.caseId), 'Undo');
      expect(await suppressed()).toEqual([]);
    });

    test('one of them, pasted by itself later, belongs to the case that it is known from', async () => {
      const all = await paper.paste(log.join('\n'));
      const [again] = await paper.write('550 5.1.1 <user7@example.com>: User unknown');
      expect(note(again?.reply).tone).toBe('repeat');
      expect(note(again?.reply).body.flat()).toContainEqual(
        expect.objectContaining({ kind: 'post', ref: paper.posts[0]?.ref }),
      );
      expect(all.caseId).toBe(verdict(paper.posts[0]?.reply).caseId);
    });

    test('an address that was put off and then refused for good is refused', async () => {
      const deferred = log[0]
        ?.replace('dsn=5.1.1, status=bounced', 'dsn=4.7.1, status=deferred')
        .replace('550 5.1.1 User unknown', '451 4.7.1 Greylisted, try again later');
      const reply = await paper.paste([deferred, log[0]].join('\n'));
      expect(reply.category).toBe('hard');
    });
  });
});
