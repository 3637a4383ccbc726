/** MTA-STS (RFC 8461): what a recipient's domain demands of the TLS connection, and whether its hosts fit that. */
import type { MTASTSPolicy } from 'mailauth';
// Its documented address (mailauth's docs/mta-sts.md): the main one has nothing of MTA-STS.
import { fetchPolicy, resolvePolicy, validateMx } from 'mailauth/lib/mta-sts.js';
import { type RecordType, type Resolve, recordsOf } from '../answer.ts';
import { hiddenKind, readIp } from '../ip.ts';
import { mailauthResolver } from '../mailauth-resolver.ts';
import type { Row } from '../report.ts';
import { type About, bad, evidenceOf, good, quoted, unknown } from '../row.ts';

/** What a policy says, as far as the check needs it. */
export type MtaStsPolicy = Pick<MTASTSPolicy, 'mode' | 'mx'>;
/**
 * Fetches https://mta-sts.DOMAIN/.well-known/mta-sts.txt.
 * @returns the policy; throws where it can't be had, saying why
 */
export type FetchMtaSts = (domain: string, ask: Resolve) => Promise<MtaStsPolicy>;

/** @param timeoutMs for the whole request, milliseconds */
export function createFetchMtaSts(timeoutMs: number): FetchMtaSts {
  return async (domain, ask) => {
    const host = `mta-sts.${domain}`;
    const answers = await Promise.all([ask(host, 'A'), ask(host, 'AAAA')]);
    const addresses = answers.flatMap((answer) => (answer.status === 'found' ? answer.records : []));
    const failed = answers.find((answer) => answer.status === 'failed');
    if (addresses.length === 0 && failed?.status === 'failed') throw new Error(failed.why);
    if (addresses.length === 0) throw new Error(`${host} has no address`);
    // Anyone may ask about any domain: its policy host must not lead us into our own network.
    const hidden = addresses.find((address) => isInside(address));
    if (hidden !== undefined) throw new Error(`${host} leads to ${hidden}, which is not on the Internet`);
    const [v4, v6] = answers;
    // The very addresses that were judged: asked anew, the name could lead elsewhere.
    const judged = (name: string, type: RecordType) =>
      name === host && type === 'A' ? v4 : name === host && type === 'AAAA' ? v6 : ask(name, type);
    const policy = await fetchPolicy(domain, {
      resolver: mailauthResolver(judged as Resolve),
      timeout: timeoutMs,
      strict: true,
    }).catch((error: unknown) => {
      throw new Error(withoutCertificate(error));
    });
    if (policy === false) throw new Error(`${host} has no address`);
    return policy;
  };
}

/** A host that DNS leads to shows its certificate to us, and what is in it may be nobody else's to know. */
function withoutCertificate(error: unknown): string {
  const { code = '', message } = error as NodeJS.ErrnoException;
  return /^ERR_TLS_|^ERR_SSL_|CERT|UNABLE_TO_VERIFY|CRL|PATH_LENGTH|HOSTNAME_MISMATCH/.test(code) ||
    /altname|certificate/i.test(message)
    ? 'its host has no certificate that is valid for that name'
    : message;
}

const isInside = (address: string): boolean => {
  const ip = readIp(address);
  return ip === null || hiddenKind(ip) !== null;
};

/** @param hosts names of the mail hosts that MX gives */
export async function checkMtaSts(
  domain: string,
  hosts: readonly string[],
  fetchIt: FetchMtaSts,
  ask: Resolve,
): Promise<Row> {
  const name = `_mta-sts.${domain}`;
  const answer = await ask(name, 'TXT');
  const url = `https://mta-sts.${domain}/.well-known/mta-sts.txt`;
  const about: About = {
    id: 'mta-sts',
    topic: 'mta-sts',
    label: `MTA-STS of ${domain}`,
    evidence: [evidenceOf(name, 'TXT', answer)],
    verify: [`dig +short TXT ${name}`, `curl -s ${url}`],
  };
  if (answer.status === 'failed') return unknown(about, answer.why);
  const meant = recordsOf<'TXT'>(answer).filter((text) => /^v=STSv1/i.test(text));
  if (meant.length === 0) return good(about, `${domain} has no MTA-STS: it demands no TLS that way.`);
  if (meant.length > 1) {
    return bad(
      about,
      `${domain} has ${meant.length} MTA-STS records, which count as none (RFC 8461 §3.1).`,
      `Theirs to correct: one TXT record at ${name}.`,
    );
  }
  const id = await resolvePolicy(domain, { resolver: mailauthResolver(ask), strict: true });
  if (id === false) {
    return bad(
      about,
      `The MTA-STS record of ${domain} is not valid: ${quoted(meant[0] ?? '')}.`,
      `Theirs to correct, to the form "v=STSv1; id=20260101T000000;".`,
    );
  }
  return policyRow(about, domain, hosts, () => fetchIt(domain, ask));
}

async function policyRow(
  about: About,
  domain: string,
  hosts: readonly string[],
  fetchIt: () => Promise<MtaStsPolicy>,
): Promise<Row> {
  let policy: MtaStsPolicy;
  try {
    policy = await fetchIt();
  } catch (error) {
    return unknown(about, `the policy of ${domain} could not be fetched: ${(error as Error).message}`);
  }
  const left = hosts.filter((host) => !validateMx(host, policy).valid);
  const names = policy.mx?.join(', ') ?? '';
  if (left.length > 0) {
    const found = `The policy (${policy.mode}) allows ${names}, but MX also names ${left.join(', ')}.`;
    return policy.mode === 'enforce'
      ? bad(
          about,
          found,
          `Theirs to correct: the policy must list every mail host of ${domain}. Our server is right not to deliver there.`,
        )
      : good(about, `${found} As it is not enforced, mail is delivered.`);
  }
  return good(
    about,
    policy.mode === 'enforce'
      ? `Enforced: TLS with a valid certificate for ${names}. Our server must speak TLS 1.2 or newer and check it.`
      : `Mode ${policy.mode}: nothing is refused for it.`,
  );
}
