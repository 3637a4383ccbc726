/** Handing a case to somebody who can mend it, with a note and to a channel. */
import { type Case, findCase, type Target, troubleIn } from '../../cases/index.ts';
import { ticketText } from '../../escalation/index.ts';
import { minutesWords, plain } from '../../replies/index.ts';
import { changeCase } from '../change-case.ts';
import type { Context } from '../context.ts';
import { targetsFor } from '../escalating.ts';
import { escalatedElsewhere, escalatedWords } from '../one-ticket.ts';
import { caseTicket } from '../tickets.ts';
import { verdictOf } from '../verdicts.ts';
import { chosenIn, type FormKind, textIn } from './form-contract.ts';

/** Characters: what a modal takes (Slack 3,000, Discord 4,000). */
const LONGEST = 2900;

export const escalateForm: FormKind = {
  async open(context, { form, target, actor, place }) {
    const handled = (await findCase(context.store, actor.team, target)) as Case;
    const holder = await escalatedElsewhere(context.store, handled);
    if (holder) return { kind: 'refusal', why: await escalatedWords(context.store, holder) };
    const [first, second] = await targetsFor(context, handled, place);
    const { escalation: hint } = await verdictOf(context, handled);
    return {
      kind: 'form',
      form: {
        form,
        target,
        title: 'Escalate',
        intro: [
          hint
            ? [...plain('Usually fixed by: '), ...hint.owner, ...plain('.')]
            : plain(
                troubleIn(handled.key) === null
                  ? 'Say who has to do what.'
                  : 'It is theirs, and there is nothing to do but wait: escalate it so that others know.',
              ),
          ...(first?.notify ? [plain(`${first.notify.name} is told there.`)] : []),
          ...(second ? [plain(nextLevel(second))] : []),
        ],
        submit: 'Escalate',
        fields: [
          {
            kind: 'text',
            name: 'note',
            label: 'What to tell them',
            hint: 'It is posted there with the evidence, the change and how to verify it.',
            required: true,
            long: true,
            value: await prefilled(context, handled),
            most: LONGEST,
          },
          {
            kind: 'channel',
            name: 'to',
            label: 'Post it to',
            hint: 'Left empty, the case is only marked as escalated here.',
            required: false,
            chosen: first?.channel ?? null,
          },
        ],
      },
    };
  },

  async submit(context, submission) {
    const note = textIn(submission, 'note');
    if (note === '') return { kind: 'wrong', errors: { note: 'Say what is to be done.' } };
    const handled = (await findCase(context.store, submission.actor.team, submission.target)) as Case;
    // The ticket says by itself what it was filled in with.
    const own = note === (await prefilled(context, handled)).trim() ? null : note.slice(0, LONGEST);
    const configured = await targetsFor(context, handled, submission.place);
    const transition = { do: 'escalate', note: own } as const;
    // Where there are no channels to choose from, the form does not ask, and the case goes its configured way.
    const way =
      submission.values.to === undefined
        ? configured
        : chosenWay(chosenIn(submission, 'to')[0]?.id, configured);
    const { outcome } = await changeCase(context, submission, transition, way);
    return { kind: 'done', outcome };
  },
};

const nextLevel = ({ after, notify }: Target): string =>
  `Who is next after ${minutesWords(after)} without an acknowledgement: ${notify?.name ?? 'another channel'}.`;

/** A channel of one's own choice takes the place of the first level; nobody is mentioned where no admin said so. */
function chosenWay(channel: string | undefined, configured: readonly Target[]): readonly Target[] {
  if (channel === undefined) return [];
  const [first, ...rest] = configured;
  return first?.channel === channel ? configured : [{ channel, notify: null, after: 0 }, ...rest];
}

/** The ticket as text: what fails, since when, how often, what to change, how to verify. */
async function prefilled(context: Context, handled: Case): Promise<string> {
  const ticket = await caseTicket(context, handled);
  return ticketText(ticket).slice(0, LONGEST);
}
