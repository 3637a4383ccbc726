/**
 * The official SPF test suite (openspf.org, for RFC 7208) through our check: a real DNS server on loopback serves
 * each scenario's zone, and our resolver asks it. All 203 verdicts are as the suite has them; besides, an error is always
 * explained by a row, DNS that fails is never told as a mistake, and a pass names its term.
 */
import { readFileSync } from 'node:fs';
import { loadAll } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createResolver } from '../../src/dns/index.ts';
import { createLook } from '../../src/dns/look.ts';
import { checkSpf } from '../../src/dns/spf/check.ts';
import { NO_BACKGROUND } from '../support/dns-check.ts';
import { type DnsServer, startDnsServer, type Zone } from '../support/dns-server.ts';
import { inShared, needing } from '../support/shared.ts';
import { judge } from '../support/spf-reference.ts';

const SUITE = 'standards/spf/rfc7208-tests.yml';
const suite = inShared(SUITE);

type Entry = 'TIMEOUT' | Record<string, unknown>;
type Scenario = {
  description: string;
  tests: Record<string, { helo: string; host: string; mailfrom: string; result: string | string[] }>;
  zonedata: Record<string, Entry[]>;
};

const scenarios =
  suite === null
    ? []
    : (loadAll(readFileSync(suite, 'utf8')) as (Scenario | null)[]).filter((scenario) => scenario !== null);

describe('the SPF test suite', needing(SUITE), () => {
  test('is the one of 203 tests', () => {
    expect(scenarios.reduce((count, { tests }) => count + Object.keys(tests).length, 0)).toBe(203);
  });

  describe.each(scenarios)('$description', ({ tests, zonedata }) => {
    let dns: DnsServer;
    beforeAll(async () => {
      dns = await startDnsServer(zoneOf(zonedata));
    });
    afterAll(() => dns.close());

    test.concurrent.each(Object.entries(tests))('%s', async (_, { helo, host, mailfrom, result }) => {
      const { resolve } = createResolver({ servers: [dns.server], timeoutMs: 400 });
      const look = createLook(resolve, 10_000);
      const domain = mailfrom.slice(mailfrom.lastIndexOf('@') + 1) || helo;
      const subject = { domain, sender: mailfrom, ip: host, helo };
      const { verdict, rows } = await checkSpf(subject, NO_BACKGROUND, look.ask);
      look.end();
      expect([result].flat()).toContain(verdict?.result);
      const wrong = rows.filter(({ mark }) => mark === 'bad');
      const passed = rows.find(({ id }) => id === 'spf-ip');
      if (verdict?.result === 'permerror') expect(wrong.some(({ id }) => id !== 'spf-ip')).toBe(true);
      if (verdict?.result === 'temperror') expect(wrong).toEqual([]);
      if (verdict?.result === 'pass') {
        expect(passed).toMatchObject({ mark: 'good', found: expect.stringContaining('passes, through `') });
      }
    });
  });
});

describe('the second implementation that judges what is suggested', needing(SUITE), () => {
  describe.each(scenarios)('$description', ({ tests, zonedata }) => {
    test.each(Object.entries(tests))('%s', (_, { helo, host, mailfrom, result }) => {
      expect([result].flat()).toContain(judge(zoneOf(zonedata), { ip: host, sender: mailfrom, helo }));
    });
  });
});

/** The suite's zones: a name's entries in their order; a bare TIMEOUT stands for every type that isn't given. */
function zoneOf(data: Scenario['zonedata']): Zone {
  return Object.fromEntries(
    Object.entries(data).map(([name, entries]) => {
      const records: Record<string, string[] | 'TIMEOUT'> = {};
      const typed = entries.filter((entry) => entry !== 'TIMEOUT');
      // Where a name has no TXT entries its SPF entries are served as TXT, says the suite.
      const hasTxt = typed.some((entry) => 'TXT' in entry);
      for (const [type, value] of typed.flatMap((entry) => Object.entries(entry))) {
        const served = type === 'SPF' ? 'TXT' : type;
        if ((type === 'SPF' && hasTxt) || value === 'NONE') continue;
        if (value === 'TIMEOUT') records[served] = 'TIMEOUT';
        else if (records[served] !== 'TIMEOUT') {
          records[served] = [...(records[served] ?? []), textOf(served, value)];
        }
      }
      if (entries.includes('TIMEOUT')) {
        for (const type of ['A', 'AAAA', 'MX', 'PTR', 'TXT']) records[type] ??= 'TIMEOUT';
      }
      return [name, records];
    }),
  );
}

const textOf = (type: string, value: unknown): string =>
  type === 'TXT' ? [value].flat().join('') : [value].flat().join(' ');
