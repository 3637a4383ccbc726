/** Handing a case to somebody who can mend it, with a note and to a channel. */
import { type Case, effectiveSettings, findCase } from '../../cases/index.ts';
import { whomToTell } from '../../escalation/index.ts';
import { plain, textOf } from '../../replies/index.ts';
import { perform } from '../perform.ts';
import type { Room } from '../room.ts';
import { judge, verdictOf } from '../verdicts.ts';
import { chosenIn, type FormKind, textIn } from './form-contract.ts';

/** Characters: what a modal takes (Slack 3,000, Discord 4,000). */
const LONGEST = 2900;

export const escalateForm: FormKind = {
  async open(room, { form, target, actor, place }) {
    const handled = (await findCase(room.store, actor.team, target)) as Case;
    const { escalateTo } = await effectiveSettings(room.store, actor.team, place.channel, room.watch);
    const owner = whomToTell(judge(room, handled), room.catalog);
    return {
      kind: 'form',
      form: {
        form,
        target,
        title: 'Escalate',
        intro: [plain(owner ? `Usually mended by: ${owner.owner}.` : 'Say who has to do what.')],
        submit: 'Escalate',
        fields: [
          {
            kind: 'text',
            name: 'note',
            label: 'What to tell them',
            hint: 'It stands in the thread and above the case where it is posted.',
            required: true,
            long: true,
            value: (await noteFor(room, handled)).slice(0, LONGEST),
            most: LONGEST,
          },
          {
            kind: 'channel',
            name: 'to',
            label: 'Post it to',
            hint: 'Left empty, the case is only marked as escalated here.',
            required: false,
            chosen: escalateTo?.id ?? null,
          },
        ],
      },
    };
  },

  async submit(room, submission) {
    const note = textIn(submission, 'note');
    if (note === '') return { kind: 'wrong', errors: { note: 'Say what is to be done.' } };
    const [to] = chosenIn(submission, 'to');
    const deed = { do: 'escalate', note: note.slice(0, LONGEST) } as const;
    return { kind: 'done', outcome: await perform(room, submission, deed, to?.id ?? null) };
  },
};

/** What the owner needs to know, from what is known. */
async function noteFor(room: Room, handled: Case): Promise<string> {
  const { title, headline, facts, escalation, evidence } = await verdictOf(room, handled);
  const lines = [
    [title, textOf(headline)].filter(Boolean).join(': '),
    `${handled.count} bounces since ${new Date(handled.firstAt).toISOString().slice(0, 10)}.`,
    ...(escalation?.tell.map(textOf) ?? []),
    ...facts
      .filter(({ label }) => ['Refused by', 'Our IP address', 'Sender domain', 'Blocklist'].includes(label))
      .map(({ label, value }) => `${label}: ${textOf(value)}`),
    ...(evidence ? [`The server said: ${evidence.replace(/\s+/g, ' ').slice(0, 500)}`] : []),
  ];
  return lines.join('\n');
}
