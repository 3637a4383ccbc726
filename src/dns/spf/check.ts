/** SPF: is there one record, can receivers evaluate it, and does this sending address pass, through which term. */
import type { Sender } from '../../catalog/index.ts';
import { type Resolve, recordsOf } from '../answer.ts';
import type { Row } from '../report.ts';
import { type About, absence, bad, evidenceOf, quoted, unknown } from '../row.ts';
import { mechanismFor, mergeRecords, newRecord } from './change.ts';
import { type Envelope, evaluateSpf, type SpfVerdict } from './engine.ts';
import { isSpf, looksLikeSpf } from './record.ts';
import { lookupRow, passRow, recordRow } from './rows.ts';
import { type Walked, walkSpf } from './walk.ts';

export type SpfSubject = {
  readonly domain: string;
  /** The whole address where it is known, else the domain; empty for the null sender. */
  readonly sender: string;
  readonly ip: string | null;
  readonly helo: string | null;
};

export type SpfCheck = {
  readonly rows: readonly Row[];
  /** Null where no sending address is known. */
  readonly verdict: SpfVerdict | null;
  /** Every domain whose record this one includes, the outermost first. */
  readonly includes: readonly string[];
};

/**
 * @param platform the sending platform that the address belongs to, as its reverse DNS says; null for none
 */
export async function checkSpf(
  subject: SpfSubject,
  platform: Promise<Sender | null>,
  ask: Resolve,
): Promise<SpfCheck> {
  const { domain, ip } = subject;
  const envelope: Envelope | null = ip === null ? null : { ...subject, ip };
  const answer = await ask(domain, 'TXT');
  const about: About = {
    id: 'spf-record',
    topic: 'spf',
    label: `SPF record of ${domain}`,
    evidence: [evidenceOf(domain, 'TXT', answer)],
  };
  const verdict = envelope && evaluateSpf(envelope, ask);
  const alone = async (row: Row): Promise<SpfCheck> => ({
    rows: [row],
    verdict: await verdict,
    includes: [],
  });
  if (answer.status === 'failed') return alone(unknown(about, answer.why));
  const texts = recordsOf<'TXT'>(answer);
  const records = texts.filter(isSpf);
  const [record] = records;
  if (record === undefined) {
    const meant = texts.find(looksLikeSpf) ?? null;
    const found =
      meant === null
        ? `${domain} ${absence(answer, 'TXT') || 'has no SPF record among its TXT records'}.`
        : `${domain} has a TXT record that looks like SPF but doesn't begin with exactly \`v=spf1\` and a blank: ${quoted(meant)}.`;
    const term = ip === null ? null : await termFor(ip, platform, meant ?? '');
    return alone(bad(about, found, newRecord(domain, term, meant)));
  }
  if (records.length > 1) {
    const found = `${domain} has ${records.length} SPF records. Receivers then take none of them (permerror, RFC 7208 §4.5).`;
    return alone(bad(about, found, mergeRecords(domain, records)));
  }
  const { walked, evidence } = await walkSpf(domain, record, envelope, ask);
  const rows = [await recordRow(about, walked), lookupRow(walked, evidence)];
  const includes = includedIn(walked);
  if (envelope === null || verdict === null) return { rows, verdict: null, includes };
  const judged = await verdict;
  const wanted = await termFor(envelope.ip, platform, record);
  return { rows: [...rows, await passRow(envelope, walked, judged, wanted, ask)], verdict: judged, includes };
}

/** The term that lets an address pass: its platform's `include:` where the record lacks that, else the address. */
async function termFor(ip: string, platform: Promise<Sender | null>, record: string): Promise<string> {
  const domain = (await platform)?.spf[0];
  const include = `include:${domain}`;
  return domain === undefined || record.split(' ').includes(include) ? mechanismFor(ip) : include;
}

const includedIn = (walked: Walked): string[] =>
  walked.terms.flatMap(({ included, name }) => [
    ...(name === null ? [] : [name]),
    ...(included ? includedIn(included) : []),
  ]);
