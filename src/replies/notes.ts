/** Help, refusals and other answers that judge nothing. */
import { lineOf } from './line.ts';
import type { NoteReply } from './reply.ts';

const EXAMPLES = ['/smtp 421 4.7.28', '/smtp 5.1.1', '/smtp TS03', '/smtp mailbox full', '/smtp dmarc gmail'];

/** @returns how to use the bot: the answer to `/smtp` with nothing behind it, or "help" */
export function helpReply(): NoteReply {
  return {
    kind: 'note',
    tone: 'help',
    title: 'What bounced?',
    body: [
      'Type a code, a tag or a few words after `/smtp`: you get what it means, whose problem it is and what to do next. Only you see the answer, until you share it.',
      'Or paste a bounce into a channel that I am in: an SMTP reply, a log line or a whole delivery report. I answer in a thread, with buttons to suppress the address or to close the case.',
      'I keep silent on everything that is not a bounce. To ask me about a message all the same, use "Explain this bounce" in its menu.',
    ].map((line) => lineOf(line)),
    examples: EXAMPLES,
  };
}

/** @returns the refusal of a question that means nothing to the catalog; the question itself is not repeated */
export function unknownQueryReply(): NoteReply {
  return {
    kind: 'note',
    tone: 'refusal',
    title: 'I found nothing for that',
    body: [
      lineOf(
        'I know reply codes (`550`), enhanced status codes (`5.7.1`), providers’ tags (`TS03`) and plain words (`greylisting`).',
      ),
      lineOf('Check the code for a typo, or paste the whole line that the server answered.'),
    ],
    examples: EXAMPLES,
  };
}

/** @returns what is said when somebody asked about a text and no bounce is in it */
export function noBounceReply(left: string | null): NoteReply {
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
        'Paste the part that the mail server wrote: the line with the code, or the whole report with its headers.',
      ),
    ],
    examples: [],
  };
}
