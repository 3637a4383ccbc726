/** Buttons and menus: who may, what it does, and what everybody sees of it. */
import {
  addressFile,
  findCase,
  isCaseId,
  type Role,
  refusal,
  rulesOf,
  SNOOZES,
  snoozeUntil,
  type Transition,
} from '../cases/index.ts';
import { suppressRefusalWords } from '../replies/index.ts';
import { isOutage, outageWords } from '../store/index.ts';
import { changeCase } from './change-case.ts';
import { askForCheck } from './check.ts';
import type { Context } from './context.ts';
import type { Action, Outcome } from './contract.ts';
import { acknowledgeCase, targetsFor } from './escalating.ts';
import { GONE, NOTHING, refuse } from './outcome.ts';
import { answerQuery } from './question.ts';
import { ticketFile } from './tickets.ts';
import { verdictOf } from './verdicts.ts';

const EXPIRED = refuse(suppressRefusalWords({ kind: 'expired' }));

/** What a person must be for it; whatever isn't named takes a triager. */
const NEEDS: Partial<Record<Action['action'], Role>> = {
  share: 'viewer',
  // Whoever an escalation reaches may say that they have it in hand.
  acknowledge: 'viewer',
  ticket: 'viewer',
  'ticket-text': 'viewer',
};

/** @returns what became of it. While the store is down nothing is done, and it says so */
export async function takeAction(context: Context, action: Action): Promise<Outcome> {
  try {
    return await handle(context, action);
  } catch (error) {
    if (!isOutage(error)) throw error;
    return refuse(`Not saved, nothing changed: ${outageWords(error)}. Please try again in a minute.`);
  }
}

async function handle(context: Context, action: Action): Promise<Outcome> {
  const { store } = context;
  const { actor, target } = action;
  const no = refusal(actor, NEEDS[action.action] ?? 'triager', await rulesOf(store, actor.team));
  if (no !== null) return refuse(no);
  if (action.action === 'share') return share(context, action);
  const before = await findCase(store, actor.team, target);
  if (before === null) return GONE;
  if (before.expired && action.action === 'addresses') return EXPIRED;
  if (action.action === 'acknowledge') return acknowledgeCase(context, action);
  if (before.expired && action.action === 'check') return EXPIRED;
  if (action.action === 'check') return askForCheck(context, action);
  if (action.action === 'ticket') return { ...NOTHING, file: await ticketFile(context, before, 'md') };
  if (action.action === 'ticket-text') return { ...NOTHING, file: await ticketFile(context, before, 'text') };
  if (action.action === 'addresses') return { ...NOTHING, file: addressFile(before, before.reason) };
  const transition = transitionFor(context, action);
  if (transition === null) return refuse('That is not among the choices any more. Nothing was changed.');
  const targets = transition.do === 'escalate' ? await targetsFor(context, before, action.place) : [];
  return (await changeCase(context, action, transition, targets)).outcome;
}

function transitionFor({ now }: Context, { action, choice, person }: Action): Transition | null {
  switch (action) {
    case 'snooze': {
      const snooze = SNOOZES.find((one) => one === choice);
      return snooze ? { do: 'snooze', until: snoozeUntil(snooze, now()) } : null;
    }
    case 'hand-over':
      return person && { do: 'hand-over', to: person };
    case 'escalate':
      return { do: 'escalate', note: choice };
    case 'share':
    case 'check':
    case 'acknowledge':
    case 'ticket':
    case 'ticket-text':
    case 'addresses':
    case 'more':
      return null;
    default:
      return { do: action };
  }
}

async function share(context: Context, { target, actor }: Action): Promise<Outcome> {
  const handled = isCaseId(target) ? await findCase(context.store, actor.team, target) : null;
  const asked = handled ? null : await context.explain(target, { asked: true });
  const shown = handled
    ? await verdictOf(context, handled)
    : answerQuery(context, target, asked?.diagnoses[0] ?? null, true);
  if (shown === null) return refuse('I can no longer find what this showed. Ask again, then share.');
  return { ...NOTHING, update: shown, post: shown };
}
