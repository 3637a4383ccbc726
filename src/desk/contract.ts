/** What goes in and out at the desk. An adapter needs nothing else of the core but the shape of a reply. */
import type { Actor, Person } from '../audit/index.ts';
import type { Delivery, Message, OutboxRow, Place, PressKey } from '../queue/index.ts';
import type { ActionName, MenuName, Reply } from '../replies/index.ts';
import type { FormAnswer, FormRequest, Submission, Submitted } from './forms/form-contract.ts';
import type { Outcome } from './outcome.ts';
import type { Overview, OverviewRequest } from './overview.ts';

export type { Message, Place } from '../queue/index.ts';
export type { Outcome } from './outcome.ts';

/** `/smtp …` */
export type Question = { readonly query: string; readonly actor: Person; readonly place: Place };

/** `/bounces …` */
export type Command = { readonly text: string; readonly actor: Person; readonly place: Place };

/** A button that was pressed, or something chosen from a menu. */
export type Action = {
  readonly action: ActionName | MenuName;
  readonly target: string;
  /** The value chosen from a menu; null for a button. */
  readonly choice: string | null;
  /** The person chosen; null where none was to be. */
  readonly person: Actor | null;
  readonly actor: Person;
  readonly place: Place;
  /** The platform's id of the message that carries the button; null where only the one who pressed sees it. */
  readonly ref: string | null;
};

/** What stays unread after an absence. */
export type Unread = {
  readonly place: Place;
  /** When the absence began, milliseconds since 1970. */
  readonly since: number;
  /** How many may hold a bounce, and whether there may be more. */
  readonly messages: number;
  readonly more: boolean;
  /** They are older than so many hours. */
  readonly hours: number;
};

export type Answer = {
  /** To be delivered now; each is to be confirmed at the queue, else another process does it. */
  readonly deliveries: readonly Delivery[];
  /** For the one who asked alone. */
  readonly aside: readonly Reply[];
  /** It was handled before, by this call's doing or another's. */
  readonly repeat: boolean;
};

export type Desk = {
  /** @returns the answer, for the asker alone; never silence */
  question(question: Question): Promise<Reply>;
  /** @returns the ids of groups and people that the team's rules name: of a person's groups only these matter */
  groups(team: string): Promise<readonly string[]>;
  /**
   * @returns whether a press or a command (`/bounces …`) changes something. Then it goes through `queue.press`, which saves
   *   it before the platform is told that we have it, and to the desk with its key; so does each form that is handed in
   */
  changes(what: Pick<Action, 'action' | 'choice'> | Pick<Command, 'text'>): boolean;
  /**
   * @param key of what `queue.press` saved: it is carried out once
   * @returns the answer to `/bounces …`, for the asker alone; never silence
   */
  command(command: Command, key?: PressKey | null): Promise<Reply>;
  /**
   * To be asked once of what comes in; the queue asks it of what it takes.
   * @returns whether it is worth writing down: a bounce beyond reasonable doubt, or somebody who asks
   */
  isForUs(message: Omit<Message, 'files'> & { readonly hasFiles: boolean }): Promise<boolean>;
  /** @returns whether we answered a bounce in this message; while the store is down nobody knows, and it is false */
  hasAnswered(message: Pick<Message, 'id' | 'place'>): Promise<boolean>;
  /**
   * Handles a message, once: of two who handle it at once, one gets what is owed for it. It is in the store when
   * this resolves.
   */
  message(message: Message): Promise<Answer>;
  /**
   * The same for somebody who waits for the answer ("Explain this bounce", the web chat): while the store is down
   * they are answered aside, without a case.
   */
  answer(message: Message): Promise<Answer>;
  /** Messages were posted while the bot was away, and too long ago: their channel is told, once for each absence. */
  leftUnread(unread: Unread): Promise<void>;
  /** A message was deleted: the answers to it say so. */
  deleted(message: Pick<Message, 'id' | 'place'>): Promise<void>;
  /** @returns the answer where nothing can be written down: without a case, without buttons, to be posted at once */
  unsaved(message: Message): Promise<readonly Reply[]>;
  /** @returns what the team has on its plate, for its members' front page. It rejects while the store is down */
  overview(request: OverviewRequest): Promise<Overview>;
  /** @param key see `command` @returns what became of it; a refusal is a notice, not an error */
  action(action: Action, key?: PressKey | null): Promise<Outcome>;
  /** @returns the form that a menu's `more` or `/bounces settings` opens, what is known filled in */
  form(request: FormRequest): Promise<FormAnswer>;
  /** @param key see `command` @returns what to correct, or what became of it */
  submit(submission: Submission, key?: PressKey | null): Promise<Submitted>;
  /**
   * @param ref our message that shows it: a ticket is shown as one
   * @returns the case as it is now, or null where the team has no such case
   */
  show(caseId: string, team: string, ref?: string | null): Promise<Reply | null>;
  /** @returns at most 25 completions of what has been typed so far, best first, within milliseconds */
  suggest(partial: string): readonly { readonly label: string; readonly query: string }[];
  /** @returns what is owed by a row of the outbox, as things are now; null where it is owed no more */
  deliveryOf(row: OutboxRow): Promise<Delivery | null>;
  /**
   * Does what is due and is delivered to nobody: a snooze ends, DNS is looked at, somebody should have acknowledged.
   * To do it twice does no harm.
   * @throws where it could not be done and is to be tried again
   */
  chore(row: OutboxRow): Promise<void>;
  /** Takes a message as handled without an answer: it can't be handled. */
  dismiss(message: Pick<Message, 'id' | 'place'>, apology: boolean): Promise<void>;
};
