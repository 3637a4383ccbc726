/** DANE for SMTP (RFC 7672): the certificates that a recipient's mail hosts pin in DNS. */
import { type Answer, type RecordData, type Resolve, recordsOf } from '../answer.ts';
import type { Row } from '../report.ts';
import { type About, bad, dig, evidenceOf, good, unknown } from '../row.ts';

const MOST_HOSTS = 5;
/** Lengths of the data by matching type, in hexadecimal digits: SHA-256 and SHA-512 (RFC 6698 §2.1.3). */
const LENGTHS: Readonly<Record<number, number>> = { 1: 64, 2: 128 };

/**
 * @param hosts names of the mail hosts that MX gives
 * @param authenticated whether DNSSEC vouches for the MX records; without that TLSA records count for nothing
 */
export async function checkDane(
  domain: string,
  hosts: readonly string[],
  authenticated: boolean,
  ask: Resolve,
): Promise<Row> {
  const names = hosts.slice(0, MOST_HOSTS).map((host) => `_25._tcp.${host}`);
  const answers: readonly Answer<'TLSA'>[] = await Promise.all(names.map((name) => ask(name, 'TLSA')));
  const about: About = {
    id: 'dane',
    topic: 'dane',
    label: `DANE of ${domain}`,
    evidence: names.map((name, i) => evidenceOf(name, 'TLSA', answers[i] as Answer)),
    verify: names.slice(0, 2).map((name) => `${dig('TLSA', name)} +dnssec`),
  };
  if (names.length === 0) return unknown(about, `no mail host of ${domain} is known`);
  const records = answers.flatMap((answer) => recordsOf<'TLSA'>(answer));
  const failed = answers.find((answer) => answer.status === 'failed');
  if (failed?.status === 'failed') {
    return unknown(
      about,
      `${failed.why}. Servers that use DANE hold mail back as long as that lasts (RFC 7672 §2.1.2)`,
    );
  }
  const first =
    hosts.length > MOST_HOSTS ? ` The first ${MOST_HOSTS} of ${hosts.length} mail hosts were looked at.` : '';
  if (records.length === 0)
    return good(about, `${domain} pins no certificates by DANE; it need not.${first}`);
  const fault = records.map(faultOf).find((one) => one !== null);
  if (fault) {
    return bad(
      about,
      `A TLSA record of ${domain} can't be used for mail: ${fault}.`,
      `Theirs to correct: \`3 1 1\` and the SHA-256 of the mail host's public key.`,
    );
  }
  const proven =
    authenticated && answers.every((answer) => answer.status !== 'failed' && answer.authenticated);
  if (!proven) {
    return unknown(
      about,
      `there are TLSA records, but our resolver doesn't vouch for them by DNSSEC. Ask one that checks DNSSEC (DNS_SERVERS)`,
    );
  }
  return good(
    about,
    `${records.length} TLSA record(s), proven by DNSSEC: our server must use TLS with a certificate that fits them. After a new certificate on their side without a new record, mail fails.${first}`,
  );
}

function faultOf({ usage, selector, matching, data }: RecordData['TLSA']): string | null {
  if (usage !== 2 && usage !== 3) return `usage ${usage}, and RFC 7672 §3.1 allows 2 and 3 alone`;
  if (selector > 1) return `selector ${selector} is unknown`;
  if (matching > 2) return `matching type ${matching} is unknown`;
  const length = LENGTHS[matching];
  return length !== undefined && data.length !== length
    ? `its hash has ${data.length / 2} bytes instead of ${length / 2}`
    : null;
}
