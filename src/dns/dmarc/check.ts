/** DMARC: the record that holds for the domain in From, and whether the other domains align with it. */
import { type Resolve, recordsOf } from '../answer.ts';
import type { Row } from '../report.ts';
import { type About, absence, bad, dig, evidenceOf, good, unknown } from '../row.ts';
import { alignmentRow } from './alignment.ts';
import { correctionOf, firstOf } from './change.ts';
import { type DmarcSubject, type Evaluated, evaluateDmarc, walkedDomains } from './engine.ts';
import { mistakeIn, tagsOf } from './record.ts';

export async function checkDmarc(subject: DmarcSubject, ask: Resolve): Promise<readonly Row[]> {
  const { from, owner } = subject;
  const looked = walkedDomains(from).map(async (domain) => {
    const answer = await ask(`_dmarc.${domain}`, 'TXT');
    const mistake = mistakeIn(domain, recordsOf<'TXT'>(answer));
    return { domain, answer, mistake, evidence: evidenceOf(`_dmarc.${domain}`, 'TXT', answer) };
  });
  const [evaluated, ...places] = await Promise.all([evaluateDmarc(subject, ask), ...looked]);
  const evidence = places.map((place) => place.evidence);
  const about: About = {
    id: 'dmarc-record',
    topic: 'dmarc',
    label: `DMARC of ${from}`,
    evidence: evidence.filter(({ status }, i) => i === 0 || status === 'found' || status === 'failed'),
    verify: [dig('TXT', `_dmarc.${evaluated?.policyDomain ?? from}`)],
  };
  if (evaluated === null)
    return [unknown(about, `no address can be under ${from}, so DMARC says nothing of it`)];
  const mistaken = (place: (typeof places)[number] | undefined): Row | null =>
    place?.mistake
      ? bad(about, place.mistake.found, correctionOf(place.mistake, place.domain, place.answer, owner))
      : null;
  const own = mistaken(places.find(({ domain }) => domain === from));
  if (own) return [own];
  if (evaluated.rr !== undefined) {
    const [unread, broken] = await Promise.all(
      [subject.unread.dkim, subject.broken].map((domains) => alignedOf(subject, domains, ask)),
    );
    const alignment = alignmentRow(subject, evaluated, { unread: unread ?? null, broken: broken ?? null });
    return [good(about, describe(from, evaluated)), ...(alignment ? [alignment] : [])];
  }
  const failed = places.map(({ answer }) => answer).find((answer) => answer.status === 'failed');
  if (failed?.status === 'failed') return [unknown(about, failed.why)];
  const inherited = mistaken(places.find(({ mistake }) => mistake !== null));
  if (inherited) return [inherited];
  const [place] = places;
  const missing = (place && absence(place.answer, 'TXT')) || 'has none among its TXT records';
  const answers = new Map(places.map(({ domain, answer }) => [domain, answer]));
  const astray = await recordAstray(from, ask);
  return [
    bad(
      about,
      `There is no DMARC record: _dmarc.${from} ${missing}, and no domain above it has one.${astray}`,
      firstOf(from, answers, owner),
    ),
  ];
}

/** @returns a sentence on a record whose name lacks the underscore, where there is one */
async function recordAstray(from: string, ask: Resolve): Promise<string> {
  const name = `dmarc.${from}`;
  const isThere = recordsOf<'TXT'>(await ask(name, 'TXT')).some((text) => /^v\s*=\s*DMARC1\b/i.test(text));
  return isThere ? ` One stands at ${name}, where nobody looks: its name must begin with an underscore.` : '';
}

/** @returns which of the domains would align with From, were their keys in order; null: none */
async function alignedOf(
  subject: DmarcSubject,
  domains: readonly string[],
  ask: Resolve,
): Promise<string | null> {
  if (domains.length === 0) return null;
  const evaluated = await evaluateDmarc({ ...subject, signing: domains }, ask);
  return evaluated?.alignment?.dkim.result || null;
}

function describe(
  from: string,
  { policyDomain, policy, p, sp, rr = '', alignment, testMode }: Evaluated,
): string {
  const tags = tagsOf(rr);
  const inherited = policyDomain !== undefined && policyDomain !== from;
  return [
    inherited
      ? `From ${policyDomain}, as ${from} has no record of its own: for it \`${policy}\` holds (p=${p}, sp=${sp}).`
      : `Policy \`${policy}\` (p=${p}, subdomains ${sp}).`,
    testMode ? 'Test mode (t=y) makes it one step milder.' : '',
    `Alignment: DKIM ${alignment?.dkim.strict ? 'strict' : 'relaxed'}, SPF ${alignment?.spf.strict ? 'strict' : 'relaxed'}.`,
    reportsOf(tags.get('rua')),
  ]
    .filter(Boolean)
    .join(' ');
}

function reportsOf(rua: string | undefined): string {
  if (!rua) return 'Nobody gets reports (no rua).';
  return /[a-z][a-z\d+.-]*:/i.test(rua)
    ? `Reports go to ${rua.replaceAll('mailto:', '')}.`
    : `Nobody gets reports: in \`rua=${rua}\` the address must have \`mailto:\` in front.`;
}
