/** Forms: who may have which, what they ask, and what is done with the answers. */
import { findCase, type Role, refusal, rulesOf } from '../cases/index.ts';
import type { PressKey } from '../queue/index.ts';
import type { FormName } from '../replies/index.ts';
import { isOutage, outageWords } from '../store/index.ts';
import type { Context } from './context.ts';
import { checkDomainForm } from './forms/check-domain.ts';
import { chooseForm } from './forms/choose.ts';
import { escalateForm } from './forms/escalate.ts';
import { feedbackForm } from './forms/feedback.ts';
import type { FormAnswer, FormKind, FormRequest, Submission, Submitted } from './forms/form-contract.ts';
import { handOverForm } from './forms/hand-over.ts';
import { settingsForm } from './forms/settings.ts';
import { snoozeForm } from './forms/snooze.ts';
import { DONE_BEFORE, laterWords, submittedWords } from './late-words.ts';
import { atLeastOnce, once } from './once.ts';
import { NO_CASE, NOTHING } from './outcome.ts';

const FORM_KINDS: Readonly<Record<FormName, FormKind>> = {
  escalate: escalateForm,
  choose: chooseForm,
  'check-domain': checkDomainForm,
  snooze: snoozeForm,
  'hand-over': handOverForm,
  feedback: feedbackForm,
  settings: settingsForm,
};

const NEEDS: Readonly<Record<FormName, Role>> = {
  escalate: 'triager',
  choose: 'triager',
  'check-domain': 'triager',
  snooze: 'triager',
  'hand-over': 'triager',
  feedback: 'viewer',
  settings: 'admin',
};

/** @returns the form with what is known filled in; while the store is down a refusal */
export async function openForm(context: Context, request: FormRequest): Promise<FormAnswer> {
  try {
    const why = await whyNot(context, request);
    return why === null ? await FORM_KINDS[request.form].open(context, request) : { kind: 'refusal', why };
  } catch (error) {
    if (!isOutage(error)) throw error;
    return { kind: 'refusal', why: `This can't be opened now: ${outageWords(error)}.` };
  }
}

/**
 * @param key of the submission where the queue keeps it: then it is carried out once
 * @returns what became of it; while the store is down nothing is done, and it says so
 */
export async function submitForm(
  context: Context,
  submission: Submission,
  key: PressKey | null = null,
): Promise<Submitted> {
  const work = async (within: Context): Promise<Submitted> => {
    const why = await whyNot(within, submission);
    return why === null ? FORM_KINDS[submission.form].submit(within, submission) : refused(why);
  };
  // A check looks into DNS, which no transaction waits for; of two, one finds the other under way.
  const times = submission.form === 'check-domain' ? atLeastOnce : once;
  try {
    return (await times(context, key, work, submittedWords)) ?? refused(DONE_BEFORE);
  } catch (error) {
    if (!isOutage(error)) throw error;
    const why = outageWords(error);
    return refused(
      key === null ? `Not saved, nothing changed: ${why}. Please try again in a minute.` : laterWords(why),
    );
  }
}

const refused = (notice: string): Submitted => ({ kind: 'done', outcome: { ...NOTHING, notice } });

async function whyNot({ store }: Context, { form, target, actor }: FormRequest): Promise<string | null> {
  const why = refusal(actor, NEEDS[form], await rulesOf(store, actor.team));
  if (why !== null || form === 'settings') return why;
  const handled = await findCase(store, actor.team, target);
  if (handled === null) return NO_CASE;
  return handled.expired ? 'The texts and addresses of this case were removed because it is old.' : null;
}
