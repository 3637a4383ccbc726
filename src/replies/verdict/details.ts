/** All that a card leaves out: what helps to find the mail, how sure it is and why, all steps, what DNS said, history. */

import type { Entry } from '../../catalog/index.ts';
import { causeOf } from '../../diagnosis/index.ts';
import { addressesIn, type Bounce, damageOf, withoutOwnFields } from '../../intake/index.ts';
import { withoutTowers } from '../../towers.ts';
import type { Details } from '../card.ts';
import { changeLine } from '../change-line.ts';
import { checkFacts, sinceFacts } from '../check-section.ts';
import { incidentFact } from '../incident.ts';
import { buttonFor } from '../labels.ts';
import { type Fact, type Leaf, type Line, plain } from '../leaf.ts';
import { memoryOf, pastFacts } from '../memory.ts';
import { acknowledgedFact } from '../progress.ts';
import type { Button, Link } from '../reply.ts';
import { resendLine } from '../resend.ts';
import { hasSimilar } from '../similar.ts';
import { sourceLink } from '../source.ts';
import { beforeFact } from '../trouble.ts';
import { certaintyFacts } from '../unsure.ts';
import { reportOf } from './check.ts';
import { customerTexts } from './customers.ts';
import { isOfSeveral, type Matter, saidOf } from './matter.ts';
import { maySuppress } from './row.ts';
import { isGivenUp, longStepsFor, meaningFor, questionFor, stepsFor, whoseFor } from './says.ts';
import { waitSteps } from './trouble.ts';

/** Most addresses that are named; beyond that it says how many more there are. */
const MOST_NAMED = 5;
/** Longest quotation, in characters. */
const LONGEST_SAID = 1500;

/** @param rest buttons that the card has no room for */
export function detailsFor(matter: Matter, title: string, rest: readonly Button[]): Details {
  const { bounce } = matter.diagnosis;
  const customers = customerTexts(matter);
  return {
    title,
    said:
      withoutTowers(bounce.diagnosticCode ?? withoutOwnFields(bounce.excerpt)).slice(0, LONGEST_SAID) || null,
    facts: factsFor(matter),
    steps: matter.course === null ? longStepsFor(matter) : waitSteps(matter.course),
    dns: dnsFor(matter),
    history: historyFor(matter),
    sources: sourcesFor(matter),
    actions: actionsFor(matter, rest, customers.length > 0),
    customers,
  };
}

function factsFor(matter: Matter): readonly Fact[] {
  const { diagnosis, dossier, catalog, progress, course } = matter;
  const { bounce, category, blocklist } = diagnosis;
  const list = catalog.blocklists.get(blocklist ?? '');
  const isInfo = category === 'info';
  const facts: readonly (Fact | null)[] = [
    course === null ? { label: 'What it means', value: meaningFor(matter) } : null,
    course === null ? { label: 'Whose problem', value: whoseFor(matter) } : null,
    ...(dossier ? pastFacts(dossier) : []),
    code('Mail', bounce.subject),
    bouncedFact(matter),
    code('Message-ID', bounce.messageId),
    toFact(matter),
    spelling(matter.recipients),
    finalFact(matter),
    ...senderFacts(matter),
    code('Our IP', bounce.sourceIp),
    code('Refused by', bounce.remoteHost) ?? refusedFact(matter),
    ...(category === 'authentication' ? [dkimFact(matter)] : []),
    list
      ? { label: 'Blocklist', value: list.delist ? [link(list.name, list.delist)] : plain(list.name) }
      : null,
    isInfo || course !== null ? null : resendFact(matter),
    ...(course ? beforeFact(course) : []),
    ...(isInfo ? [] : certaintyFacts(diagnosis, catalog, saidOf(matter))),
    progress?.incident ? incidentFact(progress.incident) : null,
    ticketFact(matter),
    ...(progress?.escalation ? acknowledgedFact(progress.escalation) : []),
    ...(dossier ? memoryOf(dossier) : []),
  ];
  return facts.filter((fact) => fact !== null);
}

/** When, and by what id the sending server knows the mail. */
function bouncedFact({ diagnosis: { bounce } }: Matter): Fact | null {
  const { kind, time, timeFrom, queueId, refusedByUs } = bounce;
  if (time === null && queueId === null) return null;
  const when: Line = time === null ? [] : [{ kind: 'time', at: Date.parse(time) }];
  const queue: Line =
    queueId === null
      ? []
      : [...plain(time === null ? 'Queue ' : ', queue '), { kind: 'code', text: queueId }];
  return {
    label: timeFrom === 'arrival' ? 'Sent' : refusedByUs ? 'Turned away' : HAPPENED[kind],
    value: [...when, ...queue],
  };
}

/** What happened then. */
const HAPPENED: Readonly<Record<Bounce['kind'], string>> = {
  bounce: 'Bounced',
  feedback: 'Complained',
  vacation: 'Answered',
  delivered: 'Delivered',
};

function toFact(matter: Matter): Fact | null {
  const recipients = matter.recipients;
  const named = recipients
    .slice(0, MOST_NAMED)
    .flatMap((address, i): Leaf[] => [...(i > 0 ? plain(', ') : []), { kind: 'code', text: address }]);
  const more = (matter.addresses ?? 0) - named.filter(({ kind }) => kind === 'code').length;
  if (named.length > 0) {
    const rest = more > 0 ? plain(` and ${more.toLocaleString('en')} more`) : [];
    return { label: 'To', value: [...named, ...rest] };
  }
  // Addresses stand in the text, and none of them in a place that makes it the one that failed.
  const { bounce, category } = matter.diagnosis;
  if (category === 'info' || addressesIn(bounce.excerpt).length === 0) return null;
  return { label: 'To', value: plain('The text doesn’t say which address failed.') };
}

/** An address that can't be one, as the report spells it: the likeliest cause. */
function spelling(recipients: readonly string[]): Fact | null {
  const [only, ...others] = recipients;
  const damage = others.length === 0 ? damageOf(only ?? null) : null;
  return damage === null
    ? null
    : { label: 'Likely cause', value: plain(`The address ${damage}. Look up how your list spells it.`) };
}

/** Where an alias or a forwarder sent it on to. What is suppressed is the address that the sender's list holds. */
function finalFact(matter: Matter): Fact | null {
  const { recipient, finalRecipient } = matter.diagnosis.bounce;
  if (recipient === null || finalRecipient === null) return null;
  return {
    label: 'Sent on to',
    value: [
      { kind: 'code', text: finalRecipient },
      ...plain(', which failed. What you mailed, and would suppress, is '),
      { kind: 'code', text: recipient },
      ...plain('.'),
    ],
  };
}

/** Of several that refused, each with how many. */
function refusedFact(matter: Matter): Fact | null {
  const refusers = isOfSeveral(matter) ? matter.refusers : [];
  if (refusers.length === 0) return null;
  const named = refusers
    .slice(0, MOST_NAMED)
    .map(({ name, count }) => `${name} ${count.toLocaleString('en')}`);
  const more = refusers.length - MOST_NAMED;
  const rest = more > 0 ? ` and ${more.toLocaleString('en')} more` : '';
  return { label: 'Refused by', value: plain(`${named.join(', ')}${rest}`) };
}

/** SPF asks the envelope's domain, DMARC that in From: where the text doesn't tell which of them it names, neither is said. */
function senderFacts({ diagnosis: { bounce } }: Matter): readonly (Fact | null)[] {
  const { senderDomain, envelopeDomain } = bounce;
  const from = bounce.auth?.fromDomain ?? null;
  const isNamed = senderDomain === from || senderDomain === envelopeDomain;
  return [
    code('From domain', from),
    code('Envelope domain', envelopeDomain === from ? null : envelopeDomain),
    code('Sender domain', isNamed ? null : senderDomain),
  ];
}

function dkimFact({ diagnosis: { bounce } }: Matter): Fact | null {
  const { dkimSelector = null, dkimDomain = null } = bounce.auth ?? {};
  return dkimSelector !== null && dkimDomain !== null
    ? code('DKIM key', `${dkimSelector}._domainkey.${dkimDomain}`)
    : (code('DKIM domain', dkimDomain) ?? code('DKIM selector', dkimSelector));
}

function resendFact(matter: Matter): Fact {
  const { diagnosis, catalog, known } = matter;
  const { waiting } = causeOf(diagnosis, catalog);
  const steps = { card: stepsFor(matter, questionFor(matter)), all: longStepsFor(matter), waiting };
  return {
    label: 'Resend',
    value: resendLine(steps, known, { ...diagnosis, isGivenUp: isGivenUp(diagnosis) }),
  };
}

function ticketFact({ progress }: Matter): Fact | null {
  const posts = progress?.tickets ?? [];
  if (posts.length === 0) return null;
  const value = posts.flatMap((post, i): Leaf[] => [
    ...(i > 0 ? plain(', ') : []),
    { kind: 'post', label: i === 0 ? 'the ticket' : 'the next level', ...post },
  ]);
  return { label: 'Escalated to', value };
}

/** Moments of a case that are told: its beginning, and its newest. */
const MOST_TOLD = 20;

/** "Tue 09:12 first seen", "10:12 Ann claimed this." */
function historyFor({ dossier }: Matter): readonly Line[] {
  if (dossier === null) return [];
  const { changes } = dossier;
  const left = changes.length - MOST_TOLD;
  return [
    [{ kind: 'time', at: dossier.case.firstAt }, ...plain(' First seen.')],
    ...(left > 0 ? [plain(`${left} ${left === 1 ? 'step' : 'steps'} in between.`)] : []),
    ...changes
      .slice(-MOST_TOLD)
      .map((change): Line => [{ kind: 'time', at: change.at }, ...plain(' '), ...changeLine(change)]),
  ];
}

function dnsFor({ progress }: Matter): readonly Fact[] {
  const check = progress?.check;
  const report = check ? reportOf(check) : null;
  if (!check || report === null) return [];
  return [...(check.kind === 'done' && check.since ? sinceFacts(check.since) : []), ...checkFacts(report)];
}

function sourcesFor({ diagnosis, catalog }: Matter): readonly Link[] {
  const help = catalog.providers.get(diagnosis.provider ?? '')?.help;
  const named: Entry['sources'] = (diagnosis.entry ?? causeOf(diagnosis, catalog)).sources;
  const own = named.map(sourceLink);
  return [
    ...own,
    ...(help && !own.some(({ url }) => url === help) ? [{ label: 'Help for senders', url: help }] : []),
  ];
}

function actionsFor(matter: Matter, rest: readonly Button[], hasText: boolean): readonly Button[] {
  const { dossier, progress, course, diagnosis, catalog } = matter;
  if (dossier === null) return [];
  const { id, status, expired } = dossier.case;
  const isOpen = status.kind !== 'resolved' && status.kind !== 'dismissed';
  const many = matter.recipients.length > 1;
  return [
    ...rest,
    ...(many ? [buttonFor('addresses', id)] : []),
    ...(isOpen && progress?.escalation ? [buttonFor('ticket', id), buttonFor('ticket-text', id)] : []),
    ...(isOpen && many && maySuppress(matter) ? [buttonFor('choose', id)] : []),
    ...(isOpen && course === null && hasSimilar(diagnosis, catalog) ? [buttonFor('similar', id)] : []),
    ...(hasText && !expired && status.kind !== 'dismissed' ? [buttonFor('customers', id)] : []),
  ];
}

const link = (label: string, url: string): Leaf => ({ kind: 'link', label, url });

const code = (label: string, value: string | null): Fact | null =>
  value === null ? null : { label, value: [{ kind: 'code', text: value }] };
