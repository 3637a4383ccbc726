/** What a report says of an SPF record: its form, its look-ups, and whether an address passes. */
import type { Resolve } from '../answer.ts';
import type { Row } from '../report.ts';
import { type About, bad, dig, good, quoted, unknown } from '../row.ts';
import { addTerm, dropTerm, slimmer } from './change.ts';
import { type Envelope, type SpfVerdict, syntaxFault } from './engine.ts';
import { matchedTerms } from './matched.ts';
import { MOST_LOOKUPS } from './record.ts';
import type { Walked, WalkedTerm } from './walk.ts';

const MOST_VOIDS = 2;

/** Whether the record is well formed. */
export async function recordRow(about: About, walked: Walked): Promise<Row> {
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

/** Whether receivers can follow all of it within the limits. */
export function lookupRow(walked: Walked, evidence: About['evidence']): Row {
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

/** Whether the sending address passes, and through which term. @param wanted the term that would let it pass */
export async function passRow(
  envelope: Envelope,
  walked: Walked,
  { result, comment }: SpfVerdict,
  wanted: string,
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
  const meaning = { softfail: 'softfail: probably not allowed', fail: 'fail: not allowed' }[result as string];
  return bad(
    about,
    `${ip} does not pass SPF for ${domain} (${meaning ?? `${result}: nothing said`}${through ? `, by ${through}` : ''}).`,
    addTerm(domain, record.text, wanted),
  );
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
