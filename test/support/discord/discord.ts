/** What a test can do with the Discord of its own: people write, type commands, press, fill in. */
import type { ApiError, Form } from './api-error.ts';
import type { Filled } from './fill-in.ts';
import type { Gateway } from './gateway.ts';
import type { Channel, Interaction, Person, Rights, Role, StoredMessage, World } from './world.ts';

export type Discord = {
  /** For DISCORD_API_URL. */
  readonly apiUrl: string;
  readonly token: string;
  readonly world: World;
  readonly gateway: Gateway;
  /** @param more their roles, and what they may do */
  person(name: string, more?: Pick<Person, 'roles' | 'permissions' | 'pending'>): Person;
  role(name: string): Role;
  channel(name: string, rights?: Partial<Rights>): Channel;
  /** Another server with the bot in it, which falls to a shard of so many; its one channel. */
  anotherServer(channel: string, shard: readonly [number, number]): Channel;
  /** A forum with tags of these names. */
  forum(name: string, tags: readonly string[], needsTag?: boolean): Channel;
  /** A channel in a server that does not have the bot. */
  elsewhere(name: string): Channel;
  directMessages(person: Person): Channel;
  /** Writes a message; over 2,000 characters it becomes `message.txt`, as Discord's own apps do it. */
  post(channel: Channel, by: Person, text: string, more?: More): StoredMessage;
  /** Somebody opens a thread in a channel, or a post in a forum, and writes its first message. */
  thread(parent: Channel, by: Person, name: string, text: string, isPrivate?: boolean): StoredMessage;
  /** A thread falls asleep: nobody has written in it for a while. */
  archive(threadId: string): void;
  /** Sends the event of a message once more, as after a reconnect. */
  replay(message: StoredMessage): void;
  /** Somebody edits their message. */
  rewrite(message: StoredMessage, text: string): void;
  /** Discord adds the preview of a link, and tells of it as of an edit. */
  unfurl(message: StoredMessage): void;
  remove(message: StoredMessage): void;
  /** `/smtp query`; without a query the option is left out. */
  command(query: string | null, by: Person, channel: Channel): Interaction;
  /** `/bounces verb` with its options. */
  bounces(verb: string, options: Readonly<Record<string, string>>, by: Person, channel: Channel): Interaction;
  autocomplete(partial: string, by: Person, channel: Channel): Interaction;
  /** @throws where the message has no such button, or the person can't see it */
  press(message: StoredMessage, label: string, by: Person): Interaction;
  /**
   * Chooses from a menu, by the label of what is chosen, or the person.
   * @throws where the message has no such menu or choice
   */
  choose(message: StoredMessage, menu: string, choice: string | Person, by: Person): Interaction;
  /**
   * Fills in the modal that an interaction opened and sends it off; fields that are not named stay as they are.
   * @param values texts; chosen values of a menu; a channel; roles; files to upload
   * @throws where no modal is open, or it has no such field
   */
  submit(opened: Interaction, values: Readonly<Record<string, Filled>>): Interaction;
  contextMenu(message: StoredMessage, by: Person): Interaction;
  /** @returns the messages of a channel or thread that all can see, oldest first */
  messages(channelId: string): readonly StoredMessage[];
  /**
   * Refuses the next requests that match "METHOD /path".
   * @param error what it answers; a promise: it answers nothing, and does what was asked when that resolves
   */
  trouble(path: RegExp, error: ApiError | Promise<void>, times?: number): void;
  /** No more trouble. */
  calm(): void;
  /** Some minutes pass: a nonce of before keeps nothing from being posted again. */
  forgetNonces(): void;
  /**
   * Waits until something holds.
   * @param patience milliseconds; five seconds by default
   * @throws after that time, naming it
   */
  until<T>(condition: () => T | null | undefined | false, what: string, patience?: number): Promise<T>;
  close(): Promise<void>;
};

export type More = {
  readonly files?: readonly {
    readonly name: string;
    readonly type: string;
    readonly bytes: Uint8Array | string;
  }[];
  readonly replyTo?: string;
  readonly embeds?: readonly Form[];
  /** Of the second generation, with no content. */
  readonly components?: readonly Form[];
  /** It hands this one on. */
  readonly forwards?: StoredMessage;
  readonly type?: number;
  readonly webhookId?: string;
  /** Of a webhook: whose it is. */
  readonly applicationId?: string;
  /** When it was written, milliseconds since 1970; not before what stands in the channel. */
  readonly at?: number;
};
