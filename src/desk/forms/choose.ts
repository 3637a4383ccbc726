/** Which of a case's addresses go on the suppression list. */
import { type Case, findCase, judge, suppressRefusal } from '../../cases/index.ts';
import { hesitation, plain, suppressRefusalWords } from '../../replies/index.ts';
import { normalAddress } from '../../suppressions/index.ts';
import { changeCase } from '../change-case.ts';
import { openDossier } from '../verdicts.ts';
import { chosenIn, type FormKind, type Submission } from './form-contract.ts';

/** So many fit a list to tick (Discord's select menu). */
const MOST_TICKED = 25;
/** So many characters fit a text to edit (Slack's text input). */
const LONGEST = 2900;

export const chooseForm: FormKind = {
  async open(context, { form, target, actor }) {
    const handled = (await findCase(context.store, actor.team, target)) as Case;
    const { recipients } = handled;
    const verdict = judge(context, handled);
    const refusal = suppressRefusal(handled, verdict);
    if (refusal !== null) return { kind: 'refusal', why: suppressRefusalWords(refusal) };
    const text = recipients.join('\n');
    if (recipients.length > MOST_TICKED && text.length > LONGEST) {
      return {
        kind: 'refusal',
        why: `${recipients.length} addresses are too many to choose from here. Take them with "Addresses (CSV)", delete the lines that are not to go on the list, and have the rest imported: bounce-triage suppressions import FILE.`,
      };
    }
    const isOne = recipients.length === 1;
    const why = hesitation(verdict, context.catalog, await openDossier(context, handled));
    const field = { name: 'addresses', label: 'Addresses to suppress', required: true } as const;
    return {
      kind: 'form',
      form: {
        form,
        target,
        title: isOne ? 'Suppress' : 'Choose addresses',
        intro: [
          ...(why === null ? [] : [plain(`${why} You can undo this.`)]),
          ...(isOne
            ? []
            : [plain('Those that stay chosen go on the suppression list. The case stays as it is.')]),
        ],
        submit: isOne ? 'Suppress' : 'Suppress these',
        fields: [
          recipients.length <= MOST_TICKED
            ? {
                ...field,
                kind: 'choice',
                hint: null,
                options: recipients.map((address) => ({ label: address, value: address })),
                chosen: recipients,
                many: true,
              }
            : {
                ...field,
                kind: 'text',
                hint: 'One a line. Delete those that are not to go on the list.',
                long: true,
                value: text,
                most: LONGEST,
              },
        ],
      },
    };
  },

  async submit(context, submission) {
    const addresses = addressesIn(submission);
    const handled = await findCase(context.store, submission.actor.team, submission.target);
    // The only address of a case settles it.
    const isAll = addresses.length === 1 && handled?.recipients.join() === addresses[0];
    const transition = isAll ? ({ do: 'suppress' } as const) : ({ do: 'suppress-some', addresses } as const);
    const { outcome, refusal } = await changeCase(context, submission, transition, []);
    // What another choice would mend is said at the field.
    return refusal?.kind === 'stranger' || refusal?.kind === 'none-chosen'
      ? { kind: 'wrong', errors: { addresses: suppressRefusalWords(refusal) } }
      : { kind: 'done', outcome };
  },
};

/** Ticked, or written one a line. */
const addressesIn = (submission: Submission): readonly string[] => [
  ...new Set(
    chosenIn(submission, 'addresses')
      .flatMap(({ id }) => id.split(/[\s,;]+/))
      .filter((text) => text !== '')
      .map((text) => normalAddress(text).address ?? text),
  ),
];
