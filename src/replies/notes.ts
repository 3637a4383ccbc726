/** Help, refusals and other answers that judge nothing. */
import { buttonFor } from './labels.ts';
import { lineOf } from './line.ts';
import { ended, type Line, type ManyReply, type NoteReply, plain, type VerdictReply } from './reply.ts';

const EXAMPLES = ['/smtp 421 4.7.28', '/smtp 5.1.1', '/smtp TS03', '/smtp mailbox full', '/smtp dmarc gmail'];

/** @returns how to use the bot: the answer to `/smtp` with nothing behind it, or "help" */
export function helpReply(): NoteReply {
  return {
    kind: 'note',
    tone: 'help',
    title: 'What bounced?',
    body: [
      led('Paste it:', ' an SMTP reply, a log line or the whole report. I answer in a thread.'),
      led('Ask:', ' `/smtp 421 4.7.28`, `/smtp TS03`, `/smtp mailbox full`. Only you see it.'),
      led('Your team’s cases:', ' `/bounces open`. All commands: `/bounces help`.'),
    ],
    examples: [],
    actions: [buttonFor('example', 'help', { style: 'primary' })],
  };
}

const led = (what: string, rest: string): Line => [{ kind: 'strong', text: what }, ...lineOf(rest)];

/** Who reads a refusal: what to do next is typed differently in a chat and in a terminal. */
export type Reader = 'chat' | 'terminal';

/** @returns the refusal of a question that means nothing to the catalog; the question itself is not repeated */
export function unknownQueryReply(reader: Reader = 'chat'): NoteReply {
  return {
    kind: 'note',
    tone: 'refusal',
    title: 'I found nothing for that',
    body: [
      lineOf(
        'I know reply codes (`550`), enhanced status codes (`5.7.1`), providers’ tags (`TS03`) and plain words (`greylisting`).',
      ),
      lineOf(
        reader === 'chat'
          ? 'Check the code for a typo, or paste the whole line that the server answered.'
          : 'Check the code for a typo, or give `bounce-triage explain` the whole line that the server answered.',
      ),
    ],
    examples:
      reader === 'chat'
        ? EXAMPLES
        : EXAMPLES.map((example) => example.replace('/smtp', 'bounce-triage lookup')),
  };
}

/** @returns what is said when an answer of ours is handed back */
export function ownAnswerReply(reader: Reader = 'chat'): NoteReply {
  const bid = reader === 'chat' ? 'Paste' : 'Give me';
  return {
    kind: 'note',
    tone: 'help',
    title: 'That is my own answer',
    body: [plain(`I count nothing for it. ${bid} what the mail server wrote, without my answer beside it.`)],
    examples: [],
  };
}

/** @returns what is said when somebody asked about a text and no bounce is in it */
export function noBounceReply(left: string | null, reader: Reader = 'chat'): NoteReply {
  return {
    kind: 'note',
    tone: 'refusal',
    title: 'I see no bounce in that',
    body: [
      lineOf(
        'I looked for an SMTP reply such as `550 5.1.1 User unknown`, a delivery report, and the words that mail servers use when they refuse a mail.',
      ),
      ...(left ? [lineOf(left)] : []),
      lineOf(
        reader === 'chat'
          ? 'Paste the part that the mail server wrote: the line with the code, or the whole report with its headers.'
          : 'Give me the part that the mail server wrote: the line with the code, or the whole report with its headers.',
      ),
    ],
    examples: [],
  };
}

/**
 * @param last when the last mail arrived, ISO 8601; null: the text doesn't tell
 * @returns what is said when somebody asked about a text that tells of deliveries alone, or of what was put off before one
 */
export function deliveredReply(
  { mails, last }: { readonly mails: number; readonly last: string | null },
  left: string | null,
): NoteReply {
  const what = mails === 1 ? 'The mail arrived' : `${mails.toLocaleString('en')} mails arrived`;
  return {
    kind: 'note',
    tone: 'list',
    title: 'No bounce: it was delivered',
    body: [
      [
        ...plain(`${what}${mails > 1 && last !== null ? ', the last ' : last !== null ? ', ' : ''}`),
        ...(last === null ? [] : [{ kind: 'time', at: Date.parse(last) } as const]),
        ...plain('. What was put off before needs nobody any more.'),
      ],
      ...(left ? [lineOf(left)] : []),
    ],
    examples: [],
  };
}

/**
 * @param what.all whether nothing else was handed over; left out: it is said beside the answer to somebody's words
 * @returns what could not be read, and why
 */
export const unreadReply = ({
  left,
  all,
}: {
  readonly left: string;
  readonly all?: boolean | undefined;
}): NoteReply => ({
  kind: 'note',
  tone: 'refusal',
  title: all ? 'I could not read that' : 'I could not read all of it',
  body: [lineOf(left), ...(all === undefined ? [] : [lineOf(AS_TEXT)])],
  examples: [],
});

const AS_TEXT =
  'Paste what the mail server wrote as text: the line with the code, or the whole report with its headers.';

/** @returns what is said where somebody asked about a message that the platform doesn't show to us */
export function pasteHereReply(): NoteReply {
  return {
    kind: 'note',
    tone: 'refusal',
    title: 'Paste it here',
    body: [
      lineOf(
        'I am not allowed to read that message. Paste the bounce here, or use “Explain this bounce” in its menu.',
      ),
    ],
    examples: [],
  };
}

/** @returns what is said when a message could not be handled although somebody asked for it */
export function sorryReply(): NoteReply {
  return {
    kind: 'note',
    tone: 'refusal',
    title: 'I could not read this',
    body: [
      lineOf('The fault is on our side, and whoever runs me finds it in the log. I tried several times.'),
      lineOf('Paste the part with the code by itself: a shorter text may work.'),
    ],
    examples: [],
  };
}

/**
 * @param messages how many may hold a bounce; `more`: there may be more of them
 * @returns what a channel is told once where they were posted while the bot was away, too long ago to be answered
 */
export function awayReply({
  messages,
  more,
  hours,
}: {
  readonly messages: number;
  readonly more: boolean;
  readonly hours: number;
}): NoteReply {
  const many = more
    ? `At least ${messages.toLocaleString('en')} messages`
    : `${messages.toLocaleString('en')} messages`;
  const what =
    messages === 1 && !more ? 'One message that may hold a bounce is' : `${many} that may hold a bounce are`;
  const age = hours === 1 ? 'an hour' : `${hours} hours`;
  return {
    kind: 'note',
    tone: 'list',
    title: 'I was away',
    body: [
      lineOf(`${what} older than ${age}: left unread. What was posted since then is answered.`),
      lineOf('Where an old one still matters, choose “Explain this bounce” in its menu.'),
    ],
    examples: [],
  };
}

/** @returns a verdict that could not be written down: nobody can handle it, and it says so */
export function unsavedReply(verdict: VerdictReply): VerdictReply {
  const state = lineOf('Not saved: paste it again later to get the buttons.');
  return {
    ...verdict,
    card: { ...verdict.card, state: [state], actions: [], more: [] },
  };
}

/** @returns the same of many problems */
export const unsavedMany = (many: ManyReply): ManyReply => ({
  ...many,
  state: lineOf('Not saved: my database does not answer. Paste it again later to get the buttons.'),
});

/** @returns a verdict on a bounce that nobody had: it can be looked at, and no more */
export const exampleReply = (verdict: VerdictReply): VerdictReply => ({
  ...verdict,
  card: {
    ...verdict.card,
    state: [lineOf('An example: nothing was written down.')],
    actions: [],
    more: [],
  },
});

/** @param unknown a word that is not a command; null: somebody asked for help */
export function bouncesHelpReply(unknown: string | null): NoteReply {
  return {
    kind: 'note',
    tone: unknown === null ? 'help' : 'refusal',
    title: unknown === null ? 'What the team is working on' : 'There is no such command',
    body: [
      '`/bounces open`, `mine`, `escalated`, `snoozed`: the cases, those with the newest bounce first.',
      '`/bounces stats`: what bounced in the last seven days.',
      '`/bounces settings`: how much I read along in a channel; in Slack and Discord also where escalations go, who triages.',
      '`/bounces check DOMAIN`, and behind it an IP address and a DKIM selector: what DNS says, and what to change.',
      '`/bounces suppressed ADDRESS`: whether it is on the suppression list, since when, by whom and why.',
      '`/bounces suppress ADDRESS REMARK` and `/bounces unsuppress ADDRESS REMARK`: put it on the list, take it off. Where the last bounce says to keep it, I ask first.',
      '`/bounces search TEXT`: addresses on the list with this in them, such as a domain.',
      'To ask what a code means, type `/smtp`.',
    ].map((line) => lineOf(line)),
    examples: ['/bounces open', '/bounces suppressed user@example.com', '/bounces search example.com'],
  };
}

/** @param why a sentence in plain words */
export const refusalReply = (title: string, why: string): NoteReply => ({
  kind: 'note',
  tone: 'refusal',
  title,
  body: [[{ kind: 'text', text: why.charAt(0).toUpperCase() + why.slice(1) }]],
  examples: [],
});

/** @returns an answer that says that the message it answers is gone */
export const deletedReply = <R extends VerdictReply | ManyReply>(reply: R): R =>
  notedReply(reply, lineOf('The message that this answers was deleted.'));

/** @param note a sentence about the message that it answers: it is told with how things stand */
export function notedReply<R extends VerdictReply | ManyReply>(reply: R, note: Line): R {
  if (reply.kind === 'verdict') {
    // Neither is given up for want of room.
    const [first, ...rest] = reply.card.state;
    const both = first === undefined ? note : [...note, ...plain(' '), ...first];
    return { ...reply, card: { ...reply.card, state: [both, ...rest] } };
  }
  return { ...reply, state: reply.state ? [...ended(reply.state), ...plain(' '), ...note] : note };
}

/** @returns the one thing that is said when the bot comes into a channel; a button below it opens the settings */
export function helloReply(): NoteReply {
  return {
    kind: 'note',
    tone: 'help',
    title: 'Hello',
    body: [
      lineOf(
        'Paste a bounce here, and I say in its thread what it means, whose problem it is and what to do. I keep silent on everything else.',
      ),
    ],
    examples: [],
  };
}
