/** The ticket of a case: what those need to know who are to mend it. */
import {
  type Case,
  courseOf,
  escalationOf,
  judge,
  loadCases,
  type Mention,
  type Patience,
  type Refusals,
  refusalsIn,
  siblingsOf,
} from '../cases/index.ts';
import type { Catalog } from '../catalog/index.ts';
import type { CheckReport } from '../dns/index.ts';
import {
  changesIn,
  commandsIn,
  type Ticket,
  ticketMarkdown,
  ticketText,
  whatFailed,
} from '../escalation/index.ts';
import type { Bounce } from '../intake/index.ts';
import {
  courseFacts,
  howSure,
  textOf,
  ticketReply,
  type VerdictReply,
  verdictReply,
} from '../replies/index.ts';
import { type Context, quietHoursOf } from './context.ts';
import type { Outcome } from './contract.ts';
import { postsOf } from './posts.ts';
import { lastReportOf } from './progress.ts';
import { verdictOf } from './verdicts.ts';

/** Characters of the server's answer that a ticket quotes. */
const LONGEST_EVIDENCE = 1000;
/** Who refused that a ticket names; the rest is counted. */
const MOST_REFUSERS = 20;
const day = (at: number): string => `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

type TicketRoom = Pick<Context, 'catalog' | 'diagnose' | 'store' | 'now'> & {
  readonly patience?: Patience;
  /** Says when a provider's trouble is over. */
  readonly escalation: Pick<Context['escalation'], 'plan'>;
};

/** @returns the ticket as things are: all cases of the same problem are counted in */
export async function caseTicket(context: TicketRoom, handled: Case): Promise<Ticket> {
  const judged = judge(context, handled);
  const { store, catalog } = context;
  const course = await courseOf(store, handled, quietHoursOf(context).quietHours, context.now().getTime());
  const around = { course, progress: null, contradiction: null };
  const verdict = verdictReply(judged, catalog, null, context.patience ?? null, around);
  const { bounce, blocklist } = judged;
  const [report, ids] = await Promise.all([
    lastReportOf(context, handled),
    siblingsOf(store, handled.team, handled),
  ]);
  const cases = [...(await loadCases(store, handled.team, ids)).values()];
  const refusers = (
    await refusalsIn(
      store,
      cases.map(({ id }) => id),
    )
  ).map((one) => refuserOf(one, catalog));
  const { dkimSelector = null, dkimDomain = null, fromDomain = null } = bounce.auth ?? {};
  const list = catalog.blocklists.get(blocklist ?? '');
  const facts: readonly (readonly [string, string | null])[] = [
    ['What fails', whatFailed(judged, catalog)],
    ['How sure', howSure(judged, handled.corrected)],
    ['Bounces', count(cases.reduce((sum, one) => sum + one.count, 0))],
    ['In this case', cases.length > 1 ? `${count(handled.count)} of them` : null],
    ['Since', day(Math.min(...cases.map((one) => one.firstAt)))],
    ['Last', day(Math.max(...cases.map((one) => one.lastAt)))],
    ...(course === null
      ? []
      : courseFacts(course, catalog, day).map(({ label, value }) => [label, value] as const)),
    ['Refused by', refusersOf(refusers, bounce.remoteHost)],
    ['Codes', codesOf([bounce, ...cases.map((one) => judge(context, one).bounce)])],
    ['To', addressesOf(handled)],
    ['Bounced', bounce.time === null ? null : day(Date.parse(bounce.time))],
    ['Queue id', bounce.queueId],
    ['Message-ID', bounce.messageId],
    ['Sender domain', bounce.senderDomain],
    ['From domain', fromDomain === bounce.senderDomain ? null : fromDomain],
    ['Envelope domain', bounce.envelopeDomain === bounce.senderDomain ? null : bounce.envelopeDomain],
    ['Our IP address', bounce.sourceIp],
    ['DKIM key', dkimSelector && dkimDomain ? `${dkimSelector}._domainkey.${dkimDomain}` : dkimDomain],
    ['Blocklist', list?.name ?? null],
    ['Case', handled.id],
  ];
  // What is theirs fails whoever sends.
  const subject = course === null ? (bounce.senderDomain ?? bounce.sourceIp) : null;
  return {
    title: subject === null ? verdict.title : `${verdict.title}: ${subject}`,
    facts: facts.flatMap(([label, value]) => (value === null ? [] : [{ label, value }])),
    evidence: (bounce.diagnosticCode ?? bounce.excerpt).slice(0, LONGEST_EVIDENCE).trim() || null,
    cause: report?.cause.sentence ?? null,
    changes: report ? changesIn(report) : [],
    tell: isExplained(report) ? [] : [...(verdict.escalation?.tell ?? verdict.details.steps).map(textOf)],
    verify: report ? commandsIn(report) : [],
    links: onceEach([
      ...(list?.delist ? [{ label: `${list.name}: look up and removal`, url: list.delist }] : []),
      ...refusers.flatMap(({ name, help }) =>
        // Whoever only asks a list can't take anybody off it.
        help === null
          ? []
          : [{ label: `${name}: ${list ? 'help for senders' : 'help and removal'}`, url: help }],
      ),
      ...verdict.details.sources.filter(({ url }) => /^https?:/.test(url)),
    ]),
  };
}

/** The first of several names of one page says best what it is for. */
function onceEach(links: Ticket['links']): Ticket['links'] {
  const pages = new Map<string, Ticket['links'][number]>();
  for (const link of links) {
    const page = link.url.replace(/^https?:\/\//, '').replace(/\/$/, '');
    if (!pages.has(page)) pages.set(page, link);
  }
  return [...pages.values()];
}

/** Who refused, by the name that people know, and where to ask for help or removal. */
type Refuser = {
  readonly name: string | null;
  /** Whose hosts they were, where they are of several domains, each with its count; else empty. */
  readonly many: string;
  readonly help: string | null;
  readonly count: number;
};

function refuserOf({ provider: id, host, hosts, count: refused }: Refusals, { providers }: Catalog): Refuser {
  const provider = providers.get(id ?? '');
  const many = provider && hosts.length > 1 ? ` (${hostsOf(hosts)})` : '';
  return { name: provider?.name ?? host, many, help: provider?.help ?? null, count: refused };
}

function hostsOf(hosts: Refusals['hosts']): string {
  const more = hosts.slice(MOST_REFUSERS);
  return [
    ...hosts.slice(0, MOST_REFUSERS).map((one) => `${one.host} ${count(one.count)}`),
    ...(more.length > 0 ? [`${count(more.length)} others ${count(sum(more))}`] : []),
  ].join(', ');
}

/** "Gmail 12, Yahoo 6, mx.example.net 3"; of a single one the host that spoke last as well. */
function refusersOf(refusers: readonly Refuser[], host: string | null): string | null {
  const [only, ...others] = refusers;
  if (only === undefined || (only.name === null && others.length === 0)) return host;
  if (others.length === 0 && only.many !== '') return `${only.name} ${count(only.count)}${only.many}`;
  if (others.length === 0) return [...new Set([only.name, host])].filter((part) => part !== null).join(', ');
  const named = refusers.filter(({ name }) => name !== null);
  const shown = named.slice(0, MOST_REFUSERS).map((one) => `${one.name} ${count(one.count)}${one.many}`);
  const more = named.slice(MOST_REFUSERS);
  const nameless = refusers.find(({ name }) => name === null);
  return [
    ...shown,
    ...(more.length > 0 ? [`${count(more.length)} others ${count(sum(more))}`] : []),
    ...(nameless ? [`no host named ${count(nameless.count)}`] : []),
  ].join(', ');
}

/** Addresses that a ticket names; the rest is in the file of addresses. */
const MOST_NAMED = 20;

/** Whom it befell, so that whoever keeps the data finds them. */
function addressesOf({ recipients }: Case): string | null {
  const more = recipients.length - MOST_NAMED;
  const named = recipients.slice(0, MOST_NAMED).join(', ');
  return named === '' ? null : `${named}${more > 0 ? ` and ${count(more)} more` : ''}`;
}

/** Those of the case first, then what others of its problem add. */
function codesOf(bounces: readonly Pick<Bounce, 'replyCode' | 'enhancedCode'>[]): string | null {
  const all = bounces.map(({ replyCode, enhancedCode }) =>
    [replyCode, enhancedCode].filter(Boolean).join(' '),
  );
  return [...new Set(all.filter((codes) => codes !== ''))].join(', ') || null;
}

const sum = (refusers: readonly { readonly count: number }[]): number =>
  refusers.reduce((all, one) => all + one.count, 0);

/** What the check found is what to do; what is said of such refusals in general might say otherwise. */
const isExplained = (report: CheckReport | null): boolean =>
  report?.cause.kind === 'found' && changesIn(report).length > 0;

const count = (bounces: number): string => bounces.toLocaleString('en');

/** @returns what is posted to those who are to mend it; null where the case was never escalated */
export async function ticketPostOf(
  context: Context,
  handled: Case,
  channel: string,
): Promise<VerdictReply | null> {
  const escalation = await escalationOf(context.store, handled.team, handled.id);
  if (escalation === null) return null;
  const verdict = await verdictOf(context, handled);
  const [post] = await postsOf(context, handled, 'case');
  const notify: Mention | null = escalation.targets.find((one) => one.channel === channel)?.notify ?? null;
  const from = post ? { channel: post.channel, ref: post.ref } : null;
  return ticketReply(verdict, await caseTicket(context, handled), escalation, from, notify);
}

/** @returns the ticket to copy into any tracker */
export async function ticketFile(
  context: Context,
  handled: Case,
  format: 'md' | 'text',
): Promise<NonNullable<Outcome['file']>> {
  const ticket = await caseTicket(context, handled);
  return format === 'md'
    ? { name: `ticket-${handled.id}.md`, content: ticketMarkdown(ticket) }
    : { name: `ticket-${handled.id}.txt`, content: ticketText(ticket) };
}
