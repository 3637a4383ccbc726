import { describe, expect, test } from 'vitest';
import { type Bounce, read } from '../../src/intake/index.ts';
import { factsOf } from './facts-of.ts';

describe('SMTP replies', () => {
  test('unfolds a reply of several lines and keeps its codes once', async () => {
    const text = [
      '550-5.7.26 Your email has been blocked because the sender is unauthenticated.',
      '550-5.7.26 Gmail requires all senders to authenticate with either SPF or DKIM.',
      '550 5.7.26  SPF [example.org] with ip: [192.0.2.5] = did not pass x1-2.3 - gsmtp',
    ].join('\r\n');
    expect(await factsOf(text)).toEqual([
      {
        kind: 'bounce',
        replyCode: '550',
        enhancedCode: '5.7.26',
        diagnosticCode:
          '550 5.7.26 Your email has been blocked because the sender is unauthenticated. Gmail requires all senders to ' +
          'authenticate with either SPF or DKIM. SPF [example.org] with ip: [192.0.2.5] = did not pass x1-2.3 - gsmtp',
        sourceIp: '192.0.2.5',
        senderDomain: 'example.org',
        envelopeDomain: 'example.org',
      },
    ]);
  });

  test.each([
    ['550 5.1.1 no such user here', '550', '5.1.1'],
    ['550-5.1.1 no such user here', '550', '5.1.1'],
    ['550 5 1 1 no such user here', '550', '5.1.1'],
    ['550:5.1.1 no such user here', '550', '5.1.1'],
    ['550 #5.1.1 no such user here', '550', '5.1.1'],
    ['#5.1.1 no such user here', null, '5.1.1'],
    ['smtp; 550 5.1.1 no such user here', '550', '5.1.1'],
    ['sorry, no mailbox here by that name (#5.1.1)', null, '5.1.1'],
    ['Invalid Address, ERROR_CODE :550, ERROR_CODE :5.1.1 no such user', '550', '5.1.1'],
    ['550 no such user here', '550', null],
    ['554 <user@example.com>... 550 Host unknown', '550', null],
    [
      '554 5.4.7 Message expired: unable to deliver in 840 minutes.<421 4.4.2 Connection timed out>',
      '421',
      '4.4.2',
    ],
    ['550 5.2.1 The account is disabled. 503 5.5.1 RCPT first.', '550', '5.2.1'],
    ['mailbox full', null, null],
  ])('reads the codes of %j', async (text, replyCode, enhancedCode) => {
    const { bounces } = await read(text, { asked: true });
    expect(bounces).toMatchObject([{ replyCode, enhancedCode }]);
  });

  test.each([
    [
      'an enhanced code that each line repeats',
      '5.7.26 Your email has been blocked because the sender is unauthenticated.\n5.7.26 Gmail requires all senders to authenticate.\n5.7.26  SPF [example.org] with ip: [192.0.2.5] = did not pass',
      null,
      '5.7.26',
      '5.7.26 Your email has been blocked because the sender is unauthenticated. Gmail requires all senders to authenticate. SPF [example.org] with ip: [192.0.2.5] = did not pass',
    ],
    [
      'a code whose words stand below it',
      'SMTPDataError: 550\n5.7.60 SMTP; Client does not have permissions to send as this sender',
      '550',
      '5.7.60',
      '550 5.7.60 SMTP; Client does not have permissions to send as this sender',
    ],
  ])('is one answer: %s', async (_, text, replyCode, enhancedCode, diagnosticCode) => {
    const { bounces } = await read(text, { asked: true });
    expect(bounces).toMatchObject([{ replyCode, enhancedCode, diagnosticCode }]);
  });

  test('two lines that each tell first whom they are about are two bounces', async () => {
    const to = (user: string): string =>
      `<${user}@example.com>: host mx.example.com[192.0.2.20] said: 550 5.1.1 User unknown (in reply to RCPT TO command)`;
    expect(await factsOf(`${to('ann')}\n${to('bob')}`)).toMatchObject([
      { recipient: 'ann@example.com' },
      { recipient: 'bob@example.com' },
    ]);
  });

  test.each([
    ['550 5.7.1 rejected by mx.example.net [203.0.113.9]: your host is on our block list', null],
    ['550 5.7.1 Mail from app.example.org [192.0.2.5] refused by mx.example.net [203.0.113.9]', '192.0.2.5'],
    ['550 5.7.1 Client host [10.0.0.7] blocked', null],
    ['4.7.25 Client host rejected: cannot find your hostname, [172.25.0.1]', null],
    ['550 5.7.1 Client host [192.0.2.5] blocked', '192.0.2.5'],
  ])('takes no private address, nor the receiver’s own, for ours: %s', async (text, sourceIp) => {
    const { bounces } = await read(text, { asked: true });
    expect(bounces).toMatchObject([{ sourceIp }]);
  });

  test('keeps a clash of reply code and enhanced code', async () => {
    expect(await factsOf('421 5.7.32 From: and the sending domain are not aligned')).toMatchObject([
      { replyCode: '421', enhancedCode: '5.7.32' },
    ]);
  });

  test('takes the server’s words out of the wrapper of our own server', async () => {
    const text =
      '<user@example.com>: host mx.example.com[192.0.2.20] said: 550-5.1.1 The account does not exist. 550-5.1.1 Check it 550 5.1.1 for typos (in reply to RCPT TO command)';
    expect(await factsOf(text)).toEqual([
      {
        kind: 'bounce',
        recipient: 'user@example.com',
        replyCode: '550',
        enhancedCode: '5.1.1',
        diagnosticCode: '550 5.1.1 The account does not exist. Check it for typos',
        remoteHost: 'mx.example.com',
        command: 'RCPT TO',
      },
    ]);
  });

  test('reads several in one message, with talk around them', async () => {
    const text = [
      'we got these today, any idea?',
      '550 5.1.1 <ann@example.com>: User unknown',
      '421 4.7.28 [192.0.2.5 18] Our system has detected an unusual rate of unsolicited mail. x - gsmtp',
      '',
      'and this:',
      '552 5.2.2 <bob@example.com> Mailbox full',
    ].join('\n');
    expect(await factsOf(text)).toMatchObject([
      { recipient: 'ann@example.com', replyCode: '550', enhancedCode: '5.1.1' },
      { replyCode: '421', enhancedCode: '4.7.28', sourceIp: '192.0.2.5' },
      { recipient: 'bob@example.com', replyCode: '552', enhancedCode: '5.2.2' },
    ]);
  });

  test.each([
    ['Slack', '&lt;<mailto:ann@example.com|ann@example.com>&gt;: 550 5.1.1 User unknown'],
    ['Outlook', 'ann@example.com<mailto:ann@example.com>: 550 5.1.1 User unknown'],
    ['Markdown', '```\n<ann@example.com>: 550 5.1.1 User unknown\n```'],
    ['a quote', '> <ann@example.com>: 550 5.1.1 User unknown'],
    ['HTML', '<p>&lt;ann@example.com&gt;: <b>550 5.1.1</b> User unknown</p>'],
    ['CR line ends', 'hello\r\r<ann@example.com>: 550 5.1.1 User unknown\r'],
    ['invisible marks', '\ufeff<ann@exam\u200bple.com>: 550\u00a05.1.1 User unknown'],
  ])('undoes the markup of %s', async (_, text) => {
    expect(await factsOf(text)).toMatchObject([
      {
        recipient: 'ann@example.com',
        replyCode: '550',
        enhancedCode: '5.1.1',
        diagnosticCode: '550 5.1.1 User unknown',
      },
    ]);
  });

  test('joins lines that the chat client wrapped', async () => {
    const text = '550 5.7.1 Service unavailable; Client host\n[192.0.2.5] blocked using\nzen.spamhaus.org';
    expect(await factsOf(text)).toMatchObject([
      {
        diagnosticCode:
          '550 5.7.1 Service unavailable; Client host [192.0.2.5] blocked using zen.spamhaus.org',
        sourceIp: '192.0.2.5',
      },
    ]);
  });

  test.each([
    ['550 Message held for human verification', '550'],
    ['554 Messages from 192.0.2.5 are refused', '554'],
    ['We sent 550 messages, and 500 recipients read them', undefined],
  ])('tells a reply code before "message" from a count: %s', async (text, replyCode) => {
    const [bounce] = await factsOf(text);
    expect(bounce?.replyCode).toBe(replyCode);
  });

  test.each([
    ['Connected to 192.0.2.20 but greeting failed. Remote host said: 554 No SMTP service here', 'connect'],
    ['Connected to 192.0.2.20 but my name was rejected. Remote host said: 501 Invalid domain name', 'EHLO'],
    ['Connected to 192.0.2.20 but sender was rejected. Remote host said: 553 Go away', 'MAIL FROM'],
    ['192.0.2.20 does not like recipient. Remote host said: 550 No such user', 'RCPT TO'],
    ['192.0.2.20 failed after I sent the message. Remote host said: 554 Spam', 'end of DATA'],
  ])('reads the refused command off qmail’s words: %s', async (text, command) => {
    expect(await factsOf(text)).toMatchObject([{ command }]);
  });

  test('keeps an answer that quotes another one together, whatever stands before it', async () => {
    expect(
      await factsOf(
        'Technical report: 554 4.4.7 Message expired: unable to deliver in 840 minutes.<421 4.4.2 Connection timed out>',
      ),
    ).toMatchObject([
      {
        diagnosticCode:
          '554 4.4.7 Message expired: unable to deliver in 840 minutes.<421 4.4.2 Connection timed out>',
      },
    ]);
  });

  test('reads prose without a code when asked, and quotes it as it stood', async () => {
    const { bounces } = await read('  retry timeout exceeded\n', { asked: true });
    expect(bounces).toMatchObject([
      {
        replyCode: null,
        enhancedCode: null,
        diagnosticCode: 'retry timeout exceeded',
        excerpt: 'retry timeout exceeded',
      },
    ]);
  });

  test('leaves what words without a code mean to the catalog', async () => {
    expect(await factsOf('I am out of the office until Monday.')).toEqual([
      { kind: 'bounce', diagnosticCode: 'I am out of the office until Monday.' },
    ]);
  });

  test('tells complaints and arrivals from bounces', async () => {
    expect(
      await factsOf(
        'Feedback-Type: abuse\nUser-Agent: Example/1\nVersion: 1\nOriginal-Rcpt-To: <ann@example.com>\nSource-IP: 192.0.2.5',
      ),
    ).toMatchObject([{ kind: 'feedback', recipient: 'ann@example.com', sourceIp: '192.0.2.5' }]);
    expect(await factsOf('250 2.0.0 Ok: queued as 4FpQx0abcz9')).toMatchObject([
      { kind: 'delivered', replyCode: '250' },
    ]);
  });
});

describe("a relay's words before the server's are left out", () => {
  test.each([
    'Reason: Remote host said: 451 4.7.1 Your IP address does not resolve',
    'Grund: host mx.acme.example [192.0.2.4] said: 451 4.7.1 Your IP address does not resolve',
    'The response from the remote server was: 451 4.7.1 Your IP address does not resolve',
  ])('%s', async (text) => {
    expect((await read(text, { asked: true })).bounces).toMatchObject([
      { diagnosticCode: '451 4.7.1 Your IP address does not resolve' },
    ]);
    const bare = text.replace('451 4.7.1 ', '');
    expect((await read(bare, { asked: true })).bounces).toMatchObject([
      { diagnosticCode: 'Your IP address does not resolve' },
    ]);
  });
});

describe('a code and its words as a tuple', () => {
  test.each(['', '       ', '\t\t'])('behind blanks: %j', async (blanks) => {
    const text = `send mail error: ${blanks}(554, 'DT:SPM 163 smtp10,DsCowAC3abcd 1715000000, please see http://mail.163.com/help')`;
    const { noticed, bounces } = await read(text, { asked: true });
    expect(bounces).toMatchObject([
      {
        replyCode: '554',
        diagnosticCode: '554 DT:SPM 163 smtp10,DsCowAC3abcd 1715000000, please see http://mail.163.com/help',
      },
    ]);
    expect(noticed).toBe(true);
  });
});

test('a line of nothing but codes, longer than any reply, swallows no reply behind it', async () => {
  const reply = '550 5.1.1 <last@oak.example> User unknown';
  const { bounces } = await read(`${'550-'.repeat(50_000)}\n${reply}\n`, { asked: true });
  expect(bounces.at(-1)).toMatchObject({ recipient: 'last@oak.example', diagnosticCode: reply });
});

describe('facts beside an answer', () => {
  test.each<[string, Partial<Bounce>]>([
    [
      '550 5.1.1 pas le souci cette fois, c’est plutôt : 552 5.3.4 La taille du message dépasse la limite pour ann@example.com',
      { replyCode: '552', enhancedCode: '5.3.4', recipient: 'ann@example.com' },
    ],
    [
      '550 5.1.1 isn’t it this time, it’s 552 5.2.2 mailbox full',
      { replyCode: '552', enhancedCode: '5.2.2', diagnosticCode: '552 5.2.2 mailbox full' },
    ],
    [
      'statt 550 5.1.1 kommt jetzt 421 4.7.0 Too many connections',
      { replyCode: '421', enhancedCode: '4.7.0' },
    ],
    [
      'Yahoo says: "554 5.7.9 Message not accepted for policy reasons." for mail from @shop.example.net',
      {
        senderDomain: 'shop.example.net',
        diagnosticCode: '554 5.7.9 Message not accepted for policy reasons.',
        recipient: null,
      },
    ],
    ['421 4.1.0 203.0.113.7 Throttled - try again later', { sourceIp: '203.0.113.7' }],
    [
      '(Reason: 554-mx1.example.com\n554 Your access to this mail system has been rejected)',
      { remoteHost: 'mx1.example.com', replyCode: '554' },
    ],
    [
      'relay=mx.example.com[192.0.2.20]:25, dsn=5.1.1, status=bounced (550 5.1.1 User unknown), to=<ann@example.com>, from=<news@example.org>',
      { recipient: 'ann@example.com', sender: 'news@example.org', enhancedCode: '5.1.1' },
    ],
  ])('%s', async (text, facts) => {
    const { bounces } = await read(text, { asked: true });
    expect(bounces).toMatchObject([facts]);
  });
});
