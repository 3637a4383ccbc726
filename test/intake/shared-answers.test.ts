import { describe, expect, test } from 'vitest';
import { read } from '../../src/intake/index.ts';

const answersIn = async (text: string): Promise<readonly (readonly [string | null, string | null])[]> =>
  (await read(text, { asked: true })).bounces.map(({ recipient, enhancedCode }) => [recipient, enhancedCode]);

const TOM = 'tom@pine.example';
const RIA = 'ria@pine.example';
const EACH_ITS_OWN = [
  [TOM, '5.1.1'],
  [RIA, '4.2.2'],
];

describe('of several recipients each has the answer that it got', () => {
  test.each([
    [
      "Nodemailer's info, as Node prints it",
      `{
  accepted: [ 'ines@pine.example' ],
  rejected: [ '${TOM}', '${RIA}' ],
  rejectedErrors: [
    Error: Recipient command failed: 550 5.1.1 User unknown
        at SMTPConnection._formatError (/app/node_modules/nodemailer/lib/smtp-connection/index.js:798:19) {
      code: 'EENVELOPE',
      response: '550 5.1.1 User unknown',
      responseCode: 550,
      command: 'RCPT TO',
      recipient: '${TOM}'
    },
    Error: Recipient command failed: 452 4.2.2 Mailbox full {
      code: 'EENVELOPE',
      response: '452 4.2.2 Mailbox full',
      responseCode: 452,
      command: 'RCPT TO',
      recipient: '${RIA}'
    }
  ],
  envelope: { from: 'a@us.example', to: [ '${TOM}', '${RIA}', 'ines@pine.example' ] }
}`,
    ],
    [
      'its errors without a stack',
      `{ rejected: [ '${TOM}', '${RIA}' ], rejectedErrors: [ [Error: Recipient command failed: 550 5.1.1 User unknown] { recipient: '${TOM}', response: '550 5.1.1 User unknown' }, [Error: Recipient command failed: 452 4.2.2 Mailbox full] { recipient: '${RIA}', response: '452 4.2.2 Mailbox full' } ] }`,
    ],
    [
      'errors that Go joined',
      `send: rcpt ${TOM}: 550 5.1.1 User unknown; rcpt ${RIA}: 452 4.2.2 Mailbox full`,
    ],
    ['one a line', `errors: rcpt ${TOM}: 550 5.1.1 User unknown\nrcpt ${RIA}: 452 4.2.2 Mailbox full`],
    [
      'with their commands',
      `RCPT TO <${TOM}>: 550 5.1.1 User unknown, RCPT TO <${RIA}>: 452 4.2.2 Mailbox full`,
    ],
    [
      'PHPMailer’s, with the answer to the last command behind them',
      `SMTP Error: The following recipients failed: ${TOM}: 5.1.1 User unknown\n${RIA}: 4.2.2 Mailbox full\nSMTP server error: RCPT TO command failed Detail: Mailbox full SMTP code: 452 Additional SMTP info: 4.2.2`,
    ],
    [
      'PHPMailer’s exception',
      `PHP Fatal error:  Uncaught PHPMailer\\PHPMailer\\Exception: SMTP Error: The following recipients failed: ${TOM}: 5.1.1 User unknown\n${RIA}: 4.2.2 Mailbox full\n in /var/www/vendor/phpmailer/src/PHPMailer.php:2143`,
    ],
  ])('%s', async (_, text) => {
    expect(await answersIn(text)).toEqual(EACH_ITS_OWN);
  });

  test('one answer beside a list of those that were refused is about none of them', async () => {
    const text = `{ accepted: [], rejected: [ '${TOM}', '${RIA}' ], response: '550 5.1.1 User unknown' }`;
    expect(await answersIn(text)).toEqual([
      [TOM, null],
      [RIA, null],
    ]);
  });

  test('… but it is about the one that it names', async () => {
    const text = `{ rejected: [ '${TOM}', '${RIA}' ], response: '550 5.1.1 <${RIA}>: User unknown' }`;
    expect(await answersIn(text)).toEqual([
      [TOM, null],
      [RIA, '5.1.1'],
    ]);
  });

  test('PHPMailer’s block with an answer for one of two that were refused', async () => {
    const text = `SMTP Error: The following recipients failed: ${TOM}, ${RIA}\nSMTP server error: RCPT TO command failed Detail: User unknown SMTP code: 550 Additional SMTP info: 5.1.1`;
    expect(await answersIn(text)).toEqual([
      [TOM, null],
      [RIA, null],
    ]);
  });

  test('an address that PHPMailer glued to the words before it names nobody', async () => {
    const text = `SMTP Error: The following recipients failed: ${RIA}: 4.2.2 Mailbox full${TOM}: 5.1.1 User unknown\nSMTP server error: RCPT TO command failed Detail: User unknown SMTP code: 550 Additional SMTP info: 5.1.1`;
    expect(await answersIn(text)).toEqual([
      [RIA, '4.2.2'],
      [null, '5.1.1'],
    ]);
  });
});
