import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { openCatalog } from '../../src/catalog/index.ts';
import {
  type CheckInput,
  type CheckReport,
  createChecks,
  createResolver,
  type Row,
  readReport,
} from '../../src/dns/index.ts';
import { type DnsServerOptions, startDnsServer, type Zone } from './dns-server.ts';

const CATALOG = fileURLToPath(new URL('../../catalog', import.meta.url));
const opened = openCatalog({ folder: CATALOG, own: null });

/** @returns the sending platforms of our catalog */
export const catalogSenders = async () => [...(await opened).catalog.senders.values()];

/** Where nothing is known of who sends but the record. */
export const NO_BACKGROUND = {
  platform: Promise.resolve(null),
  names: Promise.resolve([]),
  owner: null,
  senders: [],
};

type Options = DnsServerOptions & {
  readonly lists?: readonly string[];
  readonly budgetMs?: number;
  readonly timeoutMs?: number;
};

/** What every blocklist of the catalog always holds, so that its "no" is believed (RFC 5782 §5). */
export const LISTS: Zone = Object.fromEntries(
  [...(await opened).catalog.blocklists.values()]
    .flatMap(({ zones = [] }) => zones)
    .map(({ zone, lists, test }) => [
      `${lists === 'domain' ? test : '2.0.0.127'}.${zone}`,
      { A: [lists === 'domain' ? '127.0.1.2' : '127.0.0.2'] },
    ]),
);

/** Checks against a DNS server on loopback that serves just this zone. The report survives being kept as JSON. */
export async function checkIn(zone: Zone, input: CheckInput, options: Options = {}): Promise<CheckReport> {
  const outcome = await outcomeIn(zone, input, options);
  if ('faults' in outcome) throw new Error(outcome.faults.join(' '));
  expect(await readReport(JSON.parse(JSON.stringify(outcome.report)))).toEqual(outcome.report);
  return outcome.report;
}

/** A silent server is not waited for long, but one that answers has time on a busy machine. */
const patience = (zone: Zone): number => (JSON.stringify(zone).includes('TIMEOUT') ? 150 : 1000);

/** The same, for input that may be refused. */
export async function outcomeIn(
  zone: Zone,
  input: CheckInput,
  { lists = [], budgetMs = 5000, timeoutMs = patience(zone), ...server }: Options = {},
) {
  const dns = await startDnsServer(zone, server);
  const { catalog } = await opened;
  const { check } = createChecks({
    resolver: createResolver({ servers: [dns.server], timeoutMs }),
    catalog,
    lists,
    budgetMs,
  });
  return check(input).finally(dns.close);
}

/** @returns the row, which must be there */
export function rowOf({ rows }: CheckReport, id: string): Row {
  const row = rows.find((one) => one.id === id);
  if (!row) throw new Error(`There is no row ${id}, only ${rows.map((one) => one.id).join(', ')}.`);
  return row;
}

/** @returns mark and words of a row: "bad: example.com has 2 SPF records. …" */
export function told(report: CheckReport, id: string): string {
  const row = rowOf(report, id);
  return `${row.mark}: ${row.mark === 'unknown' ? row.why : row.found}`;
}

/** @returns the record as it would read after the change */
export function recordThen(report: CheckReport, id: string): string | undefined {
  const row = rowOf(report, id);
  return row.mark === 'bad' ? row.change?.record?.after : undefined;
}
