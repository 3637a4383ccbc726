/** The ticket of a case: what those need to know who are to mend it. */
import {
  type Case,
  escalationOf,
  judge,
  loadCases,
  type Mention,
  type Patience,
  refusalsIn,
  siblingsOf,
} from '../cases/index.ts';
import {
  changesIn,
  commandsIn,
  type Ticket,
  ticketMarkdown,
  ticketText,
  whomToTell,
} from '../escalation/index.ts';
import { howSure, textOf, ticketReply, type VerdictReply, verdictReply } from '../replies/index.ts';
import type { Context } from './context.ts';
import type { Outcome } from './contract.ts';
import { lastReportOf, postsOf } from './progress.ts';
import { verdictOf } from './verdicts.ts';

/** Characters of the server's answer that a ticket quotes. */
const LONGEST_EVIDENCE = 1000;
const day = (at: number): string => `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

type TicketRoom = Pick<Context, 'catalog' | 'diagnose' | 'store'> & { readonly patience?: Patience };

/** @returns the ticket as things are: all cases of the same problem are counted in */
export async function caseTicket(context: TicketRoom, handled: Case): Promise<Ticket> {
  const judged = judge(context, handled);
  const verdict = verdictReply(judged, context.catalog, null, context.patience ?? null);
  const { store, catalog } = context;
  const { bounce, control, blocklist } = judged;
  const [report, ids] = await Promise.all([
    lastReportOf(context, handled),
    siblingsOf(store, handled.team, handled),
  ]);
  const cases = [...(await loadCases(store, handled.team, ids)).values()];
  const refusals = await refusalsIn(
    store,
    cases.map(({ id }) => id),
  );
  const refusedBy = refusals.flatMap(({ provider: id, count: refused }) => {
    const one = catalog.providers.get(id ?? '');
    return one ? [{ name: one.name, help: one.help ?? null, count: refused }] : [];
  });
  const { dkimSelector = null, dkimDomain = null, fromDomain = null } = bounce.auth ?? {};
  const list = catalog.blocklists.get(blocklist ?? '');
  const facts: readonly (readonly [string, string | null])[] = [
    ['What fails', whomToTell({ category: handled.category, control }, catalog)?.name ?? null],
    ['How sure', howSure(judged)],
    ['Bounces', count(cases.reduce((sum, one) => sum + one.count, 0))],
    ['Since', day(Math.min(...cases.map((one) => one.firstAt)))],
    ['Last', day(Math.max(...cases.map((one) => one.lastAt)))],
    ['Refused by', refusersOf(refusedBy, bounce.remoteHost)],
    ['Codes', [bounce.replyCode, bounce.enhancedCode].filter(Boolean).join(' ') || null],
    ['Sender domain', bounce.senderDomain],
    ['From domain', fromDomain === bounce.senderDomain ? null : fromDomain],
    ['Our IP address', bounce.sourceIp],
    ['DKIM key', dkimSelector && dkimDomain ? `${dkimSelector}._domainkey.${dkimDomain}` : dkimDomain],
    ['Blocklist', list?.name ?? null],
    ['Case', handled.id],
  ];
  const subject = bounce.senderDomain ?? bounce.sourceIp;
  return {
    title: subject === null ? verdict.title : `${verdict.title}: ${subject}`,
    facts: facts.flatMap(([label, value]) => (value === null ? [] : [{ label, value }])),
    evidence: (bounce.diagnosticCode ?? bounce.excerpt).slice(0, LONGEST_EVIDENCE).trim() || null,
    cause: report?.cause.sentence ?? null,
    changes: report ? changesIn(report) : [],
    tell: verdict.escalation?.tell.map(textOf) ?? verdict.steps.map(textOf),
    verify: report ? commandsIn(report) : [],
    links: [
      ...(list?.delist ? [{ label: `${list.name}: look up and removal`, url: list.delist }] : []),
      ...refusedBy.flatMap(({ name, help }) =>
        help === null ? [] : [{ label: `${name}: help and removal`, url: help }],
      ),
      ...verdict.sources.filter(({ url }) => /^https?:/.test(url)),
    ],
  };
}

/** "Gmail 12, Yahoo 6"; where no provider is known, the host that spoke last. */
function refusersOf(
  refusedBy: readonly { readonly name: string; readonly count: number }[],
  host: string | null,
): string | null {
  const [only, ...others] = refusedBy;
  if (only === undefined) return host;
  if (others.length === 0) return [only.name, host].filter((part) => part !== null).join(', ');
  return refusedBy.map((one) => `${one.name} ${count(one.count)}`).join(', ');
}

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
