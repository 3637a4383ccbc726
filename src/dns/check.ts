/** One check: everything that DNS can say about a sender, an address and a recipient, at once and within a budget. */
import type { Blocklist, Sender } from '../catalog/index.ts';
import type { Resolve } from './answer.ts';
import { checkBlocklists } from './blocklists.ts';
import { causeOf } from './cause.ts';
import { checkDkim } from './dkim/check.ts';
import { checkDmarc } from './dmarc/check.ts';
import { checkHelo } from './helo.ts';
import { type Ip, readIp } from './ip.ts';
import { createLook } from './look.ts';
import { checkMailHosts } from './mail-hosts.ts';
import { notLookedAt } from './not-looked-at.ts';
import { type Owners, ownerOf, toldToOwner } from './owner.ts';
import { platformOfHost, platformsInText, platformsOfSpf } from './platforms.ts';
import type { CheckReport, CheckSubject, Row } from './report.ts';
import { checkReverse, type ReverseCheck } from './reverse.ts';
import { unknown } from './row.ts';
import { checkSpf } from './spf/check.ts';
import { hiddenIp } from './subject.ts';
import { checkDane } from './tls/dane.ts';
import { checkMtaSts, type FetchMtaSts } from './tls/mta-sts.ts';
import { checkTlsRpt } from './tls/tls-rpt.ts';

export type CheckWith = {
  readonly resolve: Resolve;
  readonly senders: readonly Sender[];
  /** Whose mailboxes are of which domains. */
  readonly providers: Owners['providers'];
  /** The configured lists and the one that the bounce names. */
  readonly lists: readonly Blocklist[];
  readonly fetchMtaSts: FetchMtaSts;
  readonly now: () => Date;
  /** Milliseconds for all of it; what has no answer by then is told as not checked. */
  readonly budgetMs: number;
};

/** @param text words that may name the sending platform */
export async function check(subject: CheckSubject, text: string, using: CheckWith): Promise<CheckReport> {
  const start = using.now();
  const look = createLook(using.resolve, using.budgetMs);
  try {
    const late = look.over.then(() => {
      throw new Error(`nothing had come when the ${using.budgetMs / 1000} seconds for one check were over`);
    });
    late.catch(() => undefined);
    const fetchMtaSts: FetchMtaSts = (domain, ask) => Promise.race([using.fetchMtaSts(domain, ask), late]);
    const rows = await allRows(subject, text, { ...using, resolve: look.ask, fetchMtaSts });
    return {
      version: 1,
      at: start.toISOString(),
      took: using.now().getTime() - start.getTime(),
      subject,
      rows: [...rows],
      cause: causeOf(rows, subject),
    };
  } finally {
    look.end();
  }
}

async function allRows(subject: CheckSubject, text: string, using: CheckWith): Promise<readonly Row[]> {
  const { resolve: ask, lists } = using;
  const hidden = subject.ip === null ? null : hiddenIp(subject.ip);
  const ip = subject.ip === null || hidden !== null ? null : readIp(subject.ip);
  const groups = await Promise.all([
    hidden === null ? [] : [hiddenRow(subject.ip ?? '', hidden)],
    sender(subject, ip, text, using),
    checkBlocklists({ ip, domains: domainsOf(subject) }, lists, ask),
    subject.recipient === null ? [] : recipient(subject.recipient, using),
  ]);
  const rows = groups.flat();
  return [...rows, ...notLookedAt(subject, lists, rows)];
}

/** Those that the mail is sent for. */
const domainsOf = ({ from, domain }: CheckSubject): readonly string[] => [
  ...new Set([domain, from].filter((one) => one !== null)),
];

const hiddenRow = (ip: string, why: string): Row =>
  unknown(
    { id: 'subject-ip', topic: 'subject', label: `Sending address ${ip}`, evidence: [], verify: [] },
    why,
  );

/** Rows about whoever sends: the domain, SPF, DKIM, DMARC, reverse DNS. */
async function sender(
  subject: CheckSubject,
  ip: Ip | null,
  text: string,
  { resolve: ask, senders, providers }: CheckWith,
): Promise<readonly Row[]> {
  const { domain, from, helo, selectors } = subject;
  const whose = (name: string): string | null => ownerOf(name, { senders, providers });
  const domains = domainsOf(subject);
  const reverse = ip && checkReverse({ ip, helo, domains }, subject.control === 'ptr', ask);
  const greeting =
    helo === null
      ? null
      : Promise.resolve(reverse).then((known) => checkHelo(helo, ip, nameIn(known), domains, ask));
  const platform = Promise.resolve(reverse).then((known) =>
    known ? platformOfHost(senders, known.names) : null,
  );
  const names = Promise.resolve(reverse).then((known) => known?.names ?? []);
  const spf =
    domain === null
      ? null
      : checkSpf(
          { domain, sender: domain, ip: ip?.text ?? null, helo },
          { platform, names, owner: whose(domain), senders },
          ask,
        );
  const platforms = Promise.all([spf, platform]).then(([checked, one]) => [
    ...platformsInText(senders, text),
    ...platformsOfSpf(senders, checked?.includes ?? []),
    ...(one ? [one] : []),
  ]);
  const signer = from ?? domain;
  const dkim =
    signer === null && selectors.length === 0 ? null : checkDkim(selectors, platforms, signer ?? '', ask);
  const dmarc =
    from === null
      ? []
      : Promise.all([spf, dkim]).then(([checked, keys]) => {
          const result = checked?.verdict?.result;
          const isUnread = result === 'temperror' || (checked !== null && checked.open === null);
          const passes = result === undefined ? null : result === 'pass';
          const spfPasses = isUnread ? null : checked?.open === false ? false : passes;
          const unread = { dkim: keys?.unread ?? [], spf: isUnread };
          return checkDmarc(
            {
              from,
              owner: whose(from),
              envelope: domain,
              assumed: subject.assumed,
              signing: keys?.domains ?? [],
              broken: keys?.broken ?? [],
              spfPasses,
              unread,
            },
            ask,
          );
        });
  const exists = domain === null ? null : checkMailHosts(domain, 'sender', ask);
  const [hosts, spfDone, dkimDone, dmarcRows, reverseDone, heloRow] = await Promise.all([
    exists,
    spf,
    dkim,
    dmarc,
    reverse,
    greeting,
  ]);
  const ifOurs = (row: Row): Row => (spfDone?.doubt && ip !== null ? onlyIfOurs(row, ip) : row);
  return [
    ...(hosts && domain !== null ? [toldToOwner(ifOurs(hosts.row), domain, whose(domain))] : []),
    ...(spfDone?.rows ?? []),
    ...(dkimDone?.rows ?? []).map((row) =>
      toldToOwner(row, row.id.slice('dkim:'.length), whose(row.id.slice('dkim:'.length))),
    ),
    ...dmarcRows.map((row) => (row.id === 'dmarc-alignment' ? ifOurs(row) : row)),
    ...(reverseDone ? [ifOurs(reverseDone.row)] : []),
    ...(heloRow ? [heloRow] : []),
  ];
}

/** SPF's row says that nothing is to be changed for an address of somebody else: so do those beside it. */
function onlyIfOurs(row: Row, { text: ip }: Ip): Row {
  if (row.mark !== 'bad' || row.change === null) return row;
  const text = `If ${ip} isn't a server of yours, change nothing. If it is: ${row.change.text}`;
  return { ...row, change: { ...row.change, text } };
}

/** The name of the machine, where its reverse DNS is confirmed. */
const nameIn = (reverse: ReverseCheck | null): string | null =>
  reverse?.row.mark === 'good' ? (reverse.names[0] ?? null) : null;

/** Rows about where the mail goes: mail hosts and what they demand of TLS. */
async function recipient(domain: string, { resolve: ask, fetchMtaSts }: CheckWith): Promise<readonly Row[]> {
  const { row, hosts, authenticated } = await checkMailHosts(domain, 'recipient', ask);
  if (hosts.length === 0) return [row];
  const tls = await Promise.all([
    checkMtaSts(domain, hosts, fetchMtaSts, ask),
    checkDane(domain, hosts, authenticated, ask),
    checkTlsRpt(domain, ask),
  ]);
  return [row, ...tls];
}
