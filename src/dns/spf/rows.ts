/** What a report says of an SPF record: its form, its look-ups, and whether an address passes. */
import { type Resolve, recordsOf } from '../answer.ts';
import { isSameOwner } from '../owner.ts';
import type { Row } from '../report.ts';
import { type About, bad, dig, good, quoted, unknown } from '../row.ts';
import type { Advisor } from './advice.ts';
import { type Envelope, type SpfVerdict, syntaxFault } from './engine.ts';
import { hiddenTerms, isSpf, looksLikeSpf, MOST_LOOKUPS, MOST_VOIDS, openTerm } from './record.ts';
import type { Walked, WalkedTerm } from './walk.ts';

/** Whether the record is well formed, and says what its owner means. */
export async function recordRow(about: About, walked: Walked, { advise }: Advisor): Promise<Row> {
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
      await advise('mistake', fault),
    );
  }
  const open = openTerm(record);
  if (open !== null) {
    return bad(
      about,
      `By \`${open.text}\` the whole world may send as ${domain}, and receivers distrust that.`,
      await advise('open'),
    );
  }
  const by = openBy(walked);
  if (by !== null) {
    return bad(
      about,
      `By \`${by.term}\` the whole world may send as ${domain}, for the record of ${by.domain} says \`${by.open}\`.`,
      `Tell whoever runs ${by.domain}, or take \`${by.term}\` out of the TXT record of ${domain} and name what sends for it.`,
    );
  }
  const endless = !record.terms.some(({ name }) => name === 'all' || name === 'redirect');
  const hidden = hiddenTerms(record).map(({ text }) => `\`${text}\``);
  const unseen =
    hidden.length === 0
      ? ''
      : ` But ${hidden.slice(0, MOST_SHOWN).join(', ')} counts for nothing: receivers stop at \`all\`, and look at no \`redirect=\` beside it.`;
  return good(
    about,
    `One record, well formed: ${shown}.${unseen}${endless ? ' It has no `all` at its end: other addresses are neutral.' : ''}`,
  );
}

/** What the owner wrote and no receiver looks at, for it may be what would let the address pass. */
function unseenIn({ record }: Walked): string {
  const redirect = hiddenTerms(record).find(({ name }) => name === 'redirect');
  return redirect ? ` \`${redirect.text}\` counts for nothing: beside \`all\` nobody looks at it.` : '';
}

/** An included record that lets everybody pass, and with it this one. */
function openBy({ terms }: Walked): { term: string; domain: string; open: string } | null {
  for (const { term, included } of terms) {
    if (included === null || (term.qualifier !== '+' && term.name !== 'redirect')) continue;
    const open = openTerm(included.record);
    const inner = open ? { domain: included.domain, open: open.text } : openBy(included);
    if (inner) return { ...inner, term: term.text };
  }
  return null;
}

/** Terms that a sentence tells. */
const MOST_SHOWN = 5;

/** Whether receivers can follow all of it within the limits. */
export async function lookupRow(
  walked: Walked,
  evidence: About['evidence'],
  advisor: Advisor,
  ask: Resolve,
): Promise<Row> {
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
    const own = await ownRecords(wrong, domain, ask);
    return bad(
      about,
      `${wrong.text}. Receivers then take none of the record (permerror).`,
      own
        ? await advisor.adviseAt(own.name, own.texts, wrong.text)
        : wrong.at === walked
          ? await advisor.advise('limits', `Correct \`${wrong.term}\` in the TXT record of ${domain}.`)
          : `Tell whoever runs ${wrong.at.domain}, or take the \`include:\` that leads there out of the TXT record of ${domain}.`,
    );
  }
  if (lookups > MOST_LOOKUPS) {
    return bad(
      about,
      `The record needs ${lookups} DNS look-ups; SPF allows ${MOST_LOOKUPS}. Beyond them receivers take none of it (permerror).`,
      await advisor.advise('limits', `The TXT record of ${domain} has to become smaller.`),
    );
  }
  if (voids > MOST_VOIDS) {
    const dead = deadTerms(walked).join(', ');
    return bad(
      about,
      `${voids} look-ups of the record lead nowhere; SPF allows ${MOST_VOIDS} (permerror). They are ${dead}.`,
      await advisor.advise(
        'limits',
        `Decide which of ${dead} the TXT record of ${domain} still needs: what holds macros or \`ptr\` may let other senders pass, and at most ${MOST_VOIDS} of all terms may lead nowhere.`,
      ),
    );
  }
  const failed = problemIn(walked, 'failed');
  return failed
    ? unknown(about, `\`${failed.term}\` could not be followed: ${failed.text}`)
    : good(about, `${counted}.`);
}

const aboutSender = (ip: string, domain: string): About => ({
  id: 'spf-ip',
  topic: 'spf',
  label: `SPF for ${ip}`,
  evidence: [],
  verify: [dig('TXT', domain)],
});

/** @returns that nobody passes, the address neither; what to do stands with the record */
export const erredRow = (ip: string, domain: string, why: string): Row =>
  bad(aboutSender(ip, domain), `SPF ends with an error for ${ip} (permerror): ${why}.`, null, 'spf');

/** Whether the sending address passes. @param way the terms by which the verdict is reached, the outermost first */
export async function passRow(
  envelope: Envelope,
  walked: Walked,
  { result, comment }: SpfVerdict,
  way: readonly string[],
  { advise }: Advisor,
): Promise<Row> {
  const { ip } = envelope;
  const { domain } = walked;
  const about = aboutSender(ip, domain);
  if (result === 'temperror') return unknown(about, `SPF could not be evaluated for ${ip}: ${comment}`);
  if (result === 'permerror') {
    return erredRow(ip, domain, comment);
  }
  const through = way.map((term) => `\`${term}\``).join(' → ');
  if (result === 'pass') return good(about, `${ip} passes, through ${through || 'the record'}.`);
  const meaning = { softfail: 'softfail: probably not allowed', fail: 'fail: not allowed' }[result as string];
  return bad(
    about,
    `${ip} does not pass SPF for ${domain} (${meaning ?? `${result}: nothing said`}${through ? `, by ${through}` : ''}).${unseenIn(walked)}`,
    await advise('sender'),
  );
}

type Problem = {
  readonly text: string;
  readonly term: string;
  readonly at: Walked;
  /** The name that the term leads to. */
  readonly name: string | null;
};

/** Records of the same owner that the mistake is in, where they are to be corrected. */
async function ownRecords(
  { at, name }: Problem,
  domain: string,
  ask: Resolve,
): Promise<{ readonly name: string; readonly texts: readonly string[] } | null> {
  for (const place of [name, at.domain]) {
    if (place === null || place === domain || !isSameOwner(place, domain)) continue;
    const answer = await ask(place, 'TXT');
    if (answer.status !== 'found' || answer.aliases.length > 0) continue;
    const records = recordsOf<'TXT'>(answer);
    const texts = records.some(isSpf) ? records.filter(isSpf) : records.filter(looksLikeSpf);
    const isWrong = place === at.domain || texts.length > 1 || !texts.some(isSpf);
    if (texts.length > 0 && isWrong) return { name: place, texts };
  }
  return null;
}

/** The first problem of a kind, in the record itself before those that it includes. */
function problemIn(walked: Walked, kind: 'wrong' | 'failed'): Problem | null {
  const here = walked.terms.find(({ problem }) => problem?.kind === kind);
  if (here?.problem) return { text: here.problem.text, term: here.term.text, at: walked, name: here.name };
  for (const { included, term } of walked.terms) {
    const fault = kind === 'wrong' && included ? included.record.faults[0] : undefined;
    if (included && fault)
      return {
        text: `the record of ${included.domain} has a mistake: ${fault}`,
        term: term.text,
        at: included,
        name: null,
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
