/** The package as a library: its examples, run as a user runs them, and what its types promise. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createExplainer, explain, lookup } from '../../app/library.ts';
import type { Bounce, Category, Certainty, Control, Entry, Reason } from '../../app/library-types.ts';
import type * as words from '../../src/catalog/index.ts';
import type * as diagnosis from '../../src/diagnosis/index.ts';
import type { bounceJson, entryJson } from '../../src/replies/index.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bounce-triage-library-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const example = (name: string, ...args: readonly string[]): string =>
  execFileSync(process.execPath, [join(import.meta.dirname, '../../examples', name), ...args], {
    cwd: folder,
    encoding: 'utf8',
  });

describe('the examples', () => {
  test('explain.mts', () => {
    expect(example('explain.mts')).toBe(
      'ann@example.com: This address does not exist Do not mail it again.\n',
    );
  });

  test('lookup.mts', () => {
    expect(example('lookup.mts')).toMatch(/^Too much mail from you, for now\nYours\..*\n(- .+\n)+$/);
  });

  test('mails.mts prints the dead addresses of mails', () => {
    const mail = [
      'From: MAILER-DAEMON@mx.example.net',
      'To: news@example.org',
      'Subject: Undelivered Mail Returned to Sender',
      'MIME-Version: 1.0',
      'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
      '',
      '--b',
      'Content-Type: message/delivery-status',
      '',
      'Reporting-MTA: dns; mx.example.net',
      '',
      'Final-Recipient: rfc822; ann@example.com',
      'Action: failed',
      'Status: 5.1.1',
      'Diagnostic-Code: smtp; 550 5.1.1 <ann@example.com>: Recipient address rejected: User unknown',
      '',
      '--b--',
      '',
    ].join('\r\n');
    writeFileSync(join(folder, 'bounce.eml'), mail);
    expect(example('mails.mts', 'bounce.eml')).toBe('ann@example.com\tuser-unknown\n');
  });

  test('own-catalog.mts loads a folder of entries', () => {
    const text = [
      'reason: rate-limited',
      'wordings:',
      '  - id: our-gateway-quota',
      '    text: too many of these today',
      '    example: "554 gateway.example.net: too many of these today"',
      '    title: Our gateway has had enough for today',
    ].join('\n');
    writeFileSync(join(folder, 'ours.yml'), text);
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [join(import.meta.dirname, '../../examples/own-catalog.mts'), folder],
      { encoding: 'utf8' },
    );
    expect({ status, stdout, stderr }).toEqual({
      status: 0,
      stdout: 'our-gateway-quota throttle\n',
      stderr: '',
    });
  });
});

test('what is asked of the library without an explainer', async () => {
  const { bounces, left, noticed } = await explain('452 4.2.2 <ann@example.com>: mailbox full');
  expect({ left, noticed }).toEqual({ left: null, noticed: true });
  expect(bounces).toMatchObject([{ recipient: 'ann@example.com', reason: 'mailbox-full', suppress: false }]);
  expect(await lookup('550 5.1.1')).toMatchObject({ replyCode: '550', enhancedCode: '5.1.1' });
  expect((await lookup('qwertz uiop')).entries).toEqual([]);
});

test.each([
  [undefined, 'undefined'],
  [null, 'null'],
  [42, 'a value of the type number'],
  [{}, 'a value of the type object'],
  [['550'], 'an array'],
])('what is no text is refused in plain words: %j', async (input, kind) => {
  await expect(explain(input as never)).rejects.toThrow(
    new TypeError(`explain takes a text or bytes (Uint8Array, Buffer), not ${kind}.`),
  );
  await expect(lookup(input as never)).rejects.toThrow(new TypeError(`lookup takes a text, not ${kind}.`));
});

test.each([
  '',
  ' ',
  '\u0000',
  '\ud800',
  new Uint8Array(),
  new Uint8Array([0xff, 0xfe, 0x00]),
])('any text and any bytes are read: %j', async (input) => {
  expect(await explain(input)).toEqual({ noticed: false, bounces: [], left: null });
});

test('a folder that is not there is an error in plain words', async () => {
  await expect(createExplainer({ catalogFolder: join(folder, 'none') })).rejects.toThrow(
    /The catalog folder .* can't be read/,
  );
});

/** Both ways: a field or a word that the program gains must be in the library's types. */
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;

test('the types say all that the answers have', () => {
  const same: readonly true[] = [
    true satisfies Same<keyof Bounce, keyof ReturnType<typeof bounceJson>>,
    true satisfies Same<keyof Entry, keyof ReturnType<typeof entryJson>>,
    true satisfies Same<Reason, words.ReasonId>,
    true satisfies Same<Category, words.Category>,
    true satisfies Same<Control, words.Control>,
    true satisfies Same<Certainty, diagnosis.Certainty>,
  ];
  expect(same).not.toContain(false);
});
