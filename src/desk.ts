/**
 * The one door to the core. An adapter turns what it hears into a question, a command, a message or an action, and
 * gets back what to say. The desk decides who may do what; an adapter only carries. What it does is in
 * `desk/`, a file for each thing that can be asked of it.
 */
import { type Patience, rulesOf, type Watch } from './cases/index.ts';
import { type Catalog, createLookup } from './catalog/index.ts';
import { isChange, takeAction } from './desk/action.ts';
import { createChannels } from './desk/channels.ts';
import { doChore } from './desk/chores.ts';
import { isChangeTyped, runCommand } from './desk/command.ts';
import type { Context, Escalating } from './desk/context.ts';
import type { Desk } from './desk/contract.ts';
import { deliveryOf, lookOf } from './desk/delivery.ts';
import { noteDeleted } from './desk/edit.ts';
import { openForm, submitForm } from './desk/form.ts';
import { createLine } from './desk/line.ts';
import { answerMessage, answerNow, answerUnsaved, dismiss, isForUs, wasAnswered } from './desk/message.ts';
import { overview } from './desk/overview.ts';
import { answerQuestion } from './desk/question.ts';
import { createRoom } from './desk/room.ts';
import { tellUnread } from './desk/unread.ts';
import { createExplain } from './diagnosis/index.ts';
import { codeOf } from './replies/index.ts';
import type { Store } from './store/index.ts';
import { openFingerprint } from './suppressions/index.ts';

export type { Actor, Person } from './audit/index.ts';
export { isCaseId, type Watch } from './cases/index.ts';
export type { Escalating } from './desk/context.ts';
export type * from './desk/contract.ts';
export type * from './desk/forms/form-contract.ts';
export { caseTicket } from './desk/tickets.ts';
export { chosenOf, mayBeText, type UnreadFile } from './intake/index.ts';

export type DeskParts = {
  readonly catalog: Catalog;
  readonly store: Store;
  readonly watch: Watch;
  /** When soft bounces that last are to be treated as hard. */
  readonly patience: Patience;
  readonly escalation: Escalating;
  readonly now: () => Date;
  /** The zone of pasted logs that name none: "Europe/Berlin". Left out: UTC. */
  readonly zone?: string;
  /** Names this process among all that share the store. */
  readonly holder: string;
  /** What addresses are hidden with where they are forgotten; null: a key that is kept in the store. */
  readonly privacyKey: string | null;
};

/** @returns the desk on a catalog and a store; it holds nothing in memory that a restart would lose */
export function createDesk({ catalog, privacyKey, zone = 'UTC', ...parts }: DeskParts): Desk {
  const { store, now } = parts;
  const { explain, diagnose } = createExplain(catalog, { now, zone });
  const lookup = createLookup(catalog);
  const fingerprint = onceItWorks(() => openFingerprint(store, privacyKey, now()));
  const channels = createChannels(store, parts.watch, now);
  const context: Context = {
    catalog,
    explain,
    room: createRoom(),
    oneByOne: createLine(),
    diagnose,
    lookup,
    fingerprint,
    ...channels,
    ...parts,
  };

  return {
    async groups(team) {
      const { triagers, admins } = await rulesOf(store, team);
      return [...triagers, ...admins].map(({ id }) => id);
    },

    question: (question) => answerQuestion(context, question),
    command: (command, key) => runCommand(context, command, key),
    changes: (what) => ('text' in what ? isChangeTyped(what.text) : isChange(what)),
    overview: (request) => overview(context, request),
    isForUs: (message) => isForUs(context, message),
    hasAnswered: ({ id, place }) => wasAnswered(context, place.team, id),
    message: (message) => answerMessage(context, message),
    answer: (message) => answerNow(context, message),
    leftUnread: (unread) => tellUnread(context, unread),
    deleted: (message) => noteDeleted(context, message),
    unsaved: (message) => answerUnsaved(context, message),
    action: (action, key) => takeAction(context, action, key),
    form: (request) => openForm(context, request),
    submit: (submission, key) => submitForm(context, submission, key),
    deliveryOf: (row) => deliveryOf(context, row),
    chore: (row) => doChore(context, row),
    dismiss: (message, apology) => dismiss(context, message, apology),

    show: (caseId, team, ref = null) => lookOf(context, team, caseId, ref),

    suggest(partial) {
      const found = lookup.suggest(partial).map((entry) => {
        const code = codeOf(entry);
        return { label: code ? `${code} · ${entry.title}` : entry.title, query: code || entry.title };
      });
      // Several entries may lead to the same question.
      return [...new Map(found.map((one) => [one.label, one])).values()];
    },
  };
}

/** Asks until it has been answered once: a store that is down at first is asked again. */
function onceItWorks<T>(ask: () => Promise<T>): () => Promise<T> {
  let known: Promise<T> | null = null;
  return () => {
    known ??= ask().catch((error: unknown) => {
      known = null;
      throw error;
    });
    return known;
  };
}
