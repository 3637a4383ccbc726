/** `bounce-triage suppressions` and `forget`, while the bot has the database open. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fileTold } from '../../../src/cases/index.ts';
import { openCatalog } from '../../../src/catalog/index.ts';
import { createExplain } from '../../../src/diagnosis/index.ts';
import { openStore, type Store } from '../../../src/store/index.ts';
import { openFingerprint, suppress } from '../../../src/suppressions/index.ts';
import { run as runHere } from '../../support/command-line.ts';

const CATALOG = fileURLToPath(new URL('../../../catalog', import.meta.url));
const TEAM = 'slack:T1';
const at = new Date('2026-11-21T10:15:00Z');

let folder: string;
let store: Store;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bounce-triage-'));
  store = await openStore(join(folder, 'bot.db'));
});
afterEach(async () => {
  await store.destroy();
  rmSync(folder, { recursive: true });
});

const run = (args: readonly string[], input = '') =>
  runHere(args, { input, cwd: folder, env: { DATABASE_URL: join(folder, 'bot.db') } });
const suppressions = (words: string, input = '') => run(['suppressions', ...words.split(' ')], input);
const file = (name: string, content: string): void => writeFileSync(join(folder, name), content);

/** What the bot did before: an address of a case. */
async function byTheBot(address: string): Promise<void> {
  const by = { id: 'U1', name: 'Ann', team: TEAM };
  const what = {
    addresses: [address],
    reason: 'user-unknown',
    evidence: '550 5.1.1 User unknown',
    source: 'case',
    caseId: 'c-0123456789abcdef0123',
  } as const;
  await suppress(store, await openFingerprint(store, null, at), TEAM, what, { by, at, place: null });
}

test('an address is put on the list, shown, found and taken off again', async () => {
  await byTheBot('ann@example.com');
  expect(await suppressions('show Ann@Example.com')).toEqual({
    status: 0,
    err: '',
    out: `ann@example.com is suppressed

Put on the list by Ann from a case, since 2026-11-21 10:15.

Why: this address does not exist.

Evidence: 550 5.1.1 User unknown

Case: c-0123456789abcdef0123
`,
  });
  expect(await suppressions('add bob@bücher.example --reason suspend --note gone')).toMatchObject({
    status: 0,
    out: expect.stringContaining('bob@xn--bcher-kva.example is suppressed now'),
  });
  expect(await suppressions('add bob@bücher.example --reason suspend')).toMatchObject({
    status: 1,
    out: expect.stringContaining('was suppressed before; nothing has changed'),
  });
  expect(await suppressions('search bücher')).toMatchObject({
    status: 0,
    out: expect.stringMatching(/^bob@xn--bcher-kva\.example {2}suspend {2}\d{4}-\d\d-\d\d {2}/),
  });
  expect(await suppressions('list')).toMatchObject({ status: 0, err: '2 of 2 addresses.\n' });
  expect(await suppressions('remove bob@bücher.example')).toMatchObject({
    status: 2,
    err: expect.stringContaining('Say why'),
  });
  expect(await suppressions('remove bob@bücher.example --note back')).toMatchObject({
    status: 0,
    out: expect.stringContaining('may be mailed again'),
  });
  expect(await suppressions('show bob@bücher.example')).toMatchObject({ status: 1 });
  const audit = await store.selectFrom('audit').select(['action', 'by']).execute();
  expect(audit.map(({ action }) => action).sort()).toEqual([
    'suppression-added',
    'suppression-added',
    'suppression-removed',
  ]);
  const removed = audit.find(({ action }) => action === 'suppression-removed');
  expect(JSON.parse(removed?.by ?? '')).toEqual({
    id: `cli:${userInfo().username}`,
    name: userInfo().username,
    team: TEAM,
  });
});

test('--json is for programs', async () => {
  await byTheBot('ann@example.com');
  const shown = {
    address: 'ann@example.com',
    reason: 'user-unknown',
    evidence: '550 5.1.1 User unknown',
    source: 'case',
    case: 'c-0123456789abcdef0123',
    by: 'Ann',
    since: '2026-11-21T10:15:00.000Z',
  };
  expect(JSON.parse((await suppressions('show ann@example.com --json')).out)).toEqual({
    standing: 'suppressed',
    ...shown,
  });
  expect(JSON.parse((await suppressions('list --json')).out)).toEqual(shown);
  expect(JSON.parse((await suppressions('show bob@example.com --json')).out)).toEqual({
    standing: 'free',
    address: 'bob@example.com',
  });
});

describe('files', () => {
  test('a list is checked, taken over, and taken over again', async () => {
    file(
      'rejects.csv',
      'email,reason,detail\nann@example.com,hard-bounce,550 5.1.1\nbob@example.com,unsub,\nnobody,spam,\n',
    );
    const check = await suppressions('import rejects.csv --team slack:T1 --check');
    expect(check).toEqual({
      status: 0,
      err: 'line 4: "nobody" is not a mail address: it has no @\n',
      out: `Read as: Mailchimp Transactional (Mandrill). Nothing was changed: this was a check.
          3  rows, of which
          1  would be added
          1  left out: unsubscribed, which is neither a bounce nor a complaint
          1  wrong, see above
`,
    });
    expect((await suppressions('import rejects.csv --team slack:T1')).out).toContain('          1  added\n');
    expect((await suppressions('import rejects.csv')).out).toContain('          1  suppressed already\n');
    expect(JSON.parse((await suppressions('import - --json', 'eve@example.com\n')).out)).toEqual({
      team: TEAM,
      list: 'A list',
      check: false,
      rows: 1,
      added: 1,
      already: 0,
      forgotten: 0,
      leftOut: { unsubscribed: 0, temporary: 0, 'about-the-sender': 0 },
      wrong: 0,
    });
  });

  test('the list is written for a platform; no half file is left, none is overwritten by chance', async () => {
    await byTheBot('ann@example.com');
    expect((await suppressions('export --format ses')).out).toBe('ann@example.com,BOUNCE\n');
    expect(await suppressions('export --format postmark out.csv')).toMatchObject({
      status: 0,
      err: '1 address, for Postmark, suppressions as CSV.\n',
    });
    expect(readFileSync(join(folder, 'out.csv'), 'utf8')).toContain('"ann@example.com","HardBounce"');
    expect(await suppressions('export out.csv')).toMatchObject({
      status: 2,
      err: 'out.csv: it is there already; --force overwrites it.\n',
    });
    expect(await suppressions('export --format mailgun-complaints')).toMatchObject({
      status: 1,
      err: expect.stringContaining('1 bounce is left out'),
    });
    expect(await suppressions('export no/such/folder.csv')).toMatchObject({
      status: 3,
      err: 'no/such/folder.csv: there is no such file or folder.\n',
    });
    expect(readdirSync(folder).filter((name) => name.includes('.part'))).toEqual([]);
  });
});

test.each([
  ['suppressions', 'What shall I do with the list? add, remove,'],
  ['suppressions dance', 'There is no "dance".'],
  ['suppressions show', 'Which address?'],
  ['suppressions show ann', '"ann" is not a mail address: it has no @.'],
  ['suppressions add ann@example.com', 'Say why'],
  ['suppressions add ann@example.com --reason bored', 'There is no reason "bored". The help lists all.\nSee'],
  [
    'suppressions add ann@example.com --reason user-unknwon',
    'There is no reason "user-unknwon". Did you mean user-unknown? The help lists all.\nSee bounce-triage help suppressions add.\n',
  ],
  ['suppressions show a@example.com b@example.com', 'One thing at a time: what is "b@example.com"?'],
  ['suppressions import x.csv --format excel', 'There is no format "excel" to import.'],
  ['suppressions export --format excel', 'There is no format "excel" to export.'],
  ['suppressions list --team T1', '"T1" is not a team: those are like slack:T0123'],
  ['forget', 'Name one address'],
  ['forget ann@example.com', 'add --yes'],
])('%s: wrong use, with a word on it', async (words, why) => {
  await byTheBot('eve@example.com');
  const { status, err } = await run(words.split(' '));
  expect(status).toBe(2);
  expect(err).toContain(why);
});

test('what is typed wrongly is told before a database is looked for', async () => {
  const nowhere = (...words: readonly string[]) =>
    runHere(['suppressions', ...words], { cwd: folder, env: { DATABASE_URL: join(folder, 'none.db') } });
  for (const words of [
    ['add', 'notanaddress'],
    ['add', 'ann@example.com', '--reason', 'bored'],
    ['remove', 'ann@example.com'],
    ['show'],
    ['search'],
    ['import', 'x.csv', '--format', 'excel'],
    ['export', '--format', 'excel'],
    ['list', '--team', 'T1'],
  ])
    expect(await nowhere(...words)).toMatchObject({ status: 2, out: '' });
  expect(await nowhere('show', 'ann@example.com')).toMatchObject({
    status: 3,
    err: expect.stringContaining('The bot makes it: start it once.'),
  });
});

test('what to type next is a command of this command line', async () => {
  await byTheBot('ann@example.com');
  expect((await suppressions('show eve@example.com')).out).toContain(
    'To put it on the list, say why:\n\n  bounce-triage suppressions add eve@example.com --reason user-unknown\n',
  );
  expect((await suppressions('remove eve@example.com --note back')).out).toContain(
    'bounce-triage suppressions search',
  );
  expect((await suppressions('list --team web:local')).status).toBe(1);
});

test('which team is meant is asked where it can not be told', async () => {
  expect(await suppressions('list')).toMatchObject({
    status: 2,
    err: expect.stringMatching(/knows no team yet.+--team web:local/),
  });
  await byTheBot('ann@example.com');
  await suppressions('add bob@example.com --reason suspend --team discord:42');
  expect(await suppressions('list')).toMatchObject({
    status: 2,
    err: expect.stringContaining('There are several teams. Say which: --team discord:42 or --team slack:T1'),
  });
  expect(await suppressions('list --team discord:42')).toMatchObject({ status: 0, err: '1 of 1 address.\n' });
});

test('a person is forgotten and stays suppressed', async () => {
  await byTheBot('ann@example.com');
  expect(await run(['forget', 'ann@example.com', '--yes'])).toEqual({
    status: 0,
    err: '',
    out: `Erased:
        1  on suppression lists
        1  in the audit trail
It stays suppressed by a keyed hash, in slack:T1.
Not touched: messages in Slack and Discord themselves, backups, and files that were exported.
`,
  });
  expect(await suppressions('show ann@example.com')).toMatchObject({
    status: 0,
    out: expect.stringContaining('ann@example.com stays suppressed'),
  });
  expect((await suppressions('import -', 'ann@example.com\n')).out).toContain('1  forgotten on request');
  expect((await suppressions('list')).err).toBe('0 of 0 addresses, and 1 forgotten.\n');
  expect(await run(['forget', 'ann@example.com', '--yes'])).toMatchObject({
    status: 1,
    out: expect.stringContaining('found nowhere'),
  });
});

describe('where the last bounce says to keep the address', () => {
  beforeEach(async () => {
    const { catalog } = await openCatalog({ folder: CATALOG, own: null });
    const { diagnoses } = await createExplain(catalog).explain(
      '550 5.7.1 <ann@example.com> SPF check failed: 192.0.2.5 is not allowed to send for example.org',
      { asked: true },
    );
    const told = { diagnoses, deliveries: [], messages: [] };
    await fileTold(store, { team: TEAM, id: 'C1:1' }, told, { catalog, quietHours: 4 }, at.getTime());
  });

  test('add does nothing, and says how to go on', async () => {
    const refused = await suppressions('add ann@example.com --reason user-unknown');
    expect(refused).toMatchObject({ status: 2, out: '' });
    expect(refused.err).toContain(
      'Not done: the last bounce says to keep ann@example.com. To suppress it all the same, add --yes.',
    );
    expect((await suppressions('show ann@example.com')).status).toBe(1);
    expect((await suppressions('add ann@example.com --reason user-unknown --yes')).status).toBe(0);
    expect((await suppressions('show ann@example.com')).status).toBe(0);
  });

  test('import leaves it out and counts it, unless it is told --yes', async () => {
    file('list.csv', 'email\nann@example.com\nbob@example.com\n');
    const { status, out } = await suppressions('import list.csv --reason user-unknown');
    expect(status).toBe(0);
    expect(out).toContain('1  added');
    expect(out).toContain('1  not added: the last bounce says to keep the address');
    expect((await suppressions('show ann@example.com')).status).toBe(1);
    expect((await suppressions('import list.csv --reason user-unknown --yes')).out).toContain('1  added');
    expect((await suppressions('show ann@example.com')).status).toBe(0);
  });
});
