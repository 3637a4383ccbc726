/** DMARC: the record that holds for the domain in From, and whether the other domains align with it. */
import { evaluateDmarc } from 'mailauth/lib/dmarc/index.js';
import { type Resolve, recordsOf } from '../answer.ts';
import { mailauthResolver } from '../mailauth-resolver.ts';
import type { Row } from '../report.ts';
import { type About, absence, bad, dig, evidenceOf, good, quoted, unknown } from '../row.ts';

export type DmarcSubject = {
  /** Domain in the From header. */
  readonly from: string;
  /** Envelope sender's domain; null where it isn't known. */
  readonly envelope: string | null;
  /** Domains that sign with DKIM, as far as that is known. */
  readonly signing: readonly string[];
  /** Whether SPF passes for the envelope's domain; null where that can't be told. */
  readonly spfPasses: boolean | null;
};

type Evaluated = Exclude<Awaited<ReturnType<typeof evaluateDmarc>>['response'], false>;

/** Found by mailauth: policy discovery and alignment by tree walk (RFC 9989 §4.10, which replaced RFC 7489). */
async function evaluate(subject: DmarcSubject, ask: Resolve): Promise<Evaluated> {
  const { response } = await evaluateDmarc({
    headerFrom: `postmaster@${subject.from}`,
    spfDomains: subject.envelope === null ? [] : [subject.envelope],
    dkimDomains: subject.signing.map((domain) => ({ domain })),
    resolver: mailauthResolver(ask),
    strict: true,
  });
  if (response === false) throw new Error(`DMARC can't be evaluated for ${subject.from}`);
  return response;
}

export async function checkDmarc(subject: DmarcSubject, ask: Resolve): Promise<readonly Row[]> {
  const names = walkNames(subject.from);
  const [answers, evaluated] = await Promise.all([
    Promise.all(names.map((name) => ask(name, 'TXT'))),
    evaluate(subject, ask),
  ]);
  const evidence = names.map((name, i) => evidenceOf(name, 'TXT', answers[i] ?? BUDGET));
  const about: About = {
    id: 'dmarc-record',
    topic: 'dmarc',
    label: `DMARC of ${subject.from}`,
    evidence: evidence.filter(({ status }, i) => i === 0 || status === 'found' || status === 'failed'),
    verify: [dig('TXT', `_dmarc.${evaluated.policyDomain ?? subject.from}`)],
  };
  const [own] = answers;
  const texts = own ? recordsOf<'TXT'>(own) : [];
  const mistake = mistakeIn(subject.from, texts);
  if (mistake) return [bad(about, mistake.found, mistake.change)];
  if (evaluated.rr === undefined) {
    const failed = answers.find((answer) => answer.status === 'failed');
    if (failed?.status === 'failed') return [unknown(about, failed.why)];
    const record = {
      name: `_dmarc.${subject.from}`,
      type: 'TXT',
      before: null,
      after: suggestion(subject.from),
    };
    return [
      bad(
        about,
        `There is no DMARC record: _dmarc.${subject.from} ${own ? absence(own, 'TXT') || 'has none among its TXT records' : ''}, and no domain above it has one.`,
        {
          text: `Publish a TXT record at ${record.name}: "${record.after}". Google, Yahoo and Microsoft want one of every bulk sender.`,
          record,
        },
      ),
    ];
  }
  return [good(about, describe(subject.from, evaluated)), ...alignmentRow(subject, evaluated)];
}

const BUDGET = { status: 'failed', kind: 'budget', why: '' } as const;
const suggestion = (domain: string): string => `v=DMARC1; p=none; rua=mailto:dmarc@${domain}`;

/** RFC 9989 §4.10: the domain itself, then, from at most seven labels on, each one above it. */
function walkNames(domain: string): string[] {
  const labels = domain.split('.');
  const above = labels.slice(Math.max(1, labels.length - 7));
  const parents = above.map((_, i) => above.slice(i).join('.'));
  return [domain, ...parents].map((name) => `_dmarc.${name}`);
}

function mistakeIn(
  domain: string,
  texts: readonly string[],
): { found: string; change: Parameters<typeof bad>[2] } | null {
  const name = `_dmarc.${domain}`;
  const records = texts.filter((text) => /^v\s*=\s*DMARC1\s*(;|$)/.test(text));
  if (records.length > 1) {
    return {
      found: `${name} has ${records.length} DMARC records. Receivers then take none of them (RFC 9989 §4.10).`,
      change: `Delete all but one of them: ${records.map(quoted).join(' and ')}.`,
    };
  }
  const [record] = records;
  if (record === undefined) {
    const meant = texts.find((text) => /^["'\s]*(v\s*=\s*)?dmarc/i.test(text));
    if (meant === undefined) return null;
    return {
      found: `${name} has a record that must begin with exactly \`v=DMARC1;\` and doesn't: ${quoted(meant)}.`,
      change: {
        text: `Correct the TXT record at ${name}, for example to "${suggestion(domain)}".`,
        record: { name, type: 'TXT', before: meant, after: suggestion(domain) },
      },
    };
  }
  const tags = tagsOf(record);
  const policies = ['p', 'sp', 'np'].filter(
    (tag) => tags.has(tag) && !['none', 'quarantine', 'reject'].includes(tags.get(tag)?.toLowerCase() ?? ''),
  );
  const fault = policies[0]
    ? `\`${policies[0]}=${tags.get(policies[0])}\` is none of none, quarantine, reject`
    : tags.has('p') || tags.has('rua')
      ? null
      : 'it has no policy (`p=`)';
  return fault === null
    ? null
    : {
        found: `The DMARC record of ${domain} is not valid: ${fault}.`,
        change: `Correct the TXT record at ${name}, which now is ${quoted(record)}.`,
      };
}

const tagsOf = (record: string): Map<string, string> =>
  new Map(
    record
      .split(';')
      .map((part) => part.split('='))
      .map(([tag = '', ...value]) => [tag.trim().toLowerCase(), value.join('=').trim()]),
  );

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

function alignmentRow(subject: DmarcSubject, evaluated: Evaluated): Row[] {
  const { from, envelope, signing, spfPasses } = subject;
  if (envelope === null && signing.length === 0) return [];
  const about: About = {
    id: 'dmarc-alignment',
    topic: 'dmarc',
    label: `Alignment with From ${from}`,
    evidence: [],
    verify: [],
  };
  if (evaluated.status.result === 'temperror') {
    return [unknown(about, `DNS did not answer for a domain above ${from}: ${evaluated.error ?? ''}`.trim())];
  }
  const { alignment, policy } = evaluated;
  const bySpf = alignment?.spf.result || null;
  const byDkim = alignment?.dkim.result || null;
  const strict = { spf: alignment?.spf.strict ?? false, dkim: alignment?.dkim.strict ?? false };
  if (byDkim) return [good(about, `A DKIM signature by ${byDkim} aligns.`)];
  if (bySpf && spfPasses !== false) {
    return [good(about, `The envelope's domain ${bySpf} aligns${spfPasses ? ' and passes SPF' : ''}.`)];
  }
  const others = [
    ...(envelope === null
      ? []
      : [
          bySpf
            ? `${envelope} aligns but doesn't pass SPF`
            : `the envelope's ${envelope} doesn't align${mode(strict.spf)}`,
        ]),
    ...signing.map((domain) => `the signature's ${domain} doesn't align${mode(strict.dkim)}`),
  ];
  const open =
    signing.length === 0 ? ' Only a DKIM signature of its own can make it pass, and none is known.' : '';
  return [
    bad(
      about,
      `Mail from ${from} does not pass DMARC by these domains: ${others.join('; ')}.${open} Its policy is \`${policy}\`.`,
      bySpf
        ? `Mend SPF for ${envelope}, or sign with DKIM and \`d=${from}\`.`
        : `Let your mail server or platform sign with DKIM and \`d=${from}\`, or use a bounce address (Return-Path) under ${from}.`,
    ),
  ];
}

const mode = (strict: boolean): string => (strict ? ' (strict: it must be the very same)' : '');
