/**
 * The one door to the core. An adapter turns what it hears into a question, a message or an action, and gets
 * back what to say. The desk decides who may do what; an adapter only carries.
 */
import { randomUUID } from 'node:crypto';
import {
  act,
  type Case,
  casesOf,
  fileMessage,
  findCase,
  findUnposted,
  type Heard,
  isCaseId,
  markPosted,
  problemsOf,
} from './cases/index.ts';
import { type Catalog, createLookup, type LookupResult } from './catalog/index.ts';
import { createExplain, type Diagnosis } from './diagnosis/index.ts';
import {
  type ActionName,
  type Actor,
  codeOf,
  helpReply,
  lookupReply,
  maySuppress,
  noBounceReply,
  type Reply,
  shareButton,
  shareButtons,
  textOf,
  unknownQueryReply,
  type VerdictReply,
  verdictReply,
} from './replies/index.ts';
import type { Store } from './store/index.ts';

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
  /** The message was answered before: tell only the one who asked. */
  readonly repeat: boolean;
};

export type Outcome = {
  /** The message that carries the button becomes this; null: it stays as it is. */
  readonly update: Reply | null;
  /** To be posted for all to see. */
  readonly post: Reply | null;
  /** For the one who pressed alone: why nothing happened. */
  readonly notice: string | null;
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

/**
 * How much the bot reads along: every message in its channels, only what is addressed to it (mentions and direct
 * messages), or nothing but commands, menus and buttons.
 */
export type Watch = 'always' | 'asked' | 'off';

export type DeskParts = {
  readonly catalog: Catalog;
  readonly store: Store;
  readonly watch: Watch;
  readonly now: () => Date;
};

/** How long an answer that was never posted is still worth posting. */
const STILL_WANTED = 24 * 60 * 60 * 1000;

/** @returns the desk on a catalog and a store; it holds nothing in memory that a restart would lose */
export function createDesk({ catalog, store, watch, now }: DeskParts): Desk {
  const { explain, diagnose } = createExplain(catalog);
  const lookup = createLookup(catalog);
  const replyTo = (handled: Case): VerdictReply => verdictReply(diagnose(handled.bounce), catalog, handled);

  async function answerQuery(query: string, shared: boolean): Promise<VerdictReply | null> {
    const found = lookup.find(query);
    const diagnosis = (await explain(query, { asked: true })).diagnoses[0];
    if (
      diagnosis &&
      isQuotation(found.codes) &&
      (diagnosis.evidence === 'provider' || diagnosis.evidence === 'wording')
    ) {
      return { ...verdictReply(diagnosis, catalog, null), actions: shared ? [] : shareButtons(query) };
    }
    return lookupReply(query, found, catalog, shared);
  }

  /** Writes the bounces down as cases. */
  async function handle(
    message: Heard,
    diagnoses: readonly Diagnosis[],
  ): Promise<Awaited<ReturnType<typeof fileMessage>>> {
    return fileMessage(store, message, problemsOf(diagnoses), now());
  }

  return {
    async question({ query: typed, actor, place }) {
      const query = typed.trim();
      if (query === '' || query.toLowerCase() === 'help') return helpReply();
      const { noticed, diagnoses } = await explain(query, { asked: true });
      if (!noticed || !diagnoses.some(({ bounce }) => bounce.recipient !== null)) {
        return (await answerQuery(query, false)) ?? unknownQueryReply();
      }
      const id = `question:${randomUUID()}`;
      const { cases } = await handle({ id, ...heardAt(place), team: actor.team }, diagnoses);
      await markPosted(store, actor.team, id, now());
      const reply = replyTo(cases[0] as Case);
      return { ...reply, actions: [...reply.actions, shareButton(reply.caseId as string)] };
    },

    async message(message) {
      const { heard, place } = message;
      if (heard === 'watching' ? watch !== 'always' : heard === 'mentioned' && watch === 'off')
        return SILENCE;
      const asked = heard !== 'watching';
      const readings = await Promise.all(
        [message.text, ...message.files.map((file) => file.bytes)].map((input) => explain(input, { asked })),
      );
      const noticed = readings.some((reading) => reading.noticed);
      if (!asked && !noticed) return SILENCE;
      if (heard === 'mentioned' && !noticed) {
        const reply = message.text.trim() === '' ? helpReply() : await answerQuery(message.text.trim(), true);
        if (reply) return { replies: [reply], repeat: false };
      }
      const diagnoses = readings.flatMap((reading) => reading.diagnoses);
      const left = readings.find((reading) => reading.left !== null)?.left ?? null;
      if (diagnoses.length === 0) return { replies: [noBounceReply(left)], repeat: false };
      const { cases, isNew } = await handle({ id: message.id, ...heardAt(place) }, diagnoses);
      if (!isNew && heard !== 'asked') return SILENCE;
      return { replies: cases.map(replyTo), repeat: !isNew };
    },

    async action({ action, target, actor }) {
      if (action === 'share') return share(target, actor);
      const before = await findCase(store, actor.team, target);
      if (before === null)
        return refuse('I no longer have this case. Paste the bounce again to open a new one.');
      const { reason } = diagnose(before.bounce);
      if (action === 'suppress' && !maySuppress(before, diagnose(before.bounce))) {
        return refuse('This bounce is no ground to suppress an address.');
      }
      const acted = await act(store, action, target, actor, reason, now());
      if (acted === null)
        return refuse('I no longer have this case. Paste the bounce again to open a new one.');
      const update = replyTo(acted.case);
      return { update, post: null, notice: acted.changed ? null : lateNotice(acted.case, update) };
    },

    async show(caseId, team) {
      const found = await findCase(store, team, caseId);
      return found && replyTo(found);
    },

    suggest(partial) {
      return lookup.suggest(partial).map((entry) => {
        const code = codeOf(entry);
        return { label: code ? `${code} · ${entry.title}` : entry.title, query: code || entry.title };
      });
    },

    posted: (messageId, team) => markPosted(store, team, messageId, now()),

    async unposted(platform) {
      const since = new Date(now().getTime() - STILL_WANTED);
      const messages = await findUnposted(store, platform, since);
      return Promise.all(
        messages.map(async ({ id, team, channel }) => ({
          messageId: id,
          place: { platform, team, channel },
          replies: (await casesOf(store, team, id)).map(replyTo),
        })),
      );
    },
  };

  async function share(target: string, actor: Actor): Promise<Outcome> {
    const handled = isCaseId(target) ? await findCase(store, actor.team, target) : null;
    const shown = handled ? replyTo(handled) : await answerQuery(target, true);
    if (shown === null) return refuse('I can no longer find what this showed. Ask again, then share.');
    return { update: shown, post: shown, notice: null };
  }
}

const SILENCE: Answer = { replies: [], repeat: false };

const refuse = (notice: string): Outcome => ({ update: null, post: null, notice });

const heardAt = ({ platform, team, channel }: Place): Omit<Heard, 'id'> => ({ platform, team, channel });

/** Somebody was first: say who, where two pressed at once. */
function lateNotice({ status }: Case, update: VerdictReply): string {
  return status.kind === 'open' || update.state === null
    ? 'That was undone already.'
    : `Somebody was first: ${textOf(update.state)}.`;
}

/** Codes with words behind them, or a whole sentence: a server's answer, not a question in words. */
function isQuotation({ reply, enhanced, words }: LookupResult['codes']): boolean {
  return words.length >= (reply !== null || enhanced !== null ? 2 : 5);
}
