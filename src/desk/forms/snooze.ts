/** Putting a case aside for as long as one likes. */
import { readUntil } from '../../cases/index.ts';
import { plain } from '../../replies/index.ts';
import { changeCase } from '../change-case.ts';
import { type FormKind, textIn } from './form-contract.ts';

export const snoozeForm: FormKind = {
  async open(_room, { form, target }) {
    return {
      kind: 'form',
      form: {
        form,
        target,
        title: 'Snooze',
        intro: [plain('It comes back by itself, and its thread says so.')],
        submit: 'Snooze',
        fields: [
          {
            kind: 'text',
            name: 'until',
            label: 'For how long, or until when',
            hint: 'Such as 12h, 3d, 2w, 2026-11-25 or 2026-11-25 14:30; at most 90 days.',
            required: true,
            long: false,
            value: '',
            most: 40,
          },
        ],
      },
    };
  },

  async submit(context, submission) {
    const until = readUntil(textIn(submission, 'until'), context.now());
    if (until === null) {
      const words =
        'Write 12h, 3d, 2w, or a day such as 2026-11-25 14:30: in the future, at most 90 days away.';
      return { kind: 'wrong', errors: { until: words } };
    }
    const { outcome } = await changeCase(context, submission, { do: 'snooze', until }, []);
    return { kind: 'done', outcome };
  },
};
