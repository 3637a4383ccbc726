/**
 * "Not a bounce, or wrong…": what is no bounce is marked so, and stays unanswered from then on; what else somebody says of
 * a verdict is kept in the audit log, for whoever keeps the catalog.
 */
import { writeEntry } from '../../audit/index.ts';
import { type Case, findCase, judge, refusal, rulesOf } from '../../cases/index.ts';
import { CATEGORIES } from '../../catalog/index.ts';
import { CATEGORY_NAMES, plain } from '../../replies/index.ts';
import { changeCase } from '../change-case.ts';
import type { Context } from '../context.ts';
import { originOf } from '../context.ts';
import { NOTHING, refuse } from '../outcome.ts';
import { chosenIn, type FormKind, type Submission, type Submitted, textIn } from './form-contract.ts';

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
          plain('All else changes nothing here: whoever keeps the catalog finds it in the audit log.'),
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
            options: CATEGORIES.map((value) => ({ label: CATEGORY_NAMES[value], value })),
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
    const kind = CATEGORIES.find((one) => one === chosenIn(submission, 'kind')[0]?.id) ?? null;
    if (what === 'other-kind' && kind === null) return { kind: 'wrong', errors: { kind: 'Choose one.' } };
    await keep(context, submission, what, kind);
    return what === 'no-bounce'
      ? markNoBounce(context, submission)
      : { kind: 'done', outcome: { ...NOTHING, notice: 'Thank you. It is kept with this case.' } };
  },
};

async function keep(
  context: Context,
  submission: Submission,
  what: string,
  kind: string | null,
): Promise<void> {
  const { actor, target } = submission;
  const handled = (await findCase(context.store, actor.team, target)) as Case;
  const { reason, category, entry } = judge(context, handled);
  const note = textIn(submission, 'note').slice(0, LONGEST);
  const after = { what, kind, note, reason, category, entry: entry?.id ?? null };
  const written = { team: actor.team, action: 'feedback', caseId: target, before: null, after } as const;
  await writeEntry(context.store, originOf(context, submission), written);
}

/** Whoever may only look may say so all the same: it is kept, and the case stays as it is. */
async function markNoBounce(context: Context, submission: Submission): Promise<Submitted> {
  const { actor } = submission;
  const why = refusal(actor, 'triager', await rulesOf(context.store, actor.team));
  if (why !== null) return { kind: 'done', outcome: refuse(`It is kept with this case, unchanged. ${why}`) };
  const { outcome } = await changeCase(context, submission, { do: 'not-a-bounce' }, []);
  return { kind: 'done', outcome };
}
