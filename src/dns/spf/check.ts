/** SPF: is there one record, can receivers evaluate it, and does this sending address pass, through which term. */
import type { Sender } from '../../catalog/index.ts';
import { type Resolve, recordsOf } from '../answer.ts';
import { readIp } from '../ip.ts';
import { isSameOwner } from '../owner.ts';
import type { Row } from '../report.ts';
import { type About, absence, bad, evidenceOf, quoted, unknown } from '../row.ts';
import { createAdvisor } from './advice.ts';
import { passesSomebody } from './allowed.ts';
import { reverseFailure } from './by-reverse.ts';
import { type Envelope, evaluateSpf, type SpfVerdict, syntaxFault } from './engine.ts';
import { deniedBy, matchedTerms } from './matched.ts';
import { isSpf, looksLikeSpf } from './record.ts';
import { erredRow, lookupRow, passRow, recordRow } from './rows.ts';
import { type Walked, walkSpf } from './walk.ts';
import { createZoneCopy } from './zone-copy.ts';

export type SpfSubject = {
  readonly domain: string;
  /** The whole address where it is known, else the domain; empty for the null sender. */
  readonly sender: string;
  readonly ip: string | null;
  readonly helo: string | null;
};

/** What is known besides of who sends. */
export type SpfBackground = {
  /** The sending platform that the address belongs to, as its reverse DNS says; null for none. */
  readonly platform: Promise<Sender | null>;
  /** Reverse DNS of the address. */
  readonly names: Promise<readonly string[]>;
  /** Whose the domain is where it can't be the sender's own: "SendGrid". */
  readonly owner: string | null;
  readonly senders: readonly Sender[];
};

export type SpfCheck = {
  readonly rows: readonly Row[];
  /** Null where no sending address is known. */
  readonly verdict: SpfVerdict | null;
  /** Whether anybody can pass; null where DNS didn't tell. */
  readonly open: boolean | null;
  /** Why the sending address may not be one of the sender's own, where the record doesn't let it pass; null: no doubt. */
  readonly doubt: string | null;
  /** Every domain whose record this one includes, the outermost first. */
  readonly includes: readonly string[];
};

export async function checkSpf(
  subject: SpfSubject,
  background: SpfBackground,
  real: Resolve,
): Promise<SpfCheck> {
  const { domain, ip } = subject;
  const zone = createZoneCopy(real);
  const { ask } = zone;
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
    open: row.mark === 'unknown' ? null : false,
    doubt: null,
    includes: [],
  });
  if (answer.status === 'failed') return alone(unknown(about, answer.why));
  const target = answer.aliases.at(-1);
  const adviserFor = async (texts: readonly string[], denied: string | null) =>
    createAdvisor({
      domain,
      envelope,
      ip: ip === null ? null : readIp(ip),
      texts,
      owner: background.owner,
      alias: target === undefined ? null : { target, isOwn: isSameOwner(target, domain) },
      platform: await background.platform,
      names: await background.names,
      denied,
      senders: background.senders,
      zone,
    });
  const texts = recordsOf<'TXT'>(answer);
  const records = texts.filter(isSpf);
  const [record] = records;
  if (record === undefined) {
    const meant = texts.find(looksLikeSpf);
    const { advise } = await adviserFor(meant === undefined ? [] : [meant], null);
    const found =
      meant === undefined
        ? `${domain} ${absence(answer, 'TXT') || 'has no SPF record among its TXT records'}.`
        : `${domain} has a TXT record that looks like SPF but doesn't begin with exactly \`v=spf1\` and a blank: ${quoted(meant)}.`;
    return alone(
      bad(
        about,
        found,
        await (meant === undefined
          ? advise('missing')
          : advise(
              'unlike',
              'it must begin with `v=spf1` and a blank, and nothing but blanks stands between its terms',
            )),
      ),
    );
  }
  if (records.length > 1) {
    const { advise } = await adviserFor(records, null);
    const found = `${domain} has ${records.length} SPF records. Receivers then take none of them (permerror, RFC 7208 §4.5).`;
    const done = await alone(bad(about, found, await advise('several')));
    return ip === null
      ? done
      : { ...done, rows: [...done.rows, erredRow(ip, domain, `${domain} has several SPF records`)] };
  }
  const { walked, evidence } = await walkSpf(domain, record, envelope, ask);
  const told = await verdict;
  const open = envelope && told?.result !== 'pass' ? await reverseFailure(walked, envelope.ip, ask) : null;
  const judged: SpfVerdict | null = open === null ? told : { result: 'temperror', comment: open };
  const isReached = judged !== null && !['permerror', 'temperror'].includes(judged.result);
  const way = envelope && isReached ? ((await matchedTerms(walked, envelope, ask)) ?? []) : [];
  const advisor = await adviserFor([record], deniedBy(way));
  const own = await recordRow(about, walked, advisor);
  const rows = [own, mendedWith(own, await lookupRow(walked, evidence, advisor, ask))];
  const includes = includedIn(walked);
  const isOpen = (await syntaxFault(record)) === null && passesSomebody(walked);
  if (envelope === null || judged === null)
    return { rows, verdict: null, open: isOpen, doubt: null, includes };
  return {
    rows: [...rows, await passRow(envelope, walked, judged, way, advisor)],
    verdict: judged,
    open: isOpen,
    doubt: ['pass', 'permerror', 'temperror'].includes(judged.result) ? null : advisor.doubt,
    includes,
  };
}

/** @returns the row, without its change where the record to copy is the one that the first row has */
function mendedWith(first: Row, row: Row): Row {
  if (first.mark !== 'bad' || row.mark !== 'bad') return row;
  const after = first.change?.record?.after;
  return after !== undefined && row.change?.record?.after === after
    ? { ...row, change: null, follows: 'spf' }
    : row;
}

const includedIn = (walked: Walked): string[] =>
  walked.terms.flatMap(({ included, name }) => [
    ...(name === null ? [] : [name]),
    ...(included ? includedIn(included) : []),
  ]);
