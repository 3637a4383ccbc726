/** What one text says twice of the same recipient is one bounce. */
import { eachOnce } from './attempt.ts';
import { together as bothFacts } from './auth-facts.ts';
import type { Attempt, Bounce } from './bounce.ts';
import { isVague } from './codes.ts';
import { rememberingLong } from './quick.ts';
import { recipientIn } from './recipient.ts';
import { saysSomething } from './words.ts';

/**
 * Doubles made one: the same recipient with the same answer, and a letter with its machine part. A passage that names
 * nobody and has the codes of one that does is the same answer told again ("Status code: 550 5.1.10"). Each keeps the
 * attempts that were answered so.
 */
export function joined(bounces: readonly Bounce[]): readonly Bounce[] {
  if (bounces.length < 2) return bounces;
  const alert = alerted(bounces);
  if (alert !== null) return [alert];
  const told = new Set(bounces.filter(({ recipient }) => recipient !== null).map(codesOf));
  const seen = new Map<string, Bounce[]>();
  const echoes = echoesIn(bounces);
  for (const bounce of bounces) {
    if (echoes.has(bounce)) continue;
    if (
      bounce.recipient === null &&
      bounce.replyCode !== null &&
      bounce.enhancedCode !== null &&
      told.has(codesOf(bounce)) &&
      !speaksOfAnother(bounce, bounces)
    )
      continue;
    const { kind, recipient, replyCode, enhancedCode, diagnosticCode, action } = bounce;
    const key = `${kind} ${recipient} ${replyCode} ${enhancedCode} ${recipient === null ? diagnosticCode : action}`;
    const same = seen.get(key);
    if (same) same.push(bounce);
    else seen.set(key, [bounce]);
  }
  return lettersWithReports([...seen.values()].flatMap(byAnswer).map(asOne));
}

/** Its words are about somebody whom no other bounce names: a failure of its own. */
function speaksOfAnother({ diagnosticCode }: Bounce, bounces: readonly Bounce[]): boolean {
  const spoken = diagnosticCode === null ? null : recipientIn(diagnosticCode)?.toLowerCase();
  return (
    spoken != null &&
    !bounces.some(
      ({ recipient, finalRecipient }) =>
        recipient?.toLowerCase() === spoken || finalRecipient?.toLowerCase() === spoken,
    )
  );
}

const codesOf = ({ replyCode, enhancedCode }: Bounce): string => `${replyCode} ${enhancedCode}`;

/** An alert has the server's words, and fields below them: "Recipient: ann@example.com", "Code: 421 4.7.28". */
function alerted(bounces: readonly Bounce[]): Bounce | null {
  const [first, second] = bounces;
  if (!first || !second || bounces.length > 2 || codesOf(first) !== codesOf(second)) return null;
  const [spoken, fields] = first.recipient === null ? [first, second] : [second, first];
  const isOne =
    spoken.recipient === null &&
    fields.recipient !== null &&
    fields.enhancedCode !== null &&
    saysSomething(spoken.diagnosticCode) &&
    !saysSomething(fields.diagnosticCode) &&
    mayBeOneMail(spoken, fields);
  return isOne ? together(spoken, fields) : null;
}

/** Under one code, such as 550 5.7.1, a log's tries may be refused for two reasons: then each is a bounce. */
function byAnswer(same: readonly Bounce[]): readonly (readonly Bounce[])[] {
  if (same.length === 1) return [same];
  const logged = Map.groupBy(
    same.filter(({ timeFrom }) => timeFrom === 'log'),
    loggedAnswerOf,
  );
  if (logged.size < 2) return [same];
  const [first, ...others] = logged.values();
  const told = same.filter(({ timeFrom }) => timeFrom !== 'log');
  return [[...(first ?? []), ...told], ...others];
}

/** @returns the words without what differs from try to try, and whose server it was */
function loggedAnswerOf({ diagnosticCode, remoteHost }: Bounce): string {
  const words = (diagnosticCode ?? '').toLowerCase().split(/\s+/);
  const said = words.filter((word) => !/[\d@]/.test(word)).join(' ');
  return `${said.replace(/[^\p{L} ]/gu, '')} ${remoteHost?.split('.').slice(-2).join('.')}`;
}

/**
 * An error's head line and its own dump: what names nobody, and right beside it the same answer with a name. Where the
 * text's other recipients got another answer and several got this one, it could be about any of them, and stays.
 */
function echoesIn(bounces: readonly Bounce[]): ReadonlySet<Bounce> {
  if (bounces.every(({ recipient }) => recipient !== null)) return NO_ECHOES;
  const answers = answersOf(bounces);
  const named = new Map<string, Set<string>>();
  const all = new Set<string>();
  for (const [i, bounce] of bounces.entries()) {
    const recipient = bounce.recipient?.toLowerCase();
    const answer = answers[i] ?? null;
    if (recipient === undefined) continue;
    all.add(recipient);
    if (answer === null) continue;
    const same = named.get(answer);
    if (same === undefined) named.set(answer, new Set([recipient]));
    else same.add(recipient);
  }
  return new Set(
    bounces.filter((bounce, i) => {
      const answer = bounce.recipient === null ? (answers[i] ?? null) : null;
      const count = answer === null ? 0 : (named.get(answer)?.size ?? 0);
      return (
        (count === 1 || (count > 1 && count === all.size)) &&
        [i - 1, i + 1].some((beside) => {
          const other = bounces[beside];
          return (
            other !== undefined &&
            other.recipient !== null &&
            answers[beside] === answer &&
            mayBeOneMail(bounce, other)
          );
        })
      );
    }),
  );
}

const NO_ECHOES: ReadonlySet<Bounce> = new Set();

/**
 * @returns a server's words and codes, to compare; null where there are no words. Thousands may have the same long
 * ones: they are compared once
 */
function answersOf(bounces: readonly Bounce[]): readonly (string | null)[] {
  const known = new Map<string, number>();
  return bounces.map(({ kind, replyCode, enhancedCode, diagnosticCode }) => {
    if (diagnosticCode === null) return null;
    const letters = lettersOf(diagnosticCode);
    const place = known.get(letters) ?? known.size;
    known.set(letters, place);
    return `${kind} ${replyCode} ${enhancedCode} ${place}`;
  });
}

const lettersOf = rememberingLong((words) => words.toLowerCase().replace(/[^\p{L}\p{N}@]/gu, ''));

/** Two messages that were refused in the same words are two bounces, though only one says who it was for. */
const mayBeOneMail = (a: Bounce, b: Bounce): boolean =>
  (['queueId', 'messageId', 'platformId', 'time'] as const).every(
    (fact) => a[fact] === null || b[fact] === null || a[fact] === b[fact],
  );

/** The first of several tellings, with every attempt that any of them tells. */
function asOne(same: readonly Bounce[]): Bounce {
  const [first] = same as readonly [Bounce];
  return same.length === 1
    ? first
    : {
        ...first,
        ...withAttempts(
          same.flatMap(({ attempts }) => attempts),
          first,
        ),
      };
}

/** @returns attempts, each once, and the newest's ids and time */
function withAttempts(told: readonly Attempt[], otherwise: Attempt): Attempt & Pick<Bounce, 'attempts'> {
  const attempts = eachOnce(told);
  const { messageId, subject, queueId, queueHost, platformId, eventId, time, timeFrom } =
    attempts.at(-1) ?? otherwise;
  return { messageId, subject, queueId, queueHost, platformId, eventId, time, timeFrom, attempts };
}

/**
 * A letter (no Action) and a machine part (Action) that both speak of one recipient once, and don't disagree; or a
 * sentence without any code, and the server's answer to the same mail.
 */
function lettersWithReports(bounces: readonly Bounce[]): readonly Bounce[] {
  const of = new Map<string, Bounce[]>();
  for (const bounce of bounces) {
    const recipient = bounce.recipient?.toLowerCase();
    if (recipient === undefined || bounce.kind !== 'bounce') continue;
    const same = of.get(recipient);
    if (same === undefined) of.set(recipient, [bounce]);
    else same.push(bounce);
  }
  const whole = new Map<Bounce, Bounce | null>();
  for (const pair of of.values()) {
    const [letter, report] = pair.toSorted((a, b) => Number(a.action !== null) - Number(b.action !== null));
    if (pair.length !== 2 || !letter || !report || letter.action !== null) continue;
    if (report.action === null) {
      const [bare, coded] = pair.toSorted((a, b) => Number(hasCode(a)) - Number(hasCode(b)));
      if (!bare || !coded || hasCode(bare) || !hasCode(coded) || bare.time !== coded.time) continue;
      whole.set(pair[0] as Bounce, together(bare, coded));
      whole.set(pair[1] as Bounce, null);
      continue;
    }
    if (!agree(letter, report)) continue;
    whole.set(pair[0] as Bounce, together(letter, report));
    whole.set(pair[1] as Bounce, null);
  }
  return bounces.flatMap((bounce) => {
    const one = whole.get(bounce);
    return one === undefined ? [bounce] : one === null ? [] : [one];
  });
}

const hasCode = ({ replyCode, enhancedCode }: Bounce): boolean => replyCode !== null || enhancedCode !== null;

const agree = (a: Bounce, b: Bounce): boolean =>
  (a.replyCode === null || b.replyCode === null || a.replyCode === b.replyCode) &&
  (isVague(a.enhancedCode) || isVague(b.enhancedCode) || a.enhancedCode === b.enhancedCode);

/** The report's facts, with the letter's where it has none; whichever gives a reason has the word. */
function together(letter: Bounce, report: Bounce): Bounce {
  const spoken = saysSomething(report.diagnosticCode) ? report : letter;
  return {
    ...report,
    replyCode: report.replyCode ?? letter.replyCode,
    enhancedCode: isVague(report.enhancedCode)
      ? (letter.enhancedCode ?? report.enhancedCode)
      : report.enhancedCode,
    diagnosticCode: spoken.diagnosticCode,
    remoteHost: report.remoteHost ?? letter.remoteHost,
    sourceIp: report.sourceIp ?? letter.sourceIp,
    sender: report.sender ?? letter.sender,
    senderDomain: report.senderDomain ?? letter.senderDomain,
    envelopeDomain: report.envelopeDomain ?? letter.envelopeDomain,
    auth: bothFacts(report.auth, letter.auth),
    ...withAttempts([...report.attempts, ...letter.attempts], report),
    command: report.command ?? letter.command,
    excerpt: spoken.excerpt,
  };
}
