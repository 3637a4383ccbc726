/** DMARC and TLS reports: recognised, summed up, and never a bounce. */
import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { read } from '../../src/intake/index.ts';

const row = (ip: string, count: number, spf: string, dkim: string): string =>
  `<record><row><source_ip>${ip}</source_ip><count>${count}</count><policy_evaluated><disposition>none</disposition><dkim>${dkim}</dkim><spf>${spf}</spf></policy_evaluated></row><identifiers><header_from>shop.example</header_from></identifiers><auth_results><dkim><domain>shop.example</domain><result>pass</result></dkim><spf><domain>shop.example</domain><result>pass</result></spf></auth_results></record>`;

const DMARC = `<?xml version="1.0" encoding="UTF-8" ?>
<feedback>
  <version>1.0</version>
  <report_metadata>
    <org_name>mail.example</org_name>
    <email>noreply-dmarc@mail.example</email>
    <report_id>42</report_id>
    <date_range><begin>1772496000</begin><end>1772582399</end></date_range>
  </report_metadata>
  <policy_published><domain>shop.example</domain><adkim>r</adkim><aspf>r</aspf><p>none</p><sp>none</sp><pct>100</pct></policy_published>
  ${row('203.0.113.9', 1200, 'pass', 'pass')}
  ${row('203.0.113.10', 30, 'fail', 'pass')}
  ${row('198.51.100.7', 12, 'fail', 'fail')}
  ${row('198.51.100.8', 3, 'fail', 'fail')}
</feedback>
`;

const TLS = JSON.stringify({
  'organization-name': 'Mail Example',
  'date-range': { 'start-datetime': '2026-03-03T00:00:00Z', 'end-datetime': '2026-03-03T23:59:59Z' },
  'contact-info': 'tls@mail.example',
  'report-id': '2026-03-03T00:00:00Z_shop.example',
  policies: [
    {
      policy: { 'policy-type': 'sts', 'policy-string': ['version: STSv1'], 'policy-domain': 'shop.example' },
      summary: { 'total-successful-session-count': 5326, 'total-failure-session-count': 303 },
      'failure-details': [
        { 'result-type': 'certificate-expired', 'sending-mta-ip': '192.0.2.77', 'failed-session-count': 100 },
        {
          'result-type': 'starttls-not-supported',
          'sending-mta-ip': '192.0.2.78',
          'failed-session-count': 203,
        },
      ],
    },
  ],
});

const DMARC_SUMMED_UP = {
  title: 'DMARC report by mail.example for shop.example',
  lines: [
    'Of 2026-03-03, it covers 1,245 mails from 4 IP addresses; the published policy is p=none.',
    '1,230 mails passed DMARC, 15 mails failed.',
    'Most failures came from 198.51.100.7 (12 mails), others from 1 more address: if that is a sender of yours, it lacks SPF and DKIM for this domain.',
  ],
};
const TLS_SUMMED_UP = {
  title: 'TLS report by Mail Example for shop.example',
  lines: [
    'Of 2026-03-03, it covers 5,629 sessions with your mail hosts, under 1 policy (sts).',
    '5,326 sessions had TLS as it should be, 303 sessions failed.',
    'Most failed for starttls-not-supported (203 sessions): fix that on your mail hosts, or your policy.',
  ],
};

const mailWith = (type: string, name: string, bytes: Uint8Array, kind = 'multipart/mixed'): string =>
  [
    'From: noreply-dmarc@mail.example',
    'To: reports@shop.example',
    'Subject: Report domain: shop.example Submitter: mail.example Report-ID: 42',
    'Date: Wed, 4 Mar 2026 01:00:00 +0000',
    'MIME-Version: 1.0',
    `Content-Type: ${kind}; boundary="x"`,
    '',
    '--x',
    'Content-Type: text/plain',
    '',
    'This is an aggregate report from mail.example.',
    '--x',
    `Content-Type: ${type}; name="${name}"`,
    `Content-Disposition: attachment; filename="${name}"`,
    'Content-Transfer-Encoding: base64',
    '',
    ...(Buffer.from(bytes)
      .toString('base64')
      .match(/.{1,76}/g) ?? []),
    '--x--',
    '',
  ].join('\n');

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('when asked, in three lines', () => {
  test.each<[string, string | Uint8Array, object]>([
    ['DMARC, pasted', DMARC, DMARC_SUMMED_UP],
    [
      'DMARC, without the line of XML and in one line',
      DMARC.replace(/^.*\n/, '').replace(/\n\s*/g, ''),
      DMARC_SUMMED_UP,
    ],
    ['DMARC, with a namespace', DMARC.replaceAll(/<(\/?)(?=[a-z])/g, '<$1ns0:'), DMARC_SUMMED_UP],
    ['DMARC, as a file', bytesOf(DMARC), DMARC_SUMMED_UP],
    ['DMARC, .gz', gzipSync(DMARC), DMARC_SUMMED_UP],
    ['DMARC, .zip', zipSync({ 'mail.example!shop.example!1!2.xml': bytesOf(DMARC) }), DMARC_SUMMED_UP],
    [
      'DMARC, attached as .zip',
      mailWith('application/zip', 'r.zip', zipSync({ 'r.xml': bytesOf(DMARC) })),
      DMARC_SUMMED_UP,
    ],
    [
      'DMARC, attached as .xml.gz',
      mailWith('application/gzip', 'r.xml.gz', gzipSync(DMARC)),
      DMARC_SUMMED_UP,
    ],
    ['TLS, pasted', TLS, TLS_SUMMED_UP],
    ['TLS, indented', JSON.stringify(JSON.parse(TLS), null, 2), TLS_SUMMED_UP],
    ['TLS, .json.gz', gzipSync(TLS), TLS_SUMMED_UP],
    [
      'TLS, attached',
      mailWith(
        'application/tlsrpt+gzip',
        'r.json.gz',
        gzipSync(TLS),
        'multipart/report; report-type="tlsrpt"',
      ),
      TLS_SUMMED_UP,
    ],
  ])('%s', async (_, input, summedUp) => {
    expect(await read(input, { asked: true })).toEqual({
      noticed: false,
      bounces: [],
      deliveries: [],
      messages: [],
      others: [summedUp],
      left: null,
    });
  });
});

describe('unasked, silence', () => {
  test.each([
    ['DMARC', DMARC],
    ['TLS', TLS],
    ['DMARC, attached', mailWith('application/gzip', 'r.xml.gz', gzipSync(DMARC))],
  ])('%s', async (_, input) => {
    expect(await read(input, { asked: false })).toMatchObject({ noticed: false, bounces: [] });
  });
});

describe('what only looks like one', () => {
  test.each([
    ['other XML', '<?xml version="1.0"?><feedback><note>great product</note></feedback>'],
    ['other JSON', '{"policies":[{"name":"a"}],"report-id":7,"x":"550"}'.replace('[{"name":"a"}]', '[]')],
  ])('%s', async (_, input) => {
    expect((await read(input, { asked: true })).others).toEqual([]);
  });

  test('names and numbers of strangers can’t steer what is said', async () => {
    const evil = DMARC.replace('mail.example<', '[click](https://evil.example) `x` @everyone<').replace(
      '<count>12</count>',
      '<count>-5e99</count>',
    );
    const { others } = await read(evil, { asked: true });
    expect(others[0]?.title).not.toMatch(/[[\]()`]/);
    expect(others[0]?.lines[1]).toBe('1,230 mails passed DMARC, 3 mails failed.');
  });
});
