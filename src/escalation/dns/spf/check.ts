/** SPF: is there one record, can receivers evaluate it, and does this sending address pass, through which term. */
import type { Sender } from '../../../catalog/index.ts';
import { type Resolve, recordsOf } from '../answer.ts';
import { readIp } from '../ip.ts';
import { type About, absence, bad, dig, evidenceOf, good, quoted, unknown } from '../look.ts';
import type { Row } from '../report.ts';
import { addTerm, dropTerm, mechanismFor, mergeRecords, newRecord, slimmer } from './change.ts';
import { type Envelope, evaluateSpf, type SpfVerdict, syntaxFault } from './engine.ts';
import { matchedTerms } from './matched.ts';
import { isSpf, looksLikeSpf } from './record.ts';
import { type Walked, type WalkedTerm, walkSpf } from './walk.ts';

/** RFC 7208 §4.6.4. */
const MOST_LOOKUPS = 10;
const MOST_VOIDS = 2;

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
  if (answer.status === 'failed') {
    return { rows: [unknown(about, answer.why)], verdict: await verdict, includes: [] };
  }
  const texts = recordsOf<'TXT'>(answer);
  const records = texts.filter(isSpf);
  const [record] = records;
  if (record === undefined) {
    const meant = texts.find(looksLikeSpf) ?? null;
    const term = await termFor(subject, platform);
    const found =
      meant === null
        ? `${domain} ${absence(answer, 'TXT') || 'has no SPF record among its TXT records'}.`
        : `${domain} has a TXT record that looks like SPF but doesn't begin with exactly \`v=spf1\` and a blank: ${quoted(meant)}.`;
    return {
      rows: [bad(about, found, newRecord(domain, term, meant))],
      verdict: await verdict,
      includes: [],
    };
  }
  if (records.length > 1) {
    const found = `${domain} has ${records.length} SPF records. Receivers then take none of them (permerror, RFC 7208 §4.5).`;
    return {
      rows: [bad(about, found, mergeRecords(domain, records))],
      verdict: await verdict,
      includes: [],
    };
  }
  const { walked, evidence } = await walkSpf(domain, record, envelope, ask);
  const rows = [await recordRow(about, walked), lookupRow(walked, evidence)];
  const ipRow =
    envelope && (await passRow(envelope, walked, await (verdict as Promise<SpfVerdict>), platform, ask));
  return {
    rows: ipRow ? [...rows, ipRow] : rows,
    verdict: await verdict,
    includes: includedIn(walked),
  };
}

async function recordRow(about: About, walked: Walked): Promise<Row> {
  const { domain, record } = walked;
  const shown = quoted(record.text);
  const engineFault = await syntaxFault(record.text);
  const fault = record.faults[0] ?? engineFault;
  if (fault !== null) {
    const outcome =
      engineFault === null ? 'Receivers pass over it' : 'Receivers then take none of it (permerror)';
    return bad(
      about,
      `The SPF record of ${domain} has a mistake: ${fault}. ${outcome}.`,
      `Correct the TXT record of ${domain}, which now is ${shown}: ${fault}.`,
    );
  }
  const everyone = record.terms.find(({ name, qualifier }) => name === 'all' && qualifier === '+');
  if (everyone) {
    const words = record.text.split(' ').filter(Boolean);
    const after = words.map((word) => (word === everyone.text ? '~all' : word)).join(' ');
    return bad(
      about,
      `The record ends with \`${everyone.text}\`: the whole world may send as ${domain}, and receivers distrust that.`,
      {
        text: `Let the TXT record of ${domain} end with \`~all\`: ${quoted(after)}.`,
        record: { name: domain, type: 'TXT', before: record.text, after },
      },
    );
  }
  const endless = !record.terms.some(({ name }) => name === 'all' || name === 'redirect');
  return good(
    about,
    `One record, well formed: ${shown}.${endless ? ' It has no `all` at its end: other addresses are neutral.' : ''}`,
  );
}

function lookupRow(walked: Walked, evidence: About['evidence']): Row {
  const { domain, lookups, voids } = walked;
  const about: About = {
    id: 'spf-lookups',
    topic: 'spf',
    label: `SPF look-ups of ${domain}`,
    evidence,
    verify: [dig('TXT', domain)],
  };
  const counted = `${lookups} of ${MOST_LOOKUPS} look-ups, ${voids} of ${MOST_VOIDS} that lead nowhere`;
  const wrong = problemIn(walked, 'wrong');
  if (wrong) {
    return bad(
      about,
      `${wrong.text}. Receivers then take none of the record (permerror).`,
      wrong.at === walked
        ? dropTerm(domain, walked.record.text, wrong.term, 'or correct its domain')
        : `Tell whoever runs ${wrong.at.domain}, or take the \`include:\` that leads there out of the TXT record of ${domain}.`,
    );
  }
  if (lookups > MOST_LOOKUPS) {
    return bad(
      about,
      `The record needs ${lookups} DNS look-ups; SPF allows ${MOST_LOOKUPS}. Beyond them receivers take none of it (permerror).`,
      slimmer(walked),
    );
  }
  if (voids > MOST_VOIDS) {
    const dead = deadTerms(walked).join(', ');
    return bad(
      about,
      `${voids} look-ups of the record lead nowhere; SPF allows ${MOST_VOIDS} (permerror). They are ${dead}.`,
      slimmer(walked),
    );
  }
  const failed = problemIn(walked, 'failed');
  return failed
    ? unknown(about, `\`${failed.term}\` could not be followed: ${failed.text}`)
    : good(about, `${counted}.`);
}

async function passRow(
  envelope: Envelope,
  walked: Walked,
  { result, comment }: SpfVerdict,
  platform: Promise<Sender | null>,
  ask: Resolve,
): Promise<Row> {
  const { ip } = envelope;
  const { domain, record } = walked;
  const about: About = {
    id: 'spf-ip',
    topic: 'spf',
    label: `SPF for ${ip}`,
    evidence: [],
    verify: [dig('TXT', domain)],
  };
  if (result === 'temperror') return unknown(about, `SPF could not be evaluated for ${ip}: ${comment}`);
  if (result === 'permerror') {
    return bad(about, `SPF ends with an error for ${ip} (permerror): ${comment}.`, null);
  }
  const way = (await matchedTerms(walked, envelope, ask)) ?? [];
  const through = way.map((term) => `\`${term}\``).join(' → ');
  if (result === 'pass') return good(about, `${ip} passes, through ${through || 'the record'}.`);
  const term = await termFor({ ...envelope, domain }, platform);
  const known = record.terms.some(({ text }) => text === term);
  const meaning = { softfail: 'softfail: probably not allowed', fail: 'fail: not allowed' }[result as string];
  return bad(
    about,
    `${ip} does not pass SPF for ${domain} (${meaning ?? `${result}: nothing said`}${through ? `, by ${through}` : ''}).`,
    addTerm(
      domain,
      record.text,
      known || term === null ? mechanismFor({ text: ip, version: ip.includes(':') ? 6 : 4 }) : term,
    ),
  );
}

/** The term that lets the address pass: its platform's `include:`, else the address itself. */
async function termFor({ ip }: SpfSubject, platform: Promise<Sender | null>): Promise<string | null> {
  const include = (await platform)?.spf[0];
  if (include !== undefined) return `include:${include}`;
  const read = ip === null ? null : readIp(ip);
  return read && mechanismFor(read);
}

type Problem = { readonly text: string; readonly term: string; readonly at: Walked };

/** The first problem of a kind, in the record itself before those that it includes. */
function problemIn(walked: Walked, kind: 'wrong' | 'failed'): Problem | null {
  const here = walked.terms.find(({ problem }) => problem?.kind === kind);
  if (here?.problem) return { text: here.problem.text, term: here.term.text, at: walked };
  for (const { included, term } of walked.terms) {
    const fault = kind === 'wrong' && included ? included.record.faults[0] : undefined;
    if (included && fault)
      return {
        text: `the record of ${included.domain} has a mistake: ${fault}`,
        term: term.text,
        at: included,
      };
    const inner = included && problemIn(included, kind);
    if (inner) return inner;
  }
  return null;
}

const deadTerms = (walked: Walked): string[] =>
  walked.terms.flatMap(({ included, voids, term }: WalkedTerm) =>
    included ? deadTerms(included) : voids > 0 ? [`\`${term.text}\``] : [],
  );

const includedIn = (walked: Walked): string[] =>
  walked.terms.flatMap(({ included, name }) => [
    ...(name === null ? [] : [name]),
    ...(included ? includedIn(included) : []),
  ]);
