/** What a transition changes beside the cases: the suppression list, and which passages stay unanswered. */
import type { Origin } from '../audit/index.ts';
import type { Store } from '../store/index.ts';
import { type Fingerprint, suppress, unsuppressCases } from '../suppressions/index.ts';
import type { Case } from './case.ts';
import { silence, unsilence } from './silence.ts';
import type { CaseState, Transition, TransitionName } from './transition.ts';

/** What changes in one case. */
export type Move = {
  readonly part: Case;
  readonly next: CaseState;
  /** What is taken back, and when that was done, ISO 8601; null: nothing is. */
  readonly undone: { readonly action: string; readonly at: string } | null;
};

/** What a transition changes beside the cases. */
type Beside = (
  store: Store,
  handled: Case,
  moves: readonly Move[],
  change: { readonly transition: Transition; readonly origin: Origin; readonly fingerprint: Fingerprint },
) => Promise<unknown>;

/** How it is done, and how it is taken back. */
type Effect = { readonly done: Beside | null; readonly undone: Beside | null };

/** @returns the addresses that the transition puts on the list */
export function suppressedBy(transition: Transition, { recipients }: Case): readonly string[] {
  if (transition.do === 'suppress-some') return transition.addresses;
  return transition.do === 'suppress' ? recipients : [];
}

const eachPart =
  (doing: (store: Store, part: Case, origin: Origin, undoneAt: string) => Promise<unknown>): Beside =>
  async (store, _handled, moves, { origin }) => {
    for (const { part, undone } of moves) await doing(store, part, origin, undone?.at ?? '');
  };

/** A case of several addresses keeps what was said last: where that names another one, it is no evidence against this. */
function evidenceOf({ bounce, recipients }: Case, address: string): string | null {
  const words = bounce.diagnosticCode ?? bounce.excerpt;
  if (recipients.length < 2) return words;
  const said = words.toLowerCase();
  const isOfAnother = recipients.some((one) => one !== address && said.includes(one.toLowerCase()));
  return isOfAnother && !said.includes(address.toLowerCase()) ? null : words;
}

const NONE: Effect = { done: null, undone: null };
const SUPPRESSES: Effect = {
  done: (store, handled, moves, { transition, origin, fingerprint }) =>
    suppress(
      store,
      fingerprint,
      handled.team,
      {
        addresses: suppressedBy(transition, handled),
        reason: handled.reason,
        evidence: null,
        source: 'case',
        caseId: handled.id,
        ownOf: new Map(
          moves.flatMap(({ part }) =>
            part.recipients.map((address) => [
              address,
              { reason: part.reason, evidence: evidenceOf(part, address), caseId: part.id },
            ]),
          ),
        ),
      },
      origin,
    ),
  undone: async (store, { team }, moves, { origin }) => {
    for (const [at, some] of Map.groupBy(moves, ({ undone }) => undone?.at ?? '')) {
      const ids = some.map(({ part }) => part.id);
      await unsuppressCases(store, team, ids, at, origin);
    }
  },
};

const EFFECTS: Readonly<Record<Exclude<TransitionName, 'undo'>, Effect>> = {
  claim: NONE,
  release: NONE,
  'hand-over': NONE,
  snooze: NONE,
  wake: NONE,
  escalate: NONE,
  correct: NONE,
  resolve: NONE,
  suppress: SUPPRESSES,
  'suppress-some': SUPPRESSES,
  'not-a-bounce': {
    done: eachPart((store, { id, bounce }, { by, at }) =>
      silence(store, bounce.excerpt, id, by, at.toISOString()),
    ),
    undone: eachPart((store, { team, id }) => unsilence(store, team, id)),
  },
  reopen: { done: eachPart((store, { team, id }) => unsilence(store, team, id)), undone: null },
};

export async function doBeside(
  store: Store,
  handled: Case,
  moves: readonly Move[],
  change: Parameters<Beside>[3],
): Promise<void> {
  const { transition } = change;
  if (transition.do !== 'undo')
    return void (await EFFECTS[transition.do].done?.(store, handled, moves, change));
  for (const [action, some] of Map.groupBy(moves, ({ undone }) => undone?.action ?? '')) {
    if (isTransition(action)) await EFFECTS[action].undone?.(store, handled, some, change);
  }
}

const isTransition = (name: string): name is keyof typeof EFFECTS => Object.hasOwn(EFFECTS, name);
