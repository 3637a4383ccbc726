/** The command line as a process, called as a user calls it. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const BIN = fileURLToPath(new URL('../../../bin/bounce-triage.js', import.meta.url));
const USER_UNKNOWN = '550 5.1.1 <user@example.com>: Recipient address rejected: User unknown';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bounce-triage-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function run(
  args: readonly string[],
  input: string | Uint8Array = '',
): { status: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [BIN, ...args], { input, cwd: folder });
  return { status, out: stdout.toString(), err: stderr.toString() };
}
const lines = (out: string): unknown[] =>
  out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('lookup', () => {
  test('prints what it means and what to do', () => {
    const { status, out } = run(['lookup', '421', '4.7.28']);
    expect(status).toBe(0);
    expect(out).toContain('421 4.7.28');
    expect(out).toContain('\n  1. ');
  });
  test('refuses nonsense with 1, no query with 2', () => {
    expect(run(['lookup', 'qwertz uiop'])).toMatchObject({ status: 1 });
    expect(run(['lookup'])).toMatchObject({ status: 2, err: expect.stringContaining('421 4.7.28') });
  });
});

describe('explain', () => {
  test('reads standard input, for people', () => {
    const { status, out } = run(['explain'], USER_UNKNOWN);
    expect(status).toBe(0);
    expect(out).toMatch(/^This address does not exist\nHard bounce.* · suppress /);
  });

  const NO_ID = {
    subject: null,
    messageId: null,
    queueId: null,
    queueHost: null,
    platformId: null,
    eventId: null,
    time: null,
    timeFrom: null,
  };

  test('--json prints one object a bounce, with the file as it was named', () => {
    writeFileSync(join(folder, 'a.txt'), `${USER_UNKNOWN}\n`);
    writeFileSync(join(folder, 'b.txt'), 'Lunch at 12:30?\n');
    const { status, out } = run(['explain', '--json', 'a.txt', 'b.txt']);
    expect(status).toBe(0);
    expect(lines(out)).toEqual([
      {
        file: 'a.txt',
        ...{ action: null, count: 1, first: null, last: null },
        recipient: 'user@example.com',
        finalRecipient: null,
        feedbackType: null,
        damage: null,
        replyCode: '550',
        enhancedCode: '5.1.1',
        diagnosticCode: USER_UNKNOWN,
        remoteHost: null,
        sourceIp: null,
        senderDomain: null,
        speaker: 'theirs',
        envelopeDomain: null,
        fromDomain: null,
        dkimDomain: null,
        dkimSelector: null,
        ...NO_ID,
        attempts: [NO_ID],
        provider: null,
        reason: 'user-unknown',
        category: 'hard',
        suppress: true,
        retry: false,
        control: null,
        blocklist: null,
        entry: expect.any(String),
        evidence: 'wording',
        certainty: 'sure',
        also: [],
        otherwise: null,
        title: 'This address does not exist',
        action: null,
        count: 1,
        first: null,
        last: null,
      },
    ]);
  });

  test('--why tells what else it could have been, and why that lost', () => {
    const text = '554 5.7.1 Service unavailable; Client host [192.0.2.10] blocked using zen.spamhaus.org';
    const { out } = run(['explain', '--why'], text);
    expect(out).toContain('  Provider: none is proven\n  + blocklist-spamhaus (blocked)');
    expect(out).toContain('  - ip-on-a-blocklist (blocked)');
    expect(out).toContain('the text names the blocklist: blocklist-spamhaus');
    expect(out).toMatch(/- service-unavailable \(system-error\): "service unavailable"\n +only a hint/);
    const { winner, losers } = JSON.parse(run(['explain', '--why', '--json'], text).out).why;
    expect(winner).toMatchObject({ entry: 'blocklist-spamhaus', reason: 'blocked' });
    expect(losers).toContainEqual({ entry: '554', reason: 'undefined', found: null, because: 'only a hint' });
    expect(run(['explain', '--why', '--batch'])).toMatchObject({ status: 2 });
  });

  test('exits with 1 where no bounce is, with 2 on wrong use', () => {
    expect(run(['explain'], 'Lunch at 12:30?').status).toBe(1);
    expect(run(['explain', 'missing.txt'])).toMatchObject({
      status: 2,
      err: 'missing.txt: there is no such file.\n',
    });
    expect(run(['explain', '--wrong'])).toMatchObject({ status: 2, err: expect.stringContaining('--wrong') });
    expect(run(['nonsense'])).toMatchObject({
      status: 2,
      err: expect.stringContaining('There is no command "nonsense"'),
    });
  });

  test('steers no terminal with what was pasted', () => {
    const { out } = run(['explain'], `550 5.1.1 <user@example.com>: User unknown \u001b]0;evil\u0007`);
    expect(out).not.toMatch(/[\u001b\u0007]/);
  });
});

test('explain --batch answers line for line, and a broken line stops nothing', () => {
  const input = [
    JSON.stringify({ id: 1, text: USER_UNKNOWN }),
    '{broken',
    JSON.stringify({ id: 'two' }),
    JSON.stringify({ id: 'three', text: 'error 421 in the build' }),
  ].join('\n');
  const { status, out } = run(['explain', '--batch'], input);
  expect(status).toBe(0);
  expect(lines(out)).toMatchObject([
    { id: 1, noticed: true, bounces: [{ recipient: 'user@example.com', reason: 'user-unknown' }] },
    { id: null, error: expect.stringContaining('not valid JSON') },
    { id: 'two', error: expect.stringContaining('"text"') },
    { id: 'three', noticed: false },
  ]);
});
