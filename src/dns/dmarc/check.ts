/** DMARC: the record that holds for the domain in From, and whether the other domains align with it. */
import { type Resolve, recordsOf } from '../answer.ts';
import type { Row } from '../report.ts';
import { type About, absence, bad, dig, evidenceOf, good, unknown } from '../row.ts';
import { alignmentRow } from './alignment.ts';
import { type DmarcSubject, type Evaluated, evaluateDmarc, walkedDomains } from './engine.ts';
import { firstRecord, mistakeIn, tagsOf } from './record.ts';

export async function checkDmarc(subject: DmarcSubject, ask: Resolve): Promise<readonly Row[]> {
  const { from } = subject;
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
  const own = places.find(({ domain }) => domain === from)?.mistake;
  if (own) return [bad(about, own.found, own.change)];
  if (evaluated.rr !== undefined) {
    const unread = subject.unread.dkim.length === 0 ? null : await evaluateDmarc(asIfRead(subject), ask);
    const alignment = alignmentRow(subject, evaluated, unread?.alignment?.dkim.result || null);
    return [good(about, describe(from, evaluated)), ...(alignment ? [alignment] : [])];
  }
  const failed = places.map(({ answer }) => answer).find((answer) => answer.status === 'failed');
  if (failed?.status === 'failed') return [unknown(about, failed.why)];
  const inherited = places.find(({ mistake }) => mistake !== null)?.mistake;
  if (inherited) return [bad(about, inherited.found, inherited.change)];
  const [place] = places;
  const missing = (place && absence(place.answer, 'TXT')) || 'has none among its TXT records';
  const record = { name: `_dmarc.${from}`, type: 'TXT', before: null, after: firstRecord(from) };
  return [
    bad(about, `There is no DMARC record: ${record.name} ${missing}, and no domain above it has one.`, {
      text: `Publish a TXT record at ${record.name}: "${record.after}". Google, Yahoo and Microsoft want one of every bulk sender.`,
      record,
    }),
  ];
}

/** The mail as it would be if the keys that could not be read were in order. */
const asIfRead = (subject: DmarcSubject): DmarcSubject => ({ ...subject, signing: subject.unread.dkim });

function describe(
  from: string,
  { policyDomain, policy, p, sp, rr = '', alignment, testMode }: Evaluated,
): string {
  const tags = tagsOf(rr);
  const inherited = policyDomain !== undefined && policyDomain !== from;
  const rua = tags.get('rua');
  return [
    inherited
      ? `From ${policyDomain}, as ${from} has no record of its own: for it \`${policy}\` holds (p=${p}, sp=${sp}).`
      : `Policy \`${policy}\` (p=${p}, subdomains ${sp}).`,
    testMode ? 'Test mode (t=y) makes it one step milder.' : '',
    `Alignment: DKIM ${alignment?.dkim.strict ? 'strict' : 'relaxed'}, SPF ${alignment?.spf.strict ? 'strict' : 'relaxed'}.`,
    rua ? `Reports go to ${rua.replaceAll('mailto:', '')}.` : 'Nobody gets reports (no rua).',
  ]
    .filter(Boolean)
    .join(' ');
}
