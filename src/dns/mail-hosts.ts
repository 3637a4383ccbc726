/** Whether a domain exists and takes mail: MX, null MX (RFC 7505), or the address that takes its place. */
import { type Answer, isAbsent, type Resolve, recordsOf } from './answer.ts';
import { readIp } from './ip.ts';
import { insideView } from './machine.ts';
import type { Row } from './report.ts';
import { type About, absence, bad, dig, evidenceOf, good, unknown } from './row.ts';

/** Mail hosts that are followed; beyond that the answer no longer changes. */
const MOST_HOSTS = 10;

export type MailHosts = {
  readonly row: Row;
  /** Names of the hosts that take mail, the preferred first; the domain itself where it has no MX. */
  readonly hosts: readonly string[];
  /** The resolver vouches for the MX records by DNSSEC. */
  readonly authenticated: boolean;
};

/**
 * @param role `recipient`: mail is sent to it; `sender`: bounces come back to it, and receivers look
 */
export async function checkMailHosts(
  domain: string,
  role: 'sender' | 'recipient',
  ask: Resolve,
): Promise<MailHosts> {
  const [mx, a, aaaa] = await Promise.all([ask(domain, 'MX'), ask(domain, 'A'), ask(domain, 'AAAA')]);
  const about: About = {
    id: role === 'sender' ? 'domain' : 'mx',
    topic: role === 'sender' ? 'domain' : 'mx',
    label: role === 'sender' ? `Sender domain ${domain}` : `Mail hosts of ${domain}`,
    evidence: [evidenceOf(domain, 'MX', mx)],
  };
  const authenticated = mx.status !== 'failed' && mx.authenticated;
  const told = (row: Row, hosts: readonly string[] = []): MailHosts => ({ row, hosts, authenticated });
  if (mx.status === 'failed') return told(unknown(about, mx.why));
  if (mx.status === 'no-name') {
    const found = `The domain ${domain} ${absence(mx, 'MX')} in DNS.`;
    const target = mx.aliases.at(-1);
    return told(
      role === 'sender'
        ? bad(
            about,
            `${found} Receivers refuse senders that nobody could answer.`,
            target === undefined
              ? `Correct the sender address, or register and delegate ${domain} again.`
              : `Correct the sender address, or the alias (CNAME) at ${domain}: it leads to a name that is gone.`,
          )
        : bad(
            about,
            found,
            `Correct the recipient's address: look for a typing mistake in "${domain}". Where it is right, the address is dead: suppress it.`,
          ),
    );
  }
  const records = recordsOf<'MX'>(mx);
  if (records.length > 0 && records.every(({ exchange }) => exchange === '')) {
    return told(
      role === 'sender'
        ? bad(
            about,
            `${domain} says by a null MX (\`0 .\`) that it takes no mail. Receivers refuse such senders (RFC 7505 §4.2).`,
            `Send with a domain that takes mail, or put the name of the host that takes its mail into the MX record of ${domain}, which now is "0 .".`,
          )
        : bad(
            about,
            `${domain} says by a null MX (\`0 .\`) that it takes no mail at all.`,
            `Nothing on our side: the address is dead. Suppress it, and ask the recipient for another.`,
          ),
    );
  }
  if (records.length === 0) return told(...withoutMx(domain, role, about, a, aaaa));
  const hosts = records
    .filter(({ exchange }) => exchange !== '')
    .toSorted((one, other) => one.preference - other.preference)
    .slice(0, MOST_HOSTS)
    .map(({ exchange }) => exchange);
  return told(await hostsRow(domain, role, about, hosts, ask), hosts);
}

function withoutMx(
  domain: string,
  role: 'sender' | 'recipient',
  about: About,
  a: Answer<'A'>,
  aaaa: Answer<'AAAA'>,
): [Row, readonly string[]] {
  const addresses = [...recordsOf<'A'>(a), ...recordsOf<'AAAA'>(aaaa)];
  const full: About = {
    ...about,
    evidence: [...about.evidence, evidenceOf(domain, 'A', a), evidenceOf(domain, 'AAAA', aaaa)],
  };
  const inside = insideView(domain, addresses);
  if (inside !== null) return [unknown(full, inside), []];
  if (addresses.length > 0) {
    return [
      good(full, `${domain} has no MX record; mail goes to its address ${addresses[0]} (RFC 5321 §5.1).`),
      [domain],
    ];
  }
  const failed = [a, aaaa].find((answer) => answer.status === 'failed');
  if (failed?.status === 'failed') return [unknown(full, failed.why), []];
  const found = `${domain} exists but has neither an MX record nor an address: it takes no mail.`;
  return [
    role === 'sender'
      ? bad(
          full,
          `${found} Receivers refuse senders that nobody could answer.`,
          `Publish an MX record at ${domain} that names the host that takes its mail.`,
        )
      : bad(
          full,
          found,
          `Look for a typing mistake in "${domain}". Where it is right, the recipient's side must publish an MX record.`,
        ),
    [],
  ];
}

async function hostsRow(
  domain: string,
  role: 'sender' | 'recipient',
  about: About,
  hosts: readonly string[],
  ask: Resolve,
): Promise<Row> {
  const answers = await Promise.all(
    hosts.map((host) => Promise.all([ask(host, 'A'), ask(host, 'AAAA')] as const)),
  );
  const full: About = {
    ...about,
    evidence: [
      ...about.evidence,
      ...hosts.flatMap((host, i) => {
        const [a, aaaa] = answers[i] ?? [];
        return a && aaaa ? [evidenceOf(host, 'A', a), evidenceOf(host, 'AAAA', aaaa)] : [];
      }),
    ],
    verify: [
      dig('MX', domain),
      ...hosts
        .filter((host) => readIp(host) === null)
        .slice(0, 1)
        .map((host) => dig('A', host)),
    ],
  };
  const reached = hosts.filter((_, i) => answers[i]?.some((answer) => answer.status === 'found'));
  const whose = role === 'sender' ? 'Correct' : "That is the recipient's side to correct:";
  const asIp = hosts.find((host) => readIp(host) !== null);
  if (asIp !== undefined) {
    return bad(
      full,
      `The MX record of ${domain} holds the IP address ${asIp} where a name must stand (RFC 5321 §5.1).`,
      `${whose} the MX record of ${domain}: it must name a host.`,
    );
  }
  const inside = reached.map((host) => insideView(host, addressesAt(answers[hosts.indexOf(host)] ?? [])));
  const seen = reached.filter((_, i) => inside[i] === null);
  if (seen.length > 0) return good(full, `${domain} takes mail at ${seen.slice(0, 3).join(', ')}.`);
  const [own] = inside;
  if (own) return unknown(full, own);
  const failed = answers.flat().find((answer) => answer.status === 'failed');
  if (failed?.status === 'failed') return unknown(full, failed.why);
  const dead = answers.flat().every(isAbsent);
  return bad(
    full,
    `None of the mail hosts of ${domain} (${hosts.slice(0, 3).join(', ')}) ${dead ? 'has an address' : 'can be found'}.`,
    `${whose} the MX records of ${domain}, or give those hosts their A records.`,
  );
}

const addressesAt = (answers: readonly Answer<'A' | 'AAAA'>[]): readonly string[] =>
  answers.flatMap((answer) => recordsOf<'A' | 'AAAA'>(answer));
