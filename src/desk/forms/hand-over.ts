/** Handing a case over to somebody of the team. */
import { changeCase } from '../change-case.ts';
import { chosenIn, type FormKind } from './form-contract.ts';

export const handOverForm: FormKind = {
  async open(_room, { form, target }) {
    return {
      kind: 'form',
      form: {
        form,
        target,
        title: 'Hand over',
        intro: [],
        submit: 'Hand over',
        fields: [{ kind: 'person', name: 'to', label: 'To', hint: null, required: true }],
      },
    };
  },

  async submit(context, submission) {
    const [to] = chosenIn(submission, 'to');
    if (to === undefined) return { kind: 'wrong', errors: { to: 'Say to whom.' } };
    const owner = { id: to.id, name: to.name, team: submission.actor.team };
    const { outcome } = await changeCase(context, submission, { do: 'hand-over', to: owner }, []);
    return { kind: 'done', outcome };
  },
};
