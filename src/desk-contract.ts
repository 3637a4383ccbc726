/** What goes in and out at the desk. An adapter needs nothing else of the core but the shape of a reply. */
import type { ActionName, Actor, Reply } from './replies/index.ts';

/** Where something was said. `channel` is the adapter's own id; the desk only stores and returns it. */
export type Place = {
  readonly platform: 'slack' | 'discord' | 'web';
  /** "slack:T0123", "discord:42", "web:local": cases and suppressions belong to a team. */
  readonly team: string;
  readonly channel: string;
};

/** `/smtp …` */
export type Question = { readonly query: string; readonly actor: Actor; readonly place: Place };

/** Something written in a channel that may hold a bounce. */
export type Message = {
  /** Unique in the team and the same when the platform sends the event again: "C1:1700000000.000100". */
  readonly id: string;
  /** Plain text: the adapter has undone its platform's markup and escapes. */
  readonly text: string;
  /** Small text or mail attachments, as bytes. */
  readonly files: readonly { readonly name: string; readonly bytes: Uint8Array }[];
  /**
   * `watching`: the bot read along. `mentioned`: a mention or a direct message.
   * `asked`: somebody used "Explain this bounce" on it. What is not asked and holds no bounce gets no answer.
   */
  readonly heard: 'watching' | 'mentioned' | 'asked';
  readonly actor: Actor;
  readonly place: Place;
};

/** A button that was pressed. */
export type Action = {
  readonly action: ActionName;
  readonly target: string;
  readonly actor: Actor;
  readonly place: Place;
};

export type Answer = {
  /** What to post in the thread, one post each; empty: say nothing. */
  readonly replies: readonly Reply[];
  /** The message was answered before: what there is to say is for the one who asked alone. */
  readonly repeat: boolean;
};

export type Outcome = {
  /** The message that carries the button becomes this; null: it stays as it is. */
  readonly update: Reply | null;
  /** To be posted for all to see. */
  readonly post: Reply | null;
  /** For the one who pressed alone: why nothing happened. */
  readonly notice: string | null;
  /** For the one who pressed alone where the platform can do that, else in the thread: a text file. */
  readonly file: { readonly name: string; readonly content: string } | null;
};

/** An answer that was written down but perhaps never posted, because the process ended in between. */
export type Unposted = {
  readonly messageId: string;
  readonly place: Place;
  readonly replies: readonly Reply[];
};

export type Desk = {
  /** @returns the answer, for the asker alone; never silence */
  question(question: Question): Promise<Reply>;
  /**
   * The case is in the store when this resolves: a platform may be told then that we have the message.
   * @returns nothing to post for a message that is not for us or that came before
   */
  message(message: Message): Promise<Answer>;
  /** @returns what became of it; a refusal is a notice, not an error */
  action(action: Action): Promise<Outcome>;
  /** @returns the case as it stands now, or null where the team has no such case */
  show(caseId: string, team: string): Promise<Reply | null>;
  /** @returns at most 25 completions of what has been typed so far, best first, within milliseconds */
  suggest(partial: string): readonly { readonly label: string; readonly query: string }[];
  /** To be called when the replies to a message have been posted. */
  posted(messageId: string, team: string): Promise<void>;
  /** @returns what was heard in the last day and not yet posted on this platform, to be posted at start */
  unposted(platform: Place['platform']): Promise<readonly Unposted[]>;
};
