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
import { maySuppress } from '../replies/index.ts';
import { isOutage, outageWords } from '../store/index.ts';
import { changeCase } from './change-case.ts';
import { askForCheck } from './check.ts';
import type { Room } from './context.ts';
import type { Action, Outcome } from './contract.ts';
import { acknowledgeCase, targetsFor } from './escalating.ts';
import { GONE, NOTHING, refuse } from './outcome.ts';
import { answerQuery } from './question.ts';
import { ticketFile } from './tickets.ts';
import { judge, openDossier, verdictOf } from './verdicts.ts';

const EXPIRED = refuse(
  'The addresses of this case were removed because it is old. Paste the bounce again to open a new one.',
);

/** What a person must be for it; whatever isn't named takes a triager. */
const NEEDS: Partial<Record<Action['action'], Role>> = {
  share: 'viewer',
  // Whoever an escalation reaches may say that they have it in hand.
  acknowledge: 'viewer',
  ticket: 'viewer',
  'ticket-text': 'viewer',
};

/** @returns what became of it. While the store is down nothing is done, and it says so */
export async function takeAction(room: Room, action: Action): Promise<Outcome> {
  try {
    return await handle(room, action);
  } catch (error) {
    if (!isOutage(error)) throw error;
    return refuse(`Not saved, nothing changed: ${outageWords(error)}. Please try again in a minute.`);
  }
}

async function handle(room: Room, action: Action): Promise<Outcome> {
  const { store } = room;
  const { actor, target } = action;
  const no = refusal(actor, NEEDS[action.action] ?? 'triager', await rulesOf(store, actor.team));
  if (no !== null) return refuse(no);
  if (action.action === 'share') return share(room, action);
  const before = await findCase(store, actor.team, target);
  if (before === null) return GONE;
  if (before.expired && (action.action === 'addresses' || action.action === 'suppress')) return EXPIRED;
  if (action.action === 'acknowledge') return acknowledgeCase(room, action);
  if (before.expired && action.action === 'check') return EXPIRED;
  if (action.action === 'check') return askForCheck(room, action);
  if (action.action === 'ticket') return { ...NOTHING, file: await ticketFile(room, before, 'md') };
  if (action.action === 'ticket-text') return { ...NOTHING, file: await ticketFile(room, before, 'text') };
  if (action.action === 'addresses') return { ...NOTHING, file: addressFile(before, before.reason) };
  const transition = transitionFor(room, action);
  if (transition === null) return refuse('That is not among the choices any more. Nothing was changed.');
  if (transition.do === 'suppress') {
    const dossier = await openDossier(room, before);
    if (!maySuppress(dossier, judge(room, before))) {
      return refuse('This bounce is no ground to suppress an address.');
    }
  }
  const targets = transition.do === 'escalate' ? await targetsFor(room, before, action.place) : [];
  return changeCase(room, action, transition, targets);
}

function transitionFor({ now }: Room, { action, choice, person }: Action): Transition | null {
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

async function share(room: Room, { target, actor }: Action): Promise<Outcome> {
  const handled = isCaseId(target) ? await findCase(room.store, actor.team, target) : null;
  const asked = handled ? null : await room.explain(target, { asked: true });
  const shown = handled
    ? await verdictOf(room, handled)
    : answerQuery(room, target, asked?.diagnoses[0] ?? null, true);
  if (shown === null) return refuse('I can no longer find what this showed. Ask again, then share.');
  return { ...NOTHING, update: shown, post: shown };
}
