/** The policy that a recipient's domain serves over HTTPS (RFC 8461), and what becomes of one that can't be had. */
import nock from 'nock';
import { describe, expect, test } from 'vitest';
import { checkIn, told } from '../support/dns-check.ts';
import { interceptHttp, neverAnswers } from '../support/http-calls.ts';

interceptHttp();

const ZONE = {
  'example.net': { MX: ['10 mx.example.net'] },
  'mx.example.net': { A: ['192.0.2.1'] },
  '_mta-sts.example.net': { TXT: ['v=STSv1; id=20260101;'] },
  'mta-sts.example.net': { A: ['192.0.2.80'] },
};
const input = { recipient: 'example.net' };
const PLAIN = { 'content-type': 'text/plain' };
const policyText = (mx: string, mode = 'enforce'): string =>
  `version: STSv1\r\nmode: ${mode}\r\nmx: ${mx}\r\nmax_age: 604800\r\n`;

/** The request goes to the address that DNS gave, with the name in its `Host`. */
const host = () =>
  nock('https://192.0.2.80', { reqheaders: { host: 'mta-sts.example.net' } }).get('/.well-known/mta-sts.txt');

test('a policy that fits', async () => {
  host().reply(200, policyText('*.example.net'), PLAIN);
  expect(told(await checkIn(ZONE, input), 'mta-sts')).toMatch(
    /^good: Enforced: TLS with a valid certificate for \*\.example\.net/,
  );
});

test('a policy that forgot a host', async () => {
  host().reply(200, policyText('old.example.net'), PLAIN);
  const forgot = await checkIn(ZONE, { ...input, control: 'tls' });
  expect(forgot.cause).toMatchObject({
    row: 'mta-sts',
    sentence: 'The policy (enforce) allows old.example.net, but MX also names mx.example.net.',
  });
  host().reply(200, policyText('old.example.net', 'testing'), PLAIN);
  expect(told(await checkIn(ZONE, input), 'mta-sts')).toMatch(
    /^good: .*As it is not enforced, mail is delivered/,
  );
});

describe('a policy that can’t be had is no mistake of theirs, and the row says why', () => {
  const why = async (zone: Parameters<typeof checkIn>[0] = ZONE, budgetMs?: number) => {
    const report = await checkIn(zone, input, budgetMs === undefined ? {} : { budgetMs });
    expect(told(report, 'dane')).toMatch(/^good/);
    const [before, after] = told(report, 'mta-sts').split('could not be fetched: ');
    expect(before).toBe('unknown: the policy of example.net ');
    return after;
  };

  test.each([
    [301, '', { location: 'https://elsewhere.example/mta-sts.txt' }, 'Invalid response code 301'],
    [404, '', {}, 'Invalid response code 404'],
    [429, '', { 'retry-after': '30' }, 'Invalid response code 429'],
    [200, policyText('*.example.net'), { 'content-type': 'text/html' }, 'Invalid Content-Type "text/html"'],
    [200, 'x'.repeat(200_000), PLAIN, 'Policy file is larger than 65536 bytes'],
    [200, policyText('*.example.net').slice(0, 40), PLAIN, 'Invalid max_age field'],
    [200, '', PLAIN, 'Invalid version field'],
  ])('HTTP %d %j %j', async (status, body, headers, reason) => {
    host().reply(status, body, headers);
    expect(await why()).toBe(reason);
  });

  test('nobody listens', async () => {
    host().replyWithError('connect ECONNREFUSED 192.0.2.80:443');
    expect(await why()).toBe('connect ECONNREFUSED 192.0.2.80:443');
  });

  test('its certificate is another’s, of which nothing is told', async () => {
    host().replyWithError(
      Object.assign(
        new Error("Hostname/IP does not match certificate's altnames: DNS:payroll.corp.internal"),
        { code: 'ERR_TLS_CERT_ALTNAME_INVALID' },
      ),
    );
    expect(await why()).toBe('its host has no certificate that is valid for that name');
  });

  test('its host keeps silent, which does not hold the check up', async () => {
    host().reply(neverAnswers);
    expect(await why(ZONE, 700)).toMatch(/timed? ?out/i);
  });

  test('its host has no address, or one of our own network: no request is made', async () => {
    const { 'mta-sts.example.net': _, ...without } = ZONE;
    expect(await why(without)).toBe('mta-sts.example.net has no address');
    const carried = { ...ZONE, 'mta-sts.example.net': { AAAA: ['2002:a00:1::1'] } };
    expect(await why(carried)).toBe(
      'mta-sts.example.net leads to 2002:a00:1::1, which is not on the Internet',
    );
    const inside = { ...ZONE, 'mta-sts.example.net': { A: ['127.0.0.1'] } };
    expect(await why(inside)).toBe('mta-sts.example.net leads to 127.0.0.1, which is not on the Internet');
  });
});
