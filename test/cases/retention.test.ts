/** What is left of a case when it is old, and what stays for good. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { expire, expireIfDue } from '../../src/cases/retention.ts';
import { openStore, type Store } from '../../src/store/index.ts';
import { attemptRow } from '../support/attempts.ts';
import { onBothStores } from '../support/stores.ts';

const now = new Date('2026-11-21T10:15:00.000Z');
const daysAgo = (days: number) => new Date(now.getTime() - days * 24 * 60 * 60 * 1000).toISOString();
const ann = '{"id":"U1","name":"Ann","team":"slack:T1"}';
const team = 'slack:T1';
const going = new AbortController().signal;
const bounce = {
  kind: 'bounce',
  recipient: 'user@example.com',
  replyCode: '550',
  enhancedCode: '5.1.1',
  diagnosticCode: '550 5.1.1 <user@example.com>: User unknown',
  remoteHost: 'mx.example.com',
  sourceIp: '192.0.2.1',
  sender: 'ann@example.org',
  senderDomain: 'example.org',
  auth: null,
  messageId: '<1@example.org>',
  subject: 'Your results, Mrs Smith',
  time: '2026-01-01T00:00:00Z',
  action: 'failed',
  command: 'RCPT TO',
  excerpt: '550 5.1.1 <user@example.com>: User unknown',
};

onBothStores((newAddress) => {
  let store: Store;
  beforeEach(async () => {
    store = await openStore(await newAddress());
  });
  afterEach(() => store.destroy());

  const addCase = async (id: string, firstDay: number, lastDay: number, addresses: readonly string[]) => {
    await store
      .insertInto('cases')
      .values({
        id,
        team,
        key: `address|${id}@example.com`,
        side: 'recipient',
        reason: 'user-unknown',
        category: 'hard',
        provider: null,
        bounce: JSON.stringify(bounce),
        status: 'resolved',
        status_by: ann,
        status_at: daysAgo(lastDay),
        owner: ann,
        snoozed_until: null,
        count: 3,
        first_at: daysAgo(firstDay),
        last_at: daysAgo(lastDay),
        opened_at: daysAgo(firstDay),
        heard_at: daysAgo(lastDay),
        version: 4,
      })
      .execute();
    for (const [place, address] of addresses.entries()) {
      await store.insertInto('case_recipients').values({ team, case_id: id, address, place }).execute();
    }
  };
  const addAttempt = (case_id: string, address: string, day: number) =>
    store
      .insertInto('attempts')
      .values(attemptRow({ team, case_id, address, at: daysAgo(day) }))
      .execute();
  const column = async (table: 'attempts' | 'case_recipients', name: 'address') =>
    (await store.selectFrom(table).select(name).orderBy(name).execute()).map((row) => row[name]);

  test('an old case keeps its codes and who settled it, and loses texts and addresses', async () => {
    await addCase('c-old', 300, 181, ['user@example.com']);
    await addAttempt('c-old', 'user@example.com', 181);
    await addCase('c-new', 300, 179, ['b@example.com']);
    await addAttempt('c-new', 'b@example.com', 179);
    expect(await expire(store, now, 180, going)).toEqual({
      cases: 1,
      bounces: 0,
      mailings: 0,
      inbox: 0,
      outbox: 0,
    });

    const [fresh, old] = await store.selectFrom('cases').selectAll().orderBy('id').execute();
    expect(old).toMatchObject({
      status: 'resolved',
      status_by: ann,
      owner: ann,
      count: 3,
      version: 5,
      expired_at: now.toISOString(),
    });
    expect(JSON.parse(old?.bounce ?? '')).toEqual({
      ...bounce,
      feedbackType: null,
      speaker: null,
      clientIp: null,
      envelopeDomain: null,
      refusedByUs: false,
      recipient: null,
      finalRecipient: null,
      diagnosticCode: null,
      sourceIp: null,
      sender: null,
      senderDomain: null,
      auth: null,
      messageId: null,
      subject: null,
      queueId: null,
      queueHost: null,
      platformId: null,
      eventId: null,
      time: null,
      timeFrom: null,
      attempts: [],
      excerpt: '',
    });
    expect(JSON.stringify(old)).not.toMatch(/example\.(com|org)"|@|Smith/);
    expect(fresh).toMatchObject({
      bounce: JSON.stringify(bounce),
      key: 'address|c-new@example.com',
      expired_at: null,
    });
    expect(await column('case_recipients', 'address')).toEqual(['b@example.com']);
    expect(await column('attempts', 'address')).toEqual(['b@example.com']);
    expect(await expire(store, now, 180, going)).toEqual({
      cases: 0,
      bounces: 0,
      mailings: 0,
      inbox: 0,
      outbox: 0,
    });
  });

  test('an answer about many forgets what it left unread, and old buttons still find what took its place', async () => {
    const answer = (id: string, day: number) => ({
      ...{ team, id, message_id: `C1:${id}` },
      left_out: 'results of Mrs Smith.pdf was not read.',
      made_at: daysAgo(day),
    });
    await store
      .insertInto('answers')
      .values([answer('m-old', 181), answer('m-new', 179)])
      .execute();
    await store.insertInto('superseded').values({ team, bundle: 'c-then', into: 'c-now' }).execute();
    await expire(store, now, 180, going);
    expect(await store.selectFrom('answers').select(['id', 'left_out']).orderBy('id').execute()).toEqual([
      { id: 'm-new', left_out: 'results of Mrs Smith.pdf was not read.' },
      { id: 'm-old', left_out: null },
    ]);
    expect(await store.selectFrom('superseded').selectAll().execute()).toEqual([
      { team, bundle: 'c-then', into: 'c-now' },
    ]);
  });

  test('a trouble that goes on forgets whom it hit long ago', async () => {
    await addCase('c-1', 400, 1, ['long-ago@example.com', 'both@example.com', 'lately@example.com']);
    for (const [address, day] of [
      ['long-ago@example.com', 400],
      ['both@example.com', 300],
      ['both@example.com', 2],
      ['lately@example.com', 1],
    ] as const) {
      await addAttempt('c-1', address, day);
    }
    expect(await expire(store, now, 180, going)).toMatchObject({ cases: 0, bounces: 2 });
    expect(await column('case_recipients', 'address')).toEqual(['both@example.com', 'lately@example.com']);
    expect(await column('attempts', 'address')).toEqual(['both@example.com', 'lately@example.com']);
  });

  test('an old log that is pasted today is not an old case', async () => {
    await addCase('c-1', 0, 0, ['user@example.com']);
    await addAttempt('c-1', 'user@example.com', 500);
    await expire(store, now, 180, going);
    expect(await column('case_recipients', 'address')).toEqual(['user@example.com']);
  });

  test('what was delivered and owed goes when it is done and old; suppressions and the audit stay', async () => {
    const leased = { attempts: 1, lease_by: null, lease_until: null };
    for (const [id, day] of [
      ['old', 200],
      ['new', 1],
    ] as const) {
      const common = { ...leased, team, platform: 'slack', channel: 'C1' };
      await store
        .insertInto('inbox')
        .values([
          { ...common, id, payload: null, heard_at: daysAgo(day), done_at: daysAgo(day) },
          { ...common, id: `${id}-to-do`, payload: '{}', heard_at: daysAgo(day), done_at: null },
        ])
        .execute();
      const owed = {
        ...common,
        lane: 'l',
        kind: 'post' as const,
        message_id: null,
        case_id: null,
        body: '{}',
        due_at: daysAgo(day),
        given_up: null,
        made_at: daysAgo(day),
      };
      await store
        .insertInto('outbox')
        .values([
          { ...owed, id, done_at: daysAgo(day) },
          { ...owed, id: `${id}-to-do`, done_at: null },
        ])
        .execute();
    }
    await store
      .insertInto('suppressions')
      .values({
        team,
        address: 'user@example.com',
        reason: 'user-unknown',
        evidence: 'User unknown',
        source: 'case',
        case_id: 'c-old',
        by: ann,
        at: daysAgo(999),
      })
      .execute();
    await store
      .insertInto('audit')
      .values({
        id: 'a',
        team,
        at: daysAgo(999),
        by: ann,
        action: 'suppress',
        case_id: 'c-old',
        address: null,
        before: null,
        after: null,
        place: null,
      })
      .execute();

    expect(await expire(store, now, 180, going)).toEqual({
      cases: 0,
      bounces: 0,
      mailings: 0,
      inbox: 1,
      outbox: 1,
    });
    const ids = async (table: 'inbox' | 'outbox') =>
      (await store.selectFrom(table).select('id').orderBy('id').execute()).map(({ id }) => id);
    expect(await ids('inbox')).toEqual(['new', 'new-to-do', 'old-to-do']);
    expect(await ids('outbox')).toEqual(['new', 'new-to-do', 'old-to-do']);
    expect(await store.selectFrom('suppressions').select('evidence').execute()).toHaveLength(1);
    expect(await store.selectFrom('audit').select('id').execute()).toHaveLength(1);
  });

  test('more than one portion, in several teams', async () => {
    const rows = Array.from({ length: 1000 }, (_, i) =>
      attemptRow({
        team: `slack:T${i % 3}`,
        case_id: `c-${i}`,
        at: daysAgo(i < 950 ? 181 + (i % 50) : 10),
      }),
    );
    await store.insertInto('attempts').values(rows).execute();
    expect(await expire(store, now, 180, going)).toMatchObject({ bounces: 950 });
    expect(await store.selectFrom('attempts').select('at').distinct().execute()).toEqual([
      { at: daysAgo(10) },
    ]);
  });

  test('told to stop, it leaves the rest for the next time', async () => {
    await addCase('c-old', 300, 181, ['user@example.com']);
    expect(await expire(store, now, 180, AbortSignal.abort())).toMatchObject({ cases: 0 });
    expect(await expire(store, now, 180, going)).toMatchObject({ cases: 1 });
  });

  test('of all replicas one does it, once a day', async () => {
    await addCase('c-old', 300, 181, ['user@example.com']);
    const asked = await Promise.all(Array.from({ length: 5 }, () => expireIfDue(store, now, 180, going)));
    expect(asked.filter((answer) => answer !== null)).toEqual([
      { cases: 1, bounces: 0, mailings: 0, inbox: 0, outbox: 0 },
    ]);
    const later = (hours: number) => new Date(now.getTime() + hours * 60 * 60 * 1000);
    expect(await expireIfDue(store, later(23), 180, going)).toBeNull();
    expect(await expireIfDue(store, later(24), 180, going)).toEqual({
      cases: 0,
      bounces: 0,
      mailings: 0,
      inbox: 0,
      outbox: 0,
    });
    expect(await expireIfDue(store, later(25), 180, going)).toBeNull();
  });
});
