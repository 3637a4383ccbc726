/** A person asks to be forgotten. On the embedded SQLite and on a real PostgreSQL. */

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { Insertable } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { eraser } from '../../src/forget/erase.ts';
import { forget } from '../../src/forget/index.ts';
import { openStore, type Store, type Tables } from '../../src/store/index.ts';
import {
  type Fingerprint,
  findSuppression,
  openFingerprint,
  suppress,
  unsuppress,
} from '../../src/suppressions/index.ts';
import { attemptRow } from '../support/attempts.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';

const TEAM = 'slack:T1';
const ANN = 'ann.smith@example.com';
const at = new Date('2026-11-21T10:15:00.000Z');
const by = { id: 'cli:root', name: 'root', team: TEAM };
const signature = { by, at, place: null };
const bounce = {
  kind: 'bounce',
  recipient: 'Ann.Smith@example.com',
  replyCode: '550',
  subject: 'Your results, Mrs Smith',
  diagnosticCode: '550 5.1.1 ann.smith: user unknown',
  excerpt:
    'to=<ann.smith@example.com>, orig_to=<joann.smith@example.com>, from=<bounce-1-ann.smith=example.com@news.example>',
};

let folder: string;
let postgres: TestPostgres;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bounce-triage-'));
  postgres = await startPostgres();
});
afterAll(async () => {
  await postgres.stop();
  rmSync(folder, { recursive: true });
});

let files = 0;
describe.each([
  ['SQLite', async () => join(folder, `${++files}.db`)],
  ['PostgreSQL', () => postgres.newDatabase()],
])('%s', (_, newAddress) => {
  let url: string;
  let store: Store;
  let fingerprint: Fingerprint;
  beforeEach(async () => {
    url = await newAddress();
    store = await openStore(url);
    fingerprint = await openFingerprint(store, 'a key', at);
  });
  afterEach(() => store.destroy());

  const standing = (team: string, address: string) => findSuppression(store, fingerprint, team, address);
  const everything = async (): Promise<string> => {
    const tables = [
      'inbox',
      'presses',
      'outbox',
      'cases',
      'case_recipients',
      'attempts',
      'deliveries',
      'arrivals',
      'suppressions',
      'audit',
      'posts',
    ] as const;
    const rows = await Promise.all(tables.map((table) => store.selectFrom(table).selectAll().execute()));
    return JSON.stringify(rows);
  };

  async function fill(): Promise<void> {
    const moment = at.toISOString();
    const aCase: Insertable<Tables['cases']> = {
      id: 'c-1',
      team: TEAM,
      key: `address|${ANN}`,
      side: 'recipient',
      reason: 'user-unknown',
      category: 'hard',
      provider: null,
      bounce: JSON.stringify(bounce),
      status: 'open',
      status_by: null,
      status_at: moment,
      owner: null,
      snoozed_until: null,
      count: 1,
      first_at: moment,
      last_at: moment,
      opened_at: moment,
      heard_at: moment,
      expired_at: null,
      version: 0,
    };
    const other = {
      ...bounce,
      diagnosticCode: null,
      recipient: 'bob@example.com',
      excerpt: 'bob@example.com and ANN.Smith@Example.com',
    };
    await store
      .insertInto('cases')
      .values([aCase, { ...aCase, id: 'c-2', key: 'address|bob@example.com', bounce: JSON.stringify(other) }])
      .execute();
    await store
      .insertInto('case_recipients')
      .values([
        { team: TEAM, case_id: 'c-1', address: ANN, place: 0 },
        { team: TEAM, case_id: 'c-2', address: 'bob@example.com', place: 0 },
      ])
      .execute();
    await store
      .insertInto('attempts')
      .values(attemptRow({ team: TEAM, case_id: 'c-1', address: ANN, at: moment }))
      .execute();
    await store.insertInto('deliveries').values({ team: TEAM, address: ANN, at: moment }).execute();
    await store
      .insertInto('arrivals')
      .values({ team: TEAM, id: 'a1', mailing: 'm1', address: ANN, at: moment })
      .execute();
    const work = {
      team: TEAM,
      platform: 'slack',
      channel: 'C1',
      attempts: 0,
      lease_by: null,
      lease_until: null,
      done_at: null,
    };
    const file = Buffer.from(`Final-Recipient: rfc822; ${ANN}\nStatus: 5.1.1\nAction: failed`).toString(
      'base64',
    );
    await store
      .insertInto('inbox')
      .values({
        ...work,
        id: 'm-1',
        heard_at: moment,
        payload: JSON.stringify({ text: `see <${ANN}>`, files: [{ bytes: file }] }),
      })
      .execute();
    await store
      .insertInto('presses')
      .values({
        ...work,
        id: 'p-1',
        pressed_at: moment,
        payload: JSON.stringify({ text: `suppress ${ANN}` }),
        words: `${ANN} is on the list`,
      })
      .execute();
    await store
      .insertInto('outbox')
      .values({
        ...work,
        id: 'o-1',
        lane: 'C1',
        kind: 'post',
        message_id: null,
        case_id: null,
        due_at: moment,
        given_up: null,
        made_at: moment,
        body: JSON.stringify({ show: 'lookup', query: ANN }),
      })
      .execute();
    await store
      .insertInto('answers')
      .values({
        ...{ team: TEAM, id: 'm-1', message_id: 'C1:1' },
        left_out: `report on ${ANN} (2).pdf was not read.`,
        made_at: moment,
      })
      .execute();
    const dead = { addresses: [ANN], reason: 'user-unknown', source: 'command', caseId: null } as const;
    await suppress(
      store,
      fingerprint,
      TEAM,
      { ...dead, evidence: `550 <${ANN}>: unknown, ask Ann Smith` },
      signature,
    );
    await suppress(
      store,
      fingerprint,
      'slack:T2',
      { ...dead, evidence: null },
      { ...signature, by: { ...by, team: 'slack:T2' } },
    );
    await suppress(
      store,
      fingerprint,
      TEAM,
      { ...dead, addresses: ['bob@example.com'], evidence: `like ${ANN}` },
      signature,
    );
  }

  test('nothing of the address is left anywhere, and it stays suppressed in every team that had it', async () => {
    await fill();
    expect(await forget(store, fingerprint, ANN, signature)).toEqual({
      erased: {
        suppressions: 3,
        cases: 3,
        bounces: 1,
        inbox: 1,
        presses: 1,
        outbox: 1,
        answers: 1,
        escalations: 0,
        audit: 3,
      },
      staysSuppressed: ['slack:T1', 'slack:T2'],
    });
    const left = await everything();
    expect(left.replaceAll('joann.smith@example.com', '')).not.toMatch(/ann\.?.?smith|Mrs Smith/i);
    expect(left).toContain('joann.smith@example.com');
    for (const team of ['slack:T1', 'slack:T2']) {
      expect(await standing(team, ANN)).toEqual({ kind: 'forgotten', at: at.getTime() });
    }
    expect(await standing('slack:T3', ANN)).toEqual({ kind: 'free' });
    expect(await standing(TEAM, 'bob@example.com')).toMatchObject({
      suppression: { evidence: 'like [forgotten]' },
    });
    const inbox = await store.selectFrom('inbox').select('payload').executeTakeFirstOrThrow();
    const payload = JSON.parse(inbox.payload ?? '') as { text: string; files: { bytes: string }[] };
    expect(payload.text).toBe('see <[forgotten]>');
    expect(Buffer.from(payload.files[0]?.bytes ?? '', 'base64').toString()).toBe(
      'Final-Recipient: rfc822; [forgotten]\nStatus: 5.1.1\nAction: failed',
    );
  });

  test('a case keeps its facts: the codes, and who did what', async () => {
    await fill();
    await forget(store, fingerprint, ANN, signature);
    const row = await store.selectFrom('cases').selectAll().where('id', '=', 'c-1').executeTakeFirstOrThrow();
    expect(JSON.parse(row.bounce)).toEqual({
      kind: 'bounce',
      recipient: null,
      replyCode: '550',
      subject: null,
      diagnosticCode: '550 5.1.1 [forgotten]: user unknown',
      excerpt:
        'to=<[forgotten]>, orig_to=<joann.smith@example.com>, from=<bounce-1-[forgotten]@news.example>',
    });
    const audit = await store
      .selectFrom('audit')
      .selectAll()
      .where('team', '=', TEAM)
      .orderBy('id')
      .execute();
    expect(audit).toMatchObject([
      {
        action: 'suppression-added',
        address: fingerprint(ANN),
        by: JSON.stringify(by),
        at: at.toISOString(),
      },
      { action: 'suppression-added', address: 'bob@example.com' },
      { action: 'address-forgotten', address: fingerprint(ANN) },
    ]);
    expect(JSON.parse(audit[0]?.after ?? '')).toEqual({ reason: 'user-unknown', source: 'command' });
  });

  test('a second time finds nothing; a forgotten address is not written down again, but can be freed', async () => {
    await fill();
    await forget(store, fingerprint, ANN, signature);
    const { erased, staysSuppressed } = await forget(store, fingerprint, ANN, signature);
    expect(Object.values(erased).every((count) => count === 0)).toBe(true);
    expect(staysSuppressed).toEqual(['slack:T1', 'slack:T2']);
    const again = {
      addresses: [ANN],
      reason: 'suspend',
      evidence: null,
      source: 'case',
      caseId: 'c-9',
    } as const;
    expect((await suppress(store, fingerprint, TEAM, again, signature)).size).toBe(0);
    expect(await unsuppress(store, fingerprint, TEAM, ANN, 'she asked for it', signature)).toMatchObject({
      kind: 'forgotten',
    });
    expect(await standing(TEAM, ANN)).toEqual({ kind: 'free' });
    expect(await everything()).not.toContain(`"${ANN}"`);
  });

  test('with another key, or none, nobody would be known again: it is refused', async () => {
    await fill();
    await openFingerprint(store, 'another key', at);
    await forget(store, fingerprint, ANN, signature);
    await expect(openFingerprint(store, 'another key', at)).rejects.toThrow('Put the one from before back');
    await expect(openFingerprint(store, null, at)).rejects.toThrow('another PRIVACY_KEY than none');
    expect((await openFingerprint(store, 'a key', at))(ANN)).toBe(fingerprint(ANN));
  });

  test('who was on no list is erased all the same, and may be mailed', async () => {
    await store
      .insertInto('case_recipients')
      .values({ team: TEAM, case_id: 'c', address: ANN, place: 0 })
      .execute();
    expect(await forget(store, fingerprint, ANN, signature)).toMatchObject({
      erased: { cases: 1 },
      staysSuppressed: [],
    });
    expect(await standing(TEAM, ANN)).toEqual({ kind: 'free' });
  });

  test('nothing is left in the files of the database either', async () => {
    if (url.startsWith('postgres')) return;
    await fill();
    await forget(store, fingerprint, ANN, signature);
    for (const file of [url, `${url}-wal`]) {
      const content = readFileSync(file, 'latin1').toLowerCase().replaceAll('joann.smith@example.com', '');
      expect(content.includes('ann.smith')).toBe(false);
    }
  });
});

describe('erasing from a text', () => {
  const erase = eraser('ann@xn--bcher-kva.example', '[forgotten]', false);
  test.each([
    ['<ann@xn--bcher-kva.example>', '<[forgotten]>'],
    ['ann@bücher.example.', '[forgotten].'],
    ['ANN@Bücher.Example', '[forgotten]'],
    ['mailto:ann%40xn--bcher-kva.example', 'mailto:[forgotten]'],
    ['joann@bücher.example', 'joann@bücher.example'],
    ['x.ann@bücher.example', 'x.ann@bücher.example'],
    ['ann@bücher.example.org', 'ann@bücher.example.org'],
    ['ann is here', 'ann is here'],
  ])('%s → %s', (text, without) => expect(erase(text)).toBe(without));

  test('an address is found in any text around it', () => {
    const around = fc.stringMatching(/^[ <>"(),;:\n]{1,5}$/);
    fc.assert(
      fc.property(fc.emailAddress(), around, around, (email, before, after) => {
        const address = email.toLowerCase();
        expect(eraser(address, 'X', false)(`${before}${email}${after}`)).toBe(`${before}X${after}`);
      }),
    );
  });
});
