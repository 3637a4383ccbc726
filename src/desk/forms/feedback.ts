/**
 * "Not a bounce, or wrong…": what is no bounce is marked so, and stays unanswered from then on; what is another kind, or an
 * address that works, makes the case that kind. All of it is kept in the audit log too, for whoever keeps the catalog.
 */
import { writeEntry } from '../../audit/index.ts';
import {
  type Case,
  correctionTo,
  findCase,
  judge,
  namedKind,
  readOf,
  refusal,
  rulesOf,
  type Transition,
} from '../../cases/index.ts';
import { CATEGORIES, type SaidKind } from '../../catalog/index.ts';
import { CATEGORY_NAMES, plain } from '../../replies/index.ts';
import { changeCase } from '../change-case.ts';
import type { Context } from '../context.ts';
import { originOf } from '../context.ts';
import { GONE, refuse } from '../outcome.ts';
import { chosenIn, type FormKind, type Submission, type Submitted, textIn } from './form-contract.ts';

/** What a person may call it. What is no bounce is marked so. */
const KINDS = CATEGORIES.filter((one) => one !== 'info');

const WRONG = [
  { label: 'It isn’t a bounce', value: 'no-bounce' },
  { label: 'It’s another kind', value: 'other-kind' },
  { label: 'The address works', value: 'alive' },
];
/** Characters. */
const LONGEST = 1000;

export const feedbackForm: FormKind = {
  async open(_room, { form, target }) {
    return {
      kind: 'form',
      form: {
        form,
        target,
        title: 'Not a bounce, or wrong',
        intro: [
          plain('What isn’t a bounce I leave unanswered from now on; Undo takes that back.'),
          plain(
            'What is another kind, or an address that works, changes this card: it says that you said so.',
          ),
        ],
        submit: 'Send',
        fields: [
          {
            kind: 'choice',
            name: 'what',
            label: 'What is wrong',
            hint: null,
            required: true,
            options: WRONG,
            chosen: [],
            many: false,
          },
          {
            kind: 'choice',
            name: 'kind',
            label: 'Which kind it is',
            hint: null,
            required: false,
            options: KINDS.map((value) => ({ label: CATEGORY_NAMES[value], value })),
            chosen: [],
            many: false,
          },
          {
            kind: 'text',
            name: 'note',
            label: 'What would be right',
            hint: null,
            required: false,
            long: false,
            value: '',
            most: LONGEST,
          },
        ],
      },
    };
  },

  async submit(context, submission) {
    const what = chosenIn(submission, 'what')[0]?.id ?? '';
    if (!WRONG.some(({ value }) => value === what)) return { kind: 'wrong', errors: { what: 'Choose one.' } };
    const kind = KINDS.find((one) => one === chosenIn(submission, 'kind')[0]?.id) ?? null;
    if (what === 'other-kind' && kind === null) return { kind: 'wrong', errors: { kind: 'Choose one.' } };
    const handled = await findCase(context.store, submission.actor.team, submission.target);
    if (handled === null) return { kind: 'done', outcome: GONE };
    await keep(context, submission, handled, what, kind);
    const transition = transitionFor(context, submission, handled, what, kind);
    return transition === null
      ? { kind: 'done', outcome: refuse('Thank you. It is kept with this case.') }
      : change(context, submission, handled, transition);
  },
};

async function keep(
  context: Context,
  submission: Submission,
  handled: Case,
  what: string,
  kind: string | null,
): Promise<void> {
  const { actor, target } = submission;
  const { reason, category, entry } = judge(context, handled);
  const note = textIn(submission, 'note').slice(0, LONGEST);
  const after = { what, kind, note, reason, category, entry: entry?.id ?? null };
  const written = { team: actor.team, action: 'feedback', caseId: target, before: null, after } as const;
  await writeEntry(context.store, originOf(context, submission), written);
}

/** @returns what it makes of the case; null where the case says so already */
function transitionFor(
  context: Context,
  { actor }: Submission,
  handled: Case,
  what: string,
  kind: SaidKind | null,
): Transition | null {
  if (what === 'no-bounce') return { do: 'not-a-bounce' };
  const read = readOf(context, handled);
  const isDead = judge(context, handled).category === 'hard';
  if (kind === null && !isDead) return null;
  const named = namedKind(context.catalog, read, kind ?? 'alive');
  return { do: 'correct', to: correctionTo(read, named, actor, context.now().getTime()) };
}

/** Whoever may only look may say so all the same: it is kept, and the case stays as it is. */
async function change(
  context: Context,
  submission: Submission,
  { status }: Case,
  transition: Transition,
): Promise<Submitted> {
  const { actor } = submission;
  const why = refusal(actor, 'triager', await rulesOf(context.store, actor.team));
  if (why !== null) return { kind: 'done', outcome: refuse(`It is kept with this case, unchanged. ${why}`) };
  if (transition.do === 'correct' && (status.kind === 'resolved' || status.kind === 'dismissed')) {
    return { kind: 'done', outcome: refuse(SETTLED) };
  }
  const { outcome } = await changeCase(context, submission, transition, []);
  return { kind: 'done', outcome };
}

const SETTLED =
  'It is kept with this case, unchanged: the case is settled. Undo or reopen it, then say it again.';
