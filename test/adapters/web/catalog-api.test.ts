/** What the catalog page asks the server: the list, a search, one entry. */
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CatalogEntry, CatalogRow } from '../../../adapters/web/catalog-shelf.ts';
import { createWebAdapter } from '../../../adapters/web/index.ts';
import { createLookup } from '../../../src/catalog/index.ts';
import { openDesk } from '../../support/desk.ts';
import { catalog } from '../../support/web/catalog.ts';

const bot = await openDesk();
const web = createWebAdapter(
  { host: '127.0.0.1', port: 0, catalog },
  { desk: bot.desk, queue: bot.queue, log: pino({ level: 'silent' }) },
);
const lookup = createLookup(catalog);

beforeAll(() => web.start());
afterAll(async () => {
  await web.stop();
  await bot.close();
});

type List = {
  readonly entries: readonly CatalogRow[];
  readonly providers: readonly { readonly id: string; readonly name: string }[];
  readonly reasons: readonly { readonly id: string; readonly name: string }[];
};

const list = async (query = ''): Promise<List> => {
  const response = await fetch(`${web.url()}/api/catalog?${new URLSearchParams({ q: query })}`);
  expect(response.status).toBe(200);
  return (await response.json()) as List;
};
const find = async (query: string): Promise<readonly string[]> =>
  (await list(query)).entries.map(({ key }) => key);

test('the list has a row for every entry and every reason, and what the filters need', async () => {
  const { entries, providers, reasons } = (await (await fetch(`${web.url()}/api/catalog`)).json()) as List;
  expect(entries).toHaveLength(catalog.entries.length + Object.keys(catalog.reasons).length);
  expect(new Set(entries.map(({ key }) => key)).size).toBe(entries.length);
  expect(entries.find(({ key }) => key === '550 5.7.26')).toEqual({
    key: '550 5.7.26',
    id: '550 5.7.26',
    kind: 'pair',
    provider: null,
    reply: '550',
    enhanced: '5.7.26',
    tag: null,
    reason: 'auth-failure',
    title: catalog.entries.find(({ id }) => id === '550 5.7.26')?.title,
    category: 'authentication',
  });
  expect(providers).toContainEqual({ id: 'google', name: 'Gmail / Google Workspace' });
  expect(reasons).toContainEqual({ id: 'mailbox-full', name: "The recipient's mailbox is full" });
  const used = new Set(entries.flatMap(({ provider }) => provider ?? []));
  expect(new Set(providers.map(({ id }) => id))).toEqual(used);
});

test.each([
  '550 5.7.26',
  '421 4.7.28',
  '550-5.1.1',
  '#5.7.1',
  '550 5 2 1',
  '550',
  'TS03',
  '[ts03]',
  'mailbox full',
  'greylist',
  'gerylisting',
  'dmarc gmail',
  'auth-failure',
])('a search begins with what /smtp finds, in its order: %s', async (query) => {
  const ranked = lookup.find(query).entries.map(({ id, kind }) => (kind === 'reason' ? `reason:${id}` : id));
  expect(ranked).not.toEqual([]);
  expect((await find(query)).slice(0, ranked.length)).toEqual(ranked);
});

test('behind that comes whatever else has the code, the reason or all of the words', async () => {
  const byCode = await list('550');
  expect(byCode.entries.length).toBe(catalog.entries.filter(({ reply }) => reply.includes('550')).length);

  const byReason = new Set(await find('mailbox-full'));
  for (const { id, reason } of catalog.entries) if (reason === 'mailbox-full') expect(byReason).toContain(id);

  const byProvider = new Set(await find('proofpoint'));
  for (const { id, provider } of catalog.entries)
    if (provider === 'proofpoint') expect(byProvider).toContain(id);
});

test.each([
  ['5.7', '5.7.26', /^5\.7/],
  ['55', '554', /^55/],
  ['550 5.7', '550 5.7.26', /^5\.7/],
  ['#5.1', '5.1.1', /^5\.1/],
])('a code that is still being typed finds what begins so: %s', async (typed, found, begins) => {
  const { entries } = await list(typed);
  expect(entries.map(({ key }) => key)).toContain(found);
  expect(entries.map(({ key }) => key)).not.toContain('452');
  for (const { reply, enhanced } of entries)
    expect(
      [enhanced ?? '', reply ?? ''].some((codes) => codes.split(' / ').some((code) => begins.test(code))),
    ).toBe(true);
});

test('an entry is given whole: as programs get it, and worded as the chat words it', async () => {
  const response = await fetch(`${web.url()}/api/catalog/${encodeURIComponent('550 5.7.26')}`);
  const found = (await response.json()) as CatalogEntry;
  expect(found).toMatchObject({
    key: '550 5.7.26',
    entry: {
      id: '550 5.7.26',
      kind: 'pair',
      file: 'codes/pairs.yml',
      example: expect.stringContaining('5.7.26'),
    },
    reply: { kind: 'verdict', card: { look: 'authentication', caseId: null, steps: [], actions: [] } },
    provider: null,
    reason: { id: 'auth-failure', name: 'Sender authentication failed' },
  });
  expect(found.reply.details?.steps).toHaveLength(found.entry.steps.length);
});

test('a reason and an entry of the same id are told apart', async () => {
  const open = async (key: string) =>
    ((await (await fetch(`${web.url()}/api/catalog/${key}`)).json()) as CatalogEntry).entry.kind;
  expect(await open('reason:mailbox-full')).toBe('reason');
  expect(await open('mailbox-full')).toBe('wording');
  expect(await open('auth-failure')).toBe('reason');
});

test.each([
  'no-such-entry',
  '..%2f..%2fpackage.json',
  '__proto__',
  'constructor',
  '%00',
  '%E0%A4',
])('what the catalog has not is a 404, in the API and as a page: %s', async (key) => {
  const response = await fetch(`${web.url()}/api/catalog/${key}`);
  expect(response.status).toBe(404);
  expect(await response.json()).toEqual({ error: 'There is no such entry.' });
  expect((await fetch(`${web.url()}/catalog/${key}`)).status).toBe(404);
});

test('the page is there for the list and for every entry, under the same strict policy', async () => {
  for (const path of ['/catalog', '/catalog?q=550', '/catalog/', '/catalog/550%205.7.26', '/catalog/5.1.1']) {
    const response = await fetch(web.url() + path);
    expect([path, response.status]).toEqual([path, 200]);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(await response.text()).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=/);
  }
});

test.each([
  ['markup', '<img src=x onerror=alert(1)>'],
  ['10,000 characters', 'x'.repeat(10_000)],
  ['control characters', '\u0000\u0007\u001b[31m550'],
  ['right-to-left marks', '\u202e062.7.5 055'],
  ['half an emoji', '\ud83d'],
  ['emoji', '📬📬📬'],
  ['mentions', '@everyone <!channel> <@U1>'],
  ['what a pattern language would read', '.*+?^$()|[]\\'],
])('a hostile query is answered as any other: %s', async (_, query) => {
  const { entries } = await list(query);
  expect(entries.length).toBeLessThan(catalog.entries.length);
});
