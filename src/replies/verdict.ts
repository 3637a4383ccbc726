/** A diagnosis and what the team did with it → the reply. */
import type { Dossier, Patience } from '../cases/index.ts';
import { type Catalog, type Entry, stepsIn } from '../catalog/index.ts';
import { type Diagnosis, domainAtFault, foreignAuthorOf } from '../diagnosis/index.ts';
import { addressesIn, damageOf } from '../intake/index.ts';
import { oldBadgeOf } from './before.ts';
import { buttonsOf, menusOf } from './buttons.ts';
import { escalationOf } from './escalation.ts';
import { foreignWords } from './foreign.ts';
import { type LineFacts, lineOf, patienceFacts } from './line.ts';
import { memoryOf, pastFacts } from './memory.ts';
import { namedIn } from './named.ts';
import { type EscalationHint, type Fact, type Line, type Link, plain, type VerdictReply } from './reply.ts';
import { situationOf } from './situation.ts';
import { sourceLink } from './source.ts';
import { stateOf } from './state.ts';
import { certaintyFacts, perhapsDead, titleOf } from './unsure.ts';
import { type Around, matterOf, NOTHING_AROUND } from './verdict/matter.ts';
import { shownOf } from './verdict/shown.ts';

/** Most addresses that are named in a reply; beyond that it says how many more there are. */
const MOST_NAMED = 5;
/** Longest quotation, in characters. */
const LONGEST_EVIDENCE = 1500;

/**
 * @param dossier the case that it is, or null for a bounce that nobody handles (a lookup)
 * @param patience when an address that is put off counts as dead; null: where nobody has set it, the catalog's words
 * @returns the reply, its buttons fit for where the case stands
 */
export function verdictReply(
  diagnosis: Diagnosis,
  catalog: Catalog,
  dossier: Dossier | null,
  patience: Patience | null = dossier?.patience ?? null,
  around: Around = NOTHING_AROUND,
): VerdictReply {
  const matter = matterOf(diagnosis, catalog, dossier, patience, around);
  const { bounce, category, entry } = diagnosis;
  const reason = catalog.reasons[diagnosis.reason];
  const facts = { ...lineFacts(diagnosis, catalog), ...patienceFacts(patience) };
  const situation = situationOf({ ...diagnosis, isReturned: bounce.action === 'failed' }, facts);
  const perhaps = perhapsDead(diagnosis, entry?.meaning ?? reason.meaning, facts);
  const foreign = foreignAuthorOf(diagnosis, catalog);
  const others = foreign && foreignWords(foreign, facts);
  const escalation = escalationOf(diagnosis, catalog, facts, others);
  return {
    kind: 'verdict',
    caseId: dossier?.case.id ?? null,
    category,
    ...shownOf(matter),
    title: titleOf(diagnosis, catalog),
    badge: oldBadgeOf(diagnosis, lastsForAll(diagnosis, dossier)),
    headline: headlineOf(diagnosis, catalog),
    meaning: perhaps?.meaning ?? lineOf(entry?.meaning ?? reason.meaning, facts),
    whose: perhaps?.whose ?? others?.whose ?? lineOf(entry?.whose ?? reason.whose, facts),
    steps:
      perhaps?.steps ??
      others?.steps ??
      stepsIn(entry?.steps ?? reason.steps, situation).map((step) => lineOf(step, facts)),
    escalation,
    facts: [
      ...(dossier ? pastFacts(dossier) : []),
      ...factsOf(diagnosis, catalog, facts, dossier?.case.recipients ?? recipientOf(diagnosis), escalation),
      ...(dossier ? memoryOf(dossier) : []),
    ],
    evidence: (bounce.diagnosticCode ?? bounce.excerpt).slice(0, LONGEST_EVIDENCE) || null,
    sources: sourcesOf(entry, catalog, diagnosis),
    related: [],
    state: dossier && stateOf(dossier),
    actions: dossier ? buttonsOf(dossier, diagnosis) : [],
    menus: dossier ? menusOf(dossier, diagnosis) : [],
  };
}

/** Soft bounces that have lasted too long: every address of the case is to be treated as dead now. */
const lastsForAll = ({ certainty }: Diagnosis, dossier: Dossier | null): boolean =>
  certainty !== 'unsure' &&
  dossier !== null &&
  dossier.lasting.length > 0 &&
  dossier.lasting.length === dossier.case.recipients.length;

/** What the catalog's lines may speak of. */
function lineFacts(diagnosis: Diagnosis, catalog: Catalog): LineFacts {
  const { bounce, provider } = diagnosis;
  return {
    recipient: bounce.recipient,
    recipientDomain: bounce.recipient?.split('@')[1] ?? null,
    ...sendersOf(diagnosis),
    sourceIp: bounce.sourceIp,
    remoteHost: bounce.remoteHost,
    provider: provider && (catalog.providers.get(provider)?.name ?? null),
    ...namedIn(bounce),
  };
}

/** SPF is asked about the envelope's domain, DKIM and DMARC about the one in From: a line means whichever failed. */
function sendersOf(diagnosis: Diagnosis): LineFacts {
  const { bounce } = diagnosis;
  return {
    senderDomain: domainAtFault(diagnosis),
    envelopeDomain: bounce.envelopeDomain ?? bounce.senderDomain,
    fromDomain: bounce.auth?.fromDomain ?? bounce.senderDomain,
  };
}

function headlineOf({ bounce, provider }: Diagnosis, catalog: Catalog): Line {
  const codes = [bounce.replyCode, bounce.enhancedCode].filter((code) => code !== null).join(' ');
  const name = provider && catalog.providers.get(provider)?.name;
  return [
    ...(codes ? [{ kind: 'code', text: codes } as const] : []),
    ...(name ? [{ kind: 'text', text: codes ? ` from ${name}` : name } as const] : []),
  ];
}

const recipientOf = ({ bounce }: Diagnosis): readonly string[] =>
  bounce.recipient ? [bounce.recipient] : [];

function factsOf(
  diagnosis: Diagnosis,
  catalog: Catalog,
  known: LineFacts,
  recipients: readonly string[],
  escalation: EscalationHint | null,
): readonly Fact[] {
  const { bounce, blocklist, category } = diagnosis;
  const list = catalog.blocklists.get(blocklist ?? '');
  const more = recipients.length - MOST_NAMED;
  const named = recipients
    .slice(0, MOST_NAMED)
    .flatMap((address, i) => [...(i > 0 ? plain(', ') : []), { kind: 'code', text: address } as const]);
  const rows: readonly (Fact | null)[] = [
    named.length > 0
      ? {
          label: recipients.length > 1 ? `${recipients.length} recipients` : 'Recipient',
          value: [...named, ...(more > 0 ? plain(` and ${more} more`) : [])],
        }
      : nobodyNamed(diagnosis),
    spelling(recipients),
    finalFact(bounce, recipients.length),
    code('Refused by', bounce.remoteHost),
    code('Our IP address', bounce.sourceIp),
    code('Sender domain', bounce.senderDomain),
    ...(category === 'authentication' ? authFacts(bounce) : []),
    list
      ? {
          label: 'Blocklist',
          value: list.delist ? [{ kind: 'link', label: list.name, url: list.delist }] : plain(list.name),
        }
      : null,
    ...(category === 'info' ? [] : whatNext(diagnosis, catalog, known, escalation)),
    ...(category === 'info' ? [] : certaintyFacts(diagnosis, catalog)),
  ];
  return rows.filter((row) => row !== null);
}

/** Addresses stand in the text, and none of them in a place that makes it the one that failed. */
function nobodyNamed({ bounce, category }: Diagnosis): Fact | null {
  if (category === 'info' || addressesIn(bounce.excerpt).length === 0) return null;
  return { label: 'Recipient', value: plain("The text doesn't say which address failed.") };
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
function finalFact({ recipient, finalRecipient }: Diagnosis['bounce'], recipients: number): Fact | null {
  if (recipient === null || finalRecipient === null) return null;
  const ours = { kind: 'code', text: recipient } as const;
  return {
    label: 'Sent on to',
    value: [
      { kind: 'code', text: finalRecipient },
      ...plain(', which failed. What you mailed, and would suppress, is '),
      ...(recipients > 1 ? [ours] : plain('the recipient above')),
      ...plain('.'),
    ],
  };
}

/** Whose DMARC policy holds, what SPF is asked about, and where the DKIM key stands that was asked for. */
function authFacts({ auth, senderDomain, envelopeDomain }: Diagnosis['bounce']): readonly (Fact | null)[] {
  const envelope = envelopeDomain === senderDomain ? null : code('Envelope domain', envelopeDomain);
  if (auth === null) return [envelope];
  const { dkimSelector, dkimDomain, fromDomain } = auth;
  return [
    fromDomain === senderDomain ? null : code('From domain', fromDomain),
    envelope,
    dkimSelector !== null && dkimDomain !== null
      ? code('DKIM key', `${dkimSelector}._domainkey.${dkimDomain}`)
      : (code('DKIM domain', dkimDomain) ?? code('DKIM selector', dkimSelector)),
  ];
}

/** When to try again, and who has to do something, the same whom it is escalated to; nobody has, where nothing bounced. */
function whatNext(
  diagnosis: Diagnosis,
  catalog: Catalog,
  known: LineFacts,
  escalation: EscalationHint | null,
): readonly Fact[] {
  const { waiting, owner } = catalog.reasons[diagnosis.reason];
  return [
    {
      label: 'When to retry',
      value: diagnosis.retry ? lineOf(waiting, known) : plain('Not before something has changed.'),
    },
    { label: 'Who acts', value: escalation?.owner ?? lineOf(owner, known) },
  ];
}

function code(label: string, value: string | null): Fact | null {
  return value === null ? null : { label, value: [{ kind: 'code', text: value }] };
}

function sourcesOf(entry: Entry | null, catalog: Catalog, { reason, provider }: Diagnosis): readonly Link[] {
  const help = catalog.providers.get(provider ?? '')?.help;
  const own = (entry?.sources ?? catalog.reasons[reason].sources).map(sourceLink);
  return [
    ...own,
    ...(help && !own.some(({ url }) => url === help) ? [{ label: 'Help for senders', url: help }] : []),
  ];
}
