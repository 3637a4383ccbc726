/** What DNS holds is written by strangers: no record may throw, and none may take long to read. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseDkimKey } from '../../src/dns/dkim/key.ts';
import { parseSpf } from '../../src/dns/spf/record.ts';
import { checkIn } from '../support/dns-check.ts';

const pieces = fc.constantFrom(
  ...[
    'v=spf1',
    'v=DKIM1',
    'v=DMARC1',
    'v=STSv1',
    'p=',
    't=y',
    'k=rsa',
    'include:',
    'ip4:',
    'ip6:::',
    'exists:%{',
  ],
  ...[
    'redirect=',
    '/33',
    '//129',
    ' ',
    ';',
    '=',
    '\\',
    '"',
    '%',
    '\u0000',
    '\u00ff',
    'all',
    '.',
    'example.com',
  ],
);
const hostile = fc
  .array(fc.oneof(pieces, fc.string({ maxLength: 12 })), { maxLength: 40 })
  .map((parts) => parts.join(''));

test('any text is taken apart as an SPF record and as a DKIM key', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      expect(parseSpf(`v=spf1 ${text}`).text).toContain(text);
      expect(['usable', 'revoked', 'broken']).toContain(parseDkimKey(text).state);
    }),
    { numRuns: 2000 },
  );
});

test('any text at any of the names gives a report', async () => {
  await fc.assert(
    fc.asyncProperty(hostile, hostile, hostile, async (spf, key, dmarc) => {
      const report = await checkIn(
        {
          'example.com': { TXT: [`v=spf1 ${spf}`], MX: ['10 mx.example.com'] },
          's1._domainkey.example.com': { TXT: [key] },
          '_dmarc.example.com': { TXT: [`v=DMARC1;${dmarc}`] },
          '_mta-sts.example.com': { TXT: [`v=STSv1;${dmarc}`] },
          '_smtp._tls.example.com': { TXT: [`v=TLSRPTv1;${key}`] },
        },
        { domain: 'example.com', ip: '192.0.2.10', selectors: ['s1'], recipient: 'example.com' },
      );
      expect(report.rows.length).toBeGreaterThan(5);
    }),
    { numRuns: 60 },
  );
});

describe('a record of 60,000 characters', () => {
  test.each([
    ['blanks', ' '.repeat(60_000)],
    ['slashes', 'a:/1'.repeat(15_000)],
    ['semicolons and blanks', '; '.repeat(30_000)],
    ['a tag behind blanks', `n=${' '.repeat(60_000)}x; t=y; p=MCowBQYDK2VwAyEA`],
    ['signs', '-+~?'.repeat(15_000)],
    ['macros', '%{ir}.'.repeat(10_000)],
  ])('%s', async (_, text) => {
    const report = await checkIn(
      {
        'example.com': { TXT: [`v=spf1 ${text}`] },
        's1._domainkey.example.com': { TXT: [`v=DKIM1; ${text}`] },
        '_dmarc.example.com': { TXT: [`v=DMARC1; ${text}`] },
      },
      { domain: 'example.com', ip: '192.0.2.10', selectors: ['s1'] },
    );
    expect(JSON.stringify(report).length).toBeLessThan(200_000);
  });
});
