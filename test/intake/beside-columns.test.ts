import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { read } from '../../src/intake/index.ts';

const OURS = 'kim@werft-nord.example';
const THEIRS = 'pia@hafen-sued.example';
const SAID = '550 5.2.1 The mailbox is disabled';

/** Keys whose address nobody mailed: of senders, replies, lists, staff and logins. */
const KEYS = [
  ...[
    'from',
    'Sender',
    'mail_from',
    'Return-Path',
    'envelopeFrom',
    'from_address',
    'Absender',
    'bounce_address',
  ],
  ...['reply_to', 'inReplyTo', 'errors_to', 'list_id', 'cc', 'bcc', 'Message-ID', 'inbox_id', 'orig'],
  ...['owner', 'salesperson', 'created_by', 'account', 'user', 'login', 'agent', 'Reporter', 'on_behalf_of'],
] as const;
const RECIPIENTS = ['to', 'rcpt', 'Recipient', 'to_email', 'email', 'Empfänger', 'destination'] as const;

type Cells = readonly (readonly [string, string])[];

/** Tables, each of a header and a row. */
const TABLES: Readonly<Record<string, (cells: Cells) => string>> = {
  CSV: (cells) => [0, 1].map((i) => cells.map((cell) => cell[i]).join(',')).join('\n'),
  semicolons: (cells) => [0, 1].map((i) => cells.map((cell) => cell[i]).join(';')).join('\n'),
  tabs: (cells) => [0, 1].map((i) => cells.map((cell) => cell[i]).join('\t')).join('\n'),
  Markdown: (cells) =>
    [
      ...[cells.map(([name]) => name), cells.map(() => '---'), cells.map(([, value]) => value)].map(
        (row) => `| ${row.join(' | ')} |`,
      ),
    ].join('\n'),
  blanks: (cells) =>
    [0, 1]
      .map((i) =>
        cells
          .map((cell) => cell[i]?.padEnd(40))
          .join('')
          .trimEnd(),
      )
      .join('\n'),
  HTML: (cells) =>
    `<table><tr>${cells.map(([name]) => `<th>${name}</th>`).join('')}</tr><tr>${cells.map(([, value]) => `<td>${value}</td>`).join('')}</tr></table>`,
  'HTML in lines': (cells) =>
    `<table>\n  <thead>\n    <tr>\n${cells.map(([name]) => `      <th>${name}</th>\n`).join('')}    </tr>\n  </thead>\n  <tbody>\n    <tr>\n${cells.map(([, value]) => `      <td class="c">${value}</td>\n`).join('')}    </tr>\n  </tbody>\n</table>`,
  'a mail in HTML': (cells) =>
    `From: report@werft-nord.example\nTo: ops@werft-nord.example\nSubject: yesterday's failures\nMIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n<html><body><table><tr>${cells.map(([name]) => `<th>${name}</th>`).join('')}</tr><tr>${cells.map(([, value]) => `<td>${value}</td>`).join('')}</tr></table></body></html>`,
};

/** Other notations of keys and values. */
const NOTATIONS: Readonly<Record<string, (cells: Cells) => string>> = {
  'arrows without braces': (cells) => cells.map(([name, value]) => `:${name} => '${value}'`).join(', '),
  pairs: (cells) => cells.map(([name, value]) => `('${name}', '${value}')`).join(', '),
  bullets: (cells) => cells.map(([name, value]) => `- **${name}**: ${value}`).join('\n'),
  elements: (cells) => `<row>${cells.map(([name, value]) => `<${name}>${value}</${name}>`).join('')}</row>`,
  'behind the words': (cells) =>
    `${cells.find(([name]) => name === 'error')?.[1]} (${cells
      .filter(([name]) => name !== 'error')
      .map(([name, value]) => `${name}: ${value}`)
      .join(', ')})`,
};
const ALL = { ...TABLES, ...NOTATIONS };

const recipientsIn = async (text: string): Promise<readonly (string | null)[]> =>
  (await read(text, { asked: true })).bounces.map(({ recipient }) => recipient);

describe('a table or a list of keys', () => {
  test.each(Object.keys(ALL))('names nobody where no key is a recipient’s: %s', async (notation) => {
    for (const key of KEYS) {
      const cells: Cells = [
        [key, OURS],
        ['error', SAID],
      ];
      for (const order of [cells, cells.toReversed()]) {
        const text = ALL[notation]?.(order) ?? '';
        expect(
          (await recipientsIn(text)).filter((one) => one !== null),
          text,
        ).toEqual([]);
      }
    }
  });

  test.each(
    Object.keys(TABLES),
  )('names whom its header names, in any order of the columns: %s', async (table) => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...KEYS),
        fc.constantFrom(...RECIPIENTS),
        fc.shuffledSubarray([0, 1, 2], { minLength: 3 }),
        async (key, recipient, order) => {
          const cells: Cells = [
            [key, OURS],
            [recipient, THEIRS],
            ['error', SAID],
          ];
          const text = TABLES[table]?.(order.map((i) => cells[i] as readonly [string, string])) ?? '';
          expect(await recipientsIn(text), text).toEqual([THEIRS]);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('is read row by row where blanks part the columns', async () => {
    const text = [
      'AGENT                  ADDRESSEE               RESULT',
      '---------------------  ----------------------  --------------------------',
      'kim@werft-nord.example  pia@hafen-sued.example  550 5.1.1 User unknown',
      'kim@werft-nord.example  ole@hafen-sued.example  452 4.2.2 Mailbox full',
      'kim@werft-nord.example  una@hafen-sued.example  250 2.0.0 Ok',
    ].join('\n');
    expect(await recipientsIn(text)).toEqual(['pia@hafen-sued.example', 'ole@hafen-sued.example']);
  });

  test('names nobody where a row doesn’t fit below its header', async () => {
    const text = [
      'Owner                    Mailed to               Answer',
      '  kim@werft-nord.example     550 5.2.1 The mailbox is disabled',
    ].join('\n');
    expect(await recipientsIn(text)).toEqual([null]);
  });

  test('is no sentence that ends above an address', async () => {
    expect(await recipientsIn(`Mail delivery error to\n${THEIRS} ${SAID}`)).toEqual([THEIRS]);
    expect(await recipientsIn(`Hi, error again\n${THEIRS}, ${SAID}`)).toEqual([THEIRS]);
  });
});

describe('what Go prints of a struct', () => {
  test('is read by its fields, in any order', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('From', 'ReplyTo', 'Owner', 'MailFrom', 'User'),
        fc.constantFrom('To', 'Recipient', 'RcptTo', 'Email'),
        fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }),
        async (key, recipient, order) => {
          const fields = [`${key}:${OURS}`, `${recipient}:${THEIRS}`, `Err:${SAID}`, 'Attempts:3'];
          const text = `2026/11/20 10:00:00 giving up on {${order.map((i) => fields[i]).join(' ')}}`;
          expect(await recipientsIn(text), text).toEqual([THEIRS]);
          const without = `&{${fields.filter((_, i) => i !== 1).join(' ')}}`;
          expect(await recipientsIn(without), without).toEqual([null]);
        },
      ),
      { numRuns: 100 },
    );
  });
});

test('two addresses that a bar parts are not told apart', async () => {
  for (const sign of ['|', ',', ';'])
    expect(await recipientsIn(`${SAID} ${sign} ${OURS} ${sign} ${THEIRS}`)).toEqual([null]);
});
