/** The audit log, read and exported, on both databases. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type AuditFilter, auditFile, auditTrail } from '../../src/audit/index.ts';
import { openStore, type Store, type Tables } from '../../src/store/index.ts';
import { onBothStores } from '../support/stores.ts';

const all: AuditFilter = { since: null, until: null, team: null, caseId: null, address: null, actor: null };
const ann = '{"id":"U1","name":"Ann","team":"slack:T1"}';
const bob = '{"id":"U2","name":"=Bob \\"B\\"","team":"slack:T2"}';

const row = (id: string, at: string, more: Partial<Tables['audit']> = {}): Tables['audit'] => ({
  id,
  team: 'slack:T1',
  at,
  by: ann,
  action: 'resolve',
  case_id: null,
  address: null,
  before: null,
  after: null,
  place: null,
  ...more,
});

onBothStores((newAddress) => {
  let store: Store;
  beforeEach(async () => {
    store = await openStore(await newAddress());
  });
  afterEach(() => store.destroy());

  const idsOf = async (filter: Partial<AuditFilter>) => {
    const ids: string[] = [];
    for await (const { id } of auditTrail(store, { ...all, ...filter })) ids.push(id);
    return ids;
  };
  const fileOf = async (format: 'csv' | 'jsonl') => {
    let text = '';
    for await (const line of auditFile(auditTrail(store, all), format)) text += line;
    return text;
  };

  test('every entry once and in order, over many pages and many entries of one moment', async () => {
    const rows = Array.from({ length: 1700 }, (_, i) =>
      row(`a${String(i).padStart(5, '0')}`, `2026-11-21T10:15:0${Math.floor(i / 700)}.000Z`),
    );
    await store.insertInto('audit').values(rows.toReversed()).execute();
    expect(await idsOf({})).toEqual(rows.map(({ id }) => id));
  });

  test('only what is asked for', async () => {
    await store
      .insertInto('audit')
      .values([
        row('1', '2026-11-01T00:00:00.000Z', { case_id: 'c-1' }),
        row('2', '2026-11-02T00:00:00.000Z', { by: bob, team: 'slack:T2' }),
        row('3', '2026-11-03T00:00:00.000Z', { address: 'user@example.com', case_id: 'c-1' }),
      ])
      .execute();
    expect(await idsOf({ since: '2026-11-02T00:00:00.000Z' })).toEqual(['2', '3']);
    expect(await idsOf({ until: '2026-11-02T00:00:00.000Z' })).toEqual(['1']);
    expect(await idsOf({ team: 'slack:T2' })).toEqual(['2']);
    expect(await idsOf({ actor: 'U1' })).toEqual(['1', '3']);
    expect(await idsOf({ address: 'user@example.com' })).toEqual(['3']);
    expect(await idsOf({ caseId: 'c-1', since: '2026-11-02T00:00:00.000Z' })).toEqual(['3']);
    expect(await idsOf({ actor: 'U3' })).toEqual([]);
  });

  test('as CSV, in which a name is not a formula, and as lines of JSON', async () => {
    await store
      .insertInto('audit')
      .values(
        row('1', '2026-11-01T00:00:00.000Z', {
          by: bob,
          case_id: 'c-1',
          before: '{"status":"open"}',
          after: '{"status":"resolved"}',
        }),
      )
      .execute();
    expect(await fileOf('csv')).toBe(
      '"at","team","actor_id","actor_name","action","case","address","before","after","place","id"\r\n' +
        '"2026-11-01T00:00:00.000Z","slack:T1","U2","\'=Bob ""B""","resolve","c-1","",' +
        '"{""status"":""open""}","{""status"":""resolved""}","","1"\r\n',
    );
    expect(JSON.parse(await fileOf('jsonl'))).toEqual({
      id: '1',
      at: '2026-11-01T00:00:00.000Z',
      team: 'slack:T1',
      actor: { id: 'U2', name: '=Bob "B"', team: 'slack:T2' },
      action: 'resolve',
      case: 'c-1',
      address: null,
      before: { status: 'open' },
      after: { status: 'resolved' },
      place: null,
    });
  });
});
