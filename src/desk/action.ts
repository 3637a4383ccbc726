/** Buttons and menus: who may, what it does, and what everybody sees of it. */
import {
  addressFile,
  type Case,
  correctionTo,
  findAnswer,
  findCase,
  isCaseId,
  judge,
  namedOther,
  type Role,
  readOf,
  refusal,
  rulesOf,
  type Transition,
} from '../cases/index.ts';
import type { PressKey } from '../queue/index.ts';
import {
  ACTION_NAMES,
  checkTypedIn,
  customersReply,
  detailsOf,
  listPageIn,
  type Reply,
  similarReply,
  suppressRefusalWords,
  type VerdictReply,
} from '../replies/index.ts';
import { isOutage, outageWords } from '../store/index.ts';
import { changeCase } from './change-case.ts';
import { askForCheck } from './check.ts';
import { answerCheck } from './check-verb.ts';
import type { Context } from './context.ts';
import type { Action, Outcome } from './contract.ts';
import { acknowledgeCase, targetsFor } from './escalating.ts';
import { DONE_BEFORE, laterWords, outcomeWords } from './late-words.ts';
import { handleDead, showProblem } from './many.ts';
import { atLeastOnce, once } from './once.ts';
import { GONE, NOTHING, refuse } from './outcome.ts';
import { casePage } from './overview.ts';
import { answerQuery, exampleOf } from './question.ts';
import { ticketFile } from './tickets.ts';
import { verdictOf } from './verdicts.ts';

const EXPIRED = refuse(suppressRefusalWords({ kind: 'expired' }));

/** What a button or a menu does with the case that it is about. */
type Doing = (context: Context, action: Action, handled: Case) => Promise<Outcome>;

/** @param make the transition; null: what was chosen is no choice any more */
const transitionTo =
  (make: (action: Action, context: Context, handled: Case) => Transition | null): Doing =>
  async (context, action, handled) => {
    const transition = make(action, context, handled);
    if (transition === null) return refuse('That is not among the choices any more. Nothing was changed.');
    const targets = transition.do === 'escalate' ? await targetsFor(context, handled, action.place) : [];
    return (await changeCase(context, action, transition, targets)).outcome;
  };

const ticket =
  (format: 'md' | 'text'): Doing =>
  async (context, _action, handled) => ({ ...NOTHING, file: await ticketFile(context, handled, format) });

/** It needs the texts or the addresses, which an old case has no more. */
const unlessExpired =
  (doing: Doing): Doing =>
  async (context, action, handled) =>
    handled.expired ? EXPIRED : doing(context, action, handled);

const HOUR = 60 * 60 * 1000;
const snoozedFor =
  (hours: number) =>
  (_action: Action, { now }: Context): Transition => ({
    do: 'snooze',
    until: now().getTime() + hours * HOUR,
  });

/** What only asks: it is about a case, about what was looked up, or about nothing, and changes nothing. */
type Asking =
  | 'share'
  | 'details'
  | 'similar'
  | 'customers'
  | 'visit'
  | 'lookup'
  | 'example'
  | 'show'
  | 'page';

/** What a person must be for each of the others, and what it does. */
const DOINGS: Readonly<
  Record<Exclude<Action['action'], Asking>, { readonly needs: Role; readonly run: Doing }>
> = {
  suppress: { needs: 'triager', run: transitionTo(() => ({ do: 'suppress' })) },
  'not-a-bounce': { needs: 'triager', run: transitionTo(() => ({ do: 'not-a-bounce' })) },
  claim: { needs: 'triager', run: transitionTo(() => ({ do: 'claim' })) },
  release: { needs: 'triager', run: transitionTo(() => ({ do: 'release' })) },
  wake: { needs: 'triager', run: transitionTo(() => ({ do: 'wake' })) },
  escalate: { needs: 'triager', run: transitionTo(({ choice }) => ({ do: 'escalate', note: choice })) },
  resolve: { needs: 'triager', run: transitionTo(() => ({ do: 'resolve' })) },
  reopen: { needs: 'triager', run: transitionTo(() => ({ do: 'reopen' })) },
  undo: { needs: 'triager', run: transitionTo(() => ({ do: 'undo' })) },
  'say-other': { needs: 'triager', run: unlessExpired(transitionTo(otherKind)) },
  'as-read': { needs: 'triager', run: transitionTo(() => ({ do: 'correct', to: null })) },
  'snooze-1h': { needs: 'triager', run: transitionTo(snoozedFor(1)) },
  'snooze-24h': { needs: 'triager', run: transitionTo(snoozedFor(24)) },
  'hand-over': {
    needs: 'triager',
    run: transitionTo(({ person }) => person && { do: 'hand-over', to: person }),
  },
  addresses: {
    needs: 'triager',
    run: unlessExpired(async (_context, _action, handled) => ({
      ...NOTHING,
      file: addressFile(handled, handled.reason),
    })),
  },
  check: { needs: 'triager', run: unlessExpired(askForCheck) },
  // Whoever an escalation reaches may say that they have it in hand.
  acknowledge: { needs: 'viewer', run: acknowledgeCase },
  ticket: { needs: 'viewer', run: ticket('md') },
  'ticket-text': { needs: 'viewer', run: ticket('text') },
  // An adapter opens the form of each, which does it.
  choose: { needs: 'triager', run: transitionTo(() => null) },
  'check-domain': { needs: 'triager', run: transitionTo(() => null) },
  // An adapter opens a form for it; what is done at once comes here as the action that was chosen.
  more: { needs: 'triager', run: transitionTo(() => null) },
};

const ASKINGS: Readonly<Record<Asking, (context: Context, action: Action) => Promise<Outcome>>> = {
  share,
  details,
  similar,
  customers,
  show: showChosen,
  lookup: lookUp,
  page: turnTo,
  visit: async () => NOTHING,
  example: async (context) => ({ ...NOTHING, aside: await exampleOf(context) }),
};

const isAsking = (name: Action['action']): name is Asking => Object.hasOwn(ASKINGS, name);

/** What it may be as well, and by the answer to the card's question is. */
function otherKind({ actor }: Action, context: Context, handled: Case): Transition | null {
  const read = readOf(context, handled);
  const other = namedOther(context.catalog, read);
  return other && { do: 'correct', to: correctionTo(read, other, actor, context.now().getTime()) };
}

/**
 * @param key of the press where the queue keeps it: then it is carried out once
 * @returns what became of it. While the store is down nothing is done, and it says so
 */
export async function takeAction(
  context: Context,
  pressed: Action,
  key: PressKey | null = null,
): Promise<Outcome> {
  const action = chosenOf(pressed);
  // A check looks into DNS, which no transaction waits for; of two, one finds the other under way.
  const times = action.action === 'check' ? atLeastOnce : once;
  try {
    const outcome = await times(context, key, (within) => handle(within, action), outcomeWords);
    return outcome ?? refuse(DONE_BEFORE);
  } catch (error) {
    if (!isOutage(error)) throw error;
    const why = outageWords(error);
    return refuse(
      key === null ? `Not saved, nothing changed: ${why}. Please try again in a minute.` : laterWords(why),
    );
  }
}

/** What only looks, hands over a file, or is an adapter's form. */
const LOOKS: readonly Action['action'][] = [
  'addresses',
  'ticket',
  'ticket-text',
  'choose',
  'check-domain',
  'more',
];

/** @returns whether it changes something, so that it is to be saved before its platform is told that we have it */
export function isChange(pressed: Pick<Action, 'action' | 'choice'>): boolean {
  const name = chosenOf(pressed).action;
  return !isAsking(name) && !LOOKS.includes(name);
}

/** What is chosen from *More…* and asks for nothing else is that action. */
const chosenOf = <Pressed extends Pick<Action, 'action' | 'choice'>>(action: Pressed): Pressed => {
  const name = ACTION_NAMES.find((one) => one === action.choice);
  return action.action === 'more' && name !== undefined ? { ...action, action: name, choice: null } : action;
};

/** Whoever suppresses sees whom first. */
const TOLD_ANEW =
  'These addresses were told anew since, together with others, and nothing was changed. This is how they stand now.';

async function handle(context: Context, action: Action): Promise<Outcome> {
  const { store } = context;
  const { action: name, actor, target } = action;
  const needs = isAsking(name) ? 'viewer' : DOINGS[name].needs;
  const no = refusal(actor, needs, await rulesOf(store, actor.team));
  if (no !== null) return refuse(no);
  if (isAsking(name)) return ASKINGS[name](context, action);
  const handled = await findCase(store, actor.team, target);
  if (handled !== null && handled.id !== target && name === 'suppress')
    return { ...refuse(TOLD_ANEW), update: await verdictOf(context, handled) };
  if (handled !== null) return DOINGS[name].run(context, action, handled);
  const answer = await findAnswer(store, actor.team, target);
  return answer !== null && (name === 'suppress' || name === 'undo')
    ? handleDead(context, { ...action, action: name }, answer)
    : GONE;
}

/** @returns the verdict on a case, or on what was looked up, in the catalog or in DNS; null where there is neither any more */
async function shownBy(
  context: Context,
  { target, actor }: Action,
  shared: boolean,
): Promise<VerdictReply | null> {
  const typed = checkTypedIn(target);
  if (typed !== null) {
    const answer = await answerCheck(context, typed, shared);
    return answer.kind === 'verdict' ? answer : null;
  }
  const handled = isCaseId(target) ? await findCase(context.store, actor.team, target) : null;
  if (handled) return verdictOf(context, handled);
  const { diagnoses } = await context.explain(target, { asked: true });
  return answerQuery(context, target, diagnoses[0] ?? null, shared);
}

/** From an answer that tells of many, its card into the thread; else the card for whoever chose it. */
async function showChosen(context: Context, action: Action): Promise<Outcome> {
  const { target, choice, actor } = action;
  const answer = isCaseId(target) ? await findAnswer(context.store, actor.team, target) : null;
  return answer ? showProblem(context, action, answer) : lookUp(context, { ...action, target: choice ?? '' });
}

async function lookUp(context: Context, action: Action): Promise<Outcome> {
  const shown = await shownBy(context, action, false);
  return shown === null ? GONE : { ...NOTHING, aside: shown };
}

/** A list turns to another page, for whoever reads it. */
async function turnTo(context: Context, { target, actor }: Action): Promise<Outcome> {
  const page = listPageIn(target);
  return page === null ? GONE : { ...NOTHING, update: (await casePage(context, { ...page, actor })).list };
}

async function details(context: Context, action: Action): Promise<Outcome> {
  const shown = await shownBy(context, action, true);
  if (shown === null) return GONE;
  return { ...NOTHING, details: detailsOf(shown) };
}

const asideOr = (why: Outcome, aside: Reply | null): Outcome =>
  aside === null ? why : { ...NOTHING, aside };

async function similar(context: Context, { target, actor }: Action): Promise<Outcome> {
  const handled = await findCase(context.store, actor.team, target);
  if (handled === null) return GONE;
  const reply = similarReply(judge(context, handled), context.catalog, target);
  return asideOr(refuse('I know nothing that comes near it any more.'), reply);
}

async function customers(context: Context, action: Action): Promise<Outcome> {
  const shown = await shownBy(context, action, false);
  if (shown === null) return GONE;
  return asideOr(refuse('There is nothing to tell customers of it any more.'), customersReply(shown));
}

async function share(context: Context, action: Action): Promise<Outcome> {
  const shown = await shownBy(context, action, true);
  if (shown === null) return refuse('I can no longer find what this showed. Ask again, then share.');
  return { ...NOTHING, update: shown, post: shown };
}
