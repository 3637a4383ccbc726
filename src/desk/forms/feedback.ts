/** "Why is this wrong?": what somebody says of a verdict is kept in the audit log, for whoever keeps the catalog. */
import { writeEntry } from '../../audit/index.ts';
import { type Case, findCase, judge } from '../../cases/index.ts';
import { plain } from '../../replies/index.ts';
import { originOf } from '../context.ts';
import { NOTHING } from '../outcome.ts';
import { chosenIn, type FormKind, textIn } from './form-contract.ts';

const WRONG = [
  { label: 'It is not a bounce', value: 'no-bounce' },
  { label: 'The address is alive', value: 'alive' },
  { label: 'The address is dead', value: 'dead' },
  { label: 'It happened for another reason', value: 'other-reason' },
  { label: 'The steps do not help', value: 'steps' },
  { label: 'Something else', value: 'else' },
];

export const feedbackForm: FormKind = {
  async open(_room, { form, target }) {
    return {
      kind: 'form',
      form: {
        form,
        target,
        title: 'Why is this wrong?',
        intro: [plain('It changes nothing here. Whoever keeps the catalog finds it in the audit log.')],
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
            kind: 'text',
            name: 'note',
            label: 'What would be right',
            hint: null,
            required: false,
            long: true,
            value: '',
            most: 1000,
          },
        ],
      },
    };
  },

  async submit(context, submission) {
    const { actor, target } = submission;
    const what = chosenIn(submission, 'what')[0]?.id ?? '';
    if (!WRONG.some(({ value }) => value === what)) return { kind: 'wrong', errors: { what: 'Choose one.' } };
    const handled = (await findCase(context.store, actor.team, target)) as Case;
    const { reason, category, entry } = judge(context, handled);
    const note = textIn(submission, 'note').slice(0, 1000);
    const after = { what, note, reason, category, entry: entry?.id ?? null };
    const written = { team: actor.team, action: 'feedback', caseId: target, before: null, after } as const;
    await writeEntry(context.store, originOf(context, submission), written);
    return { kind: 'done', outcome: { ...NOTHING, notice: 'Thank you. It is kept with this case.' } };
  },
};
