/** DKIM: is there a key for the selector, and is it one that receivers take. */
import type { Sender } from '../../catalog/index.ts';
import { type Answer, type Resolve, recordsOf } from '../answer.ts';
import type { Row } from '../report.ts';
import { type About, absence, bad, evidenceOf, good, quoted, unknown } from '../row.ts';
import { stringsNote } from '../strings.ts';
import { joinedKey, keyChange, respelledKey, withoutTesting } from './change.ts';
import { parseDkimKey } from './key.ts';

/** RFC 8301 §3.2: shorter RSA keys count as no signature; signers should use 2048. */
const LEAST_BITS = 1024;
const GOOD_BITS = 2048;

export type Selector = { readonly selector: string; readonly domain: string };

export type DkimCheck = {
  readonly rows: readonly Row[];
  /** Domains with a usable key that the mail names, for DMARC. */
  readonly domains: readonly string[];
  /** Domains whose key DNS did not tell. */
  readonly unread: readonly string[];
  /** Domains that the mail is signed for, with a key that is missing or wrong. */
  readonly broken: readonly string[];
};

const HOW_TO_FIND =
  'The selector is `s=` in the `DKIM-Signature` header of a mail that was sent, its domain is `d=`';

/**
 * @param selectors those that are known; without any the platforms' usual ones are tried
 * @param platforms that the text or the SPF record names
 * @param domain where the platforms' selectors are looked for
 */
export async function checkDkim(
  selectors: readonly Selector[],
  platforms: Promise<readonly Sender[]>,
  domain: string,
  ask: Resolve,
): Promise<DkimCheck> {
  if (selectors.length > 0) {
    const rows = await Promise.all(selectors.map((one) => keyRow(one, ask)));
    const of = (mark: Row['mark']): string[] => marked(mark, selectors, rows);
    return { rows, domains: of('good'), unread: of('unknown'), broken: of('bad') };
  }
  const guesses = (await platforms).flatMap((platform) =>
    platform.selectors.map((selector) => ({ selector, domain })),
  );
  const unique = guesses.filter(
    ({ selector }, i) => guesses.findIndex((other) => other.selector === selector) === i,
  );
  const answers = await Promise.all(unique.map((one) => ask(nameOf(one), 'TXT')));
  // A guess proves nothing against the mail, nor for it: an old key that is revoked is none that it uses, and a key that
  // is in order says nothing of a signature.
  const present = unique.filter((_, i) => holdsKey(answers[i]));
  if (present.length > 0) {
    const rows = await Promise.all(present.map((one) => keyRow(one, ask)));
    return { rows: rows.map(asGuess), domains: [], unread: [], broken: [] };
  }
  return { rows: [noSelector(domain, unique, answers)], domains: [], unread: [], broken: [] };
}

const holdsKey = (answer: Answer<'TXT'> | undefined): boolean =>
  answer !== undefined && recordsOf<'TXT'>(answer).some((text) => parseDkimKey(text).state === 'usable');

const nameOf = ({ selector, domain }: Selector): string => `${selector}._domainkey.${domain}`;

const marked = (mark: Row['mark'], selectors: readonly Selector[], rows: readonly Row[]): string[] => [
  ...new Set(selectors.filter((_, i) => rows[i]?.mark === mark).map(({ domain }) => domain)),
];

/** What stands there is told, and neither as right nor as wrong. */
function asGuess(row: Row): Row {
  if (row.mark === 'unknown') return row;
  const { id, topic, label, evidence, verify, link } = row;
  return unknown(
    { id, topic, label, evidence, verify, link },
    `the selector is a guess, and whether a mail is signed with it isn't known. ${row.found} ${HOW_TO_FIND}`,
  );
}

function noSelector(domain: string, tried: readonly Selector[], answers: readonly Answer[]): Row {
  const about: About = {
    id: `dkim:${domain}`,
    topic: 'dkim',
    label: `DKIM key of ${domain}`,
    evidence: tried.map((one, i) => evidenceOf(nameOf(one), 'TXT', answers[i] as Answer)),
    verify: [],
  };
  const failed = answers.find((answer) => answer.status === 'failed');
  if (failed?.status === 'failed') return unknown(about, failed.why);
  const names = tried.map(({ selector }) => `\`${selector}\``).join(', ');
  return unknown(
    about,
    tried.length === 0
      ? `no selector is known, and DKIM keys can't be listed. ${HOW_TO_FIND}.`
      : `no selector is known. The usual ones of the sending platforms (${names}) have no key in use. ${HOW_TO_FIND}.`,
  );
}

async function keyRow(one: Selector, ask: Resolve): Promise<Row> {
  const name = nameOf(one);
  const answer = await ask(name, 'TXT');
  const about: About = {
    id: `dkim:${one.selector}.${one.domain}`,
    topic: 'dkim',
    label: `DKIM key ${one.selector} of ${one.domain}`,
    evidence: [evidenceOf(name, 'TXT', answer)],
  };
  if (answer.status === 'failed') return unknown(about, answer.why);
  const alias = answer.aliases.at(-1) ?? null;
  const texts = recordsOf<'TXT'>(answer);
  const keys = texts.length > 1 ? texts.filter((text) => /(^|;)\s*p\s*=/.test(text)) : texts;
  const [text] = keys;
  if (text === undefined) {
    const publish = `Publish at ${name} the record that your mail server or sending platform shows for the selector \`${one.selector}\`, or let it sign with a selector that is published.`;
    return bad(
      about,
      `${name} ${absence(answer, 'TXT') || 'holds no DKIM key'}.`,
      keyChange(name, alias, publish, null),
    );
  }
  if (keys.length > 1) {
    const one = `Delete all TXT records at ${name} but the one that your platform shows; a second key needs a selector of its own.`;
    return bad(
      about,
      `${name} has ${keys.length} keys. Which one a receiver takes is chance (RFC 6376 §3.6.2.2).`,
      keyChange(name, alias, one, null),
    );
  }
  const whole = parseDkimKey(text).state === 'broken' ? joinedKey(texts) : null;
  return whole === null
    ? judgedKey(about, name, alias, text, one.selector, texts.length)
    : tornKey(about, name, alias, texts, whole);
}

function tornKey(
  about: About,
  name: string,
  alias: string | null,
  texts: readonly string[],
  whole: string,
): Row {
  const change = keyChange(name, alias, '', { before: texts.join('" and "'), after: whole });
  return bad(
    about,
    `One key stands in ${texts.length} TXT records at ${name}, where it should be one record (of several strings).`,
    typeof change === 'string'
      ? change
      : {
          ...change,
          text: `Make one TXT record of the ${texts.length} at ${name}, and delete the others. It then reads ${quoted(whole)}.${stringsNote(whole)}`,
        },
  );
}

function judgedKey(
  about: About,
  name: string,
  alias: string | null,
  text: string,
  selector: string,
  /** TXT records at the name. */
  count: number,
): Row {
  const key = parseDkimKey(text);
  const anew = `Make a new key of ${GOOD_BITS} bits in your mail server or sending platform, publish it, and let it sign with that selector.`;
  switch (key.state) {
    case 'revoked':
      return bad(
        about,
        `The key at ${name} is revoked: its \`p=\` is empty.`,
        keyChange(name, alias, `Sign with a selector that is in use. ${anew}`, null),
      );
    case 'broken': {
      const copy = `Copy the record for \`${selector}\` from your platform once more and put it at ${name}, as one TXT record, which now is ${quoted(text)}.`;
      return bad(
        about,
        `The record at ${name} is not a valid key: ${key.fault}.${count > 1 ? ` Besides it, ${count - 1} more TXT ${count === 2 ? 'record stands' : 'records stand'} there.` : ''}`,
        keyChange(name, alias, copy, { before: text, after: respelledKey(text) }),
      );
    }
    case 'usable': {
      const shown = key.type === 'rsa' ? `RSA key of ${key.bits} bits` : 'Ed25519 key';
      if (key.type === 'rsa' && key.bits < LEAST_BITS) {
        return bad(
          about,
          `The ${shown} at ${name} is too short: receivers ignore signatures below ${LEAST_BITS} bits.`,
          keyChange(name, alias, anew, null),
        );
      }
      if (key.testing) {
        return bad(
          about,
          `The ${shown} is in test mode (\`t=y\`): receivers may treat the mail as unsigned.`,
          keyChange(name, alias, '', { before: text, after: withoutTesting(text) }),
        );
      }
      const advice = key.type === 'rsa' && key.bits < GOOD_BITS ? ` ${GOOD_BITS} are better.` : '';
      return good(about, `${shown}, in use.${advice}`);
    }
  }
}
