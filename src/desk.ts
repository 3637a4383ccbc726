/**
 * The one door to the core. An adapter turns what it hears into a question, a message or an action, and gets
 * back what to say. The desk decides who may do what; an adapter only carries.
 */
import { randomUUID } from 'node:crypto';
import {
  act,
  addressFile,
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
import type { Answer, Desk, Outcome, Place } from './desk-contract.ts';
import { createExplain, type Diagnosis } from './diagnosis/index.ts';
import {
  type Actor,
  codeOf,
  helpReply,
  lookupReply,
  maySuppress,
  noBounceReply,
  quotesOurAnswer,
  type Reply,
  shareButton,
  shareButtons,
  summaryReply,
  textOf,
  unknownQueryReply,
  type VerdictReply,
  verdictReply,
} from './replies/index.ts';
import type { Store } from './store/index.ts';

export type * from './desk-contract.ts';

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

/** More problems than these in one message are named in the summary alone. */
const MOST_ANSWERS = 8;

/** How long an answer that was never posted is still worth posting. */
const STILL_WANTED = 24 * 60 * 60 * 1000;

/** @returns the desk on a catalog and a store; it holds nothing in memory that a restart would lose */
export function createDesk({ catalog, store, watch, now }: DeskParts): Desk {
  const { explain, diagnose } = createExplain(catalog);
  const lookup = createLookup(catalog);
  const replyTo = (handled: Case): VerdictReply => verdictReply(diagnose(handled.bounce), catalog, handled);

  /** One answer a problem, and above several of them a summary. */
  function repliesTo(cases: readonly Case[], left: string | null): readonly Reply[] {
    const groups = cases.map((handled) => ({ handled, diagnosis: diagnose(handled.bounce) }));
    const answers = groups
      .slice(0, MOST_ANSWERS)
      .map(({ handled, diagnosis }) => verdictReply(diagnosis, catalog, handled));
    const summary = summaryReply(groups, answers.length, left, catalog);
    return summary ? [summary, ...answers] : answers;
  }

  /** @param diagnosis of the query, read as a bounce; null where none is in it */
  function answerQuery(query: string, diagnosis: Diagnosis | null, shared: boolean): VerdictReply | null {
    const found = lookup.find(query);
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
      const bounced = diagnoses.find(namesRecipient);
      if (!noticed || !bounced) return answerQuery(query, diagnoses[0] ?? null, false) ?? unknownQueryReply();
      const id = `question:${randomUUID()}`;
      const { cases } = await handle({ id, ...heardAt(place), team: actor.team }, [bounced]);
      await markPosted(store, actor.team, id, now());
      const opened = cases[0] as Case;
      const reply = verdictReply(bounced, catalog, opened);
      return { ...reply, actions: [...reply.actions, shareButton(opened.id)] };
    },

    async message(message) {
      const { heard, place } = message;
      if (heard === 'watching' ? watch !== 'always' : heard === 'mentioned' && watch === 'off')
        return SILENCE;
      if (heard === 'watching' && quotesOurAnswer(message.text)) return SILENCE;
      const asked = heard !== 'watching';
      const text = message.text.trim();
      const readings = await Promise.all(
        [text, ...message.files.map((file) => file.bytes)].map((input) => explain(input, { asked })),
      );
      const noticed = readings.some((reading) => reading.noticed);
      if (!asked && !noticed) return SILENCE;
      const diagnoses = readings.flatMap((reading) => reading.diagnoses);
      if (heard === 'mentioned' && !noticed && !diagnoses.some(namesRecipient)) {
        const reply = text === '' ? helpReply() : answerQuery(text, readings[0]?.diagnoses[0] ?? null, true);
        if (reply) return { replies: [reply], repeat: false };
      }
      const left = readings.find((reading) => reading.left !== null)?.left ?? null;
      if (diagnoses.length === 0) return { replies: [noBounceReply(left)], repeat: false };
      const { cases, isNew } = await handle({ id: message.id, ...heardAt(place) }, diagnoses);
      if (!isNew && heard !== 'asked') return { replies: [], repeat: true };
      return { replies: repliesTo(cases, left), repeat: !isNew };
    },

    async action({ action, target, actor }) {
      if (action === 'share') return share(target, actor);
      const before = await findCase(store, actor.team, target);
      if (before === null) return GONE;
      const diagnosis = diagnose(before.bounce);
      const { reason } = diagnosis;
      if (action === 'addresses') return { ...NOTHING, file: addressFile(before, reason) };
      if (action === 'suppress' && !maySuppress(before, diagnosis)) {
        return refuse('This bounce is no ground to suppress an address.');
      }
      const acted = await act(store, action, target, actor, reason, now());
      if (acted === null) return GONE;
      const update = verdictReply(diagnosis, catalog, acted.case);
      return { ...NOTHING, update, notice: acted.changed ? null : lateNotice(acted.case, update) };
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
          replies: repliesTo(await casesOf(store, team, id), null),
        })),
      );
    },
  };

  async function share(target: string, actor: Actor): Promise<Outcome> {
    const handled = isCaseId(target) ? await findCase(store, actor.team, target) : null;
    const asked = handled ? null : await explain(target, { asked: true });
    const shown = handled ? replyTo(handled) : answerQuery(target, asked?.diagnoses[0] ?? null, true);
    if (shown === null) return refuse('I can no longer find what this showed. Ask again, then share.');
    return { ...NOTHING, update: shown, post: shown };
  }
}

const SILENCE: Answer = { replies: [], repeat: false };

const NOTHING: Outcome = { update: null, post: null, notice: null, file: null };

const refuse = (notice: string): Outcome => ({ ...NOTHING, notice });

const GONE = refuse('I no longer have this case. Paste the bounce again to open a new one.');

const heardAt = ({ platform, team, channel }: Place): Omit<Heard, 'id'> => ({ platform, team, channel });

const namesRecipient = ({ bounce }: Diagnosis): boolean => bounce.recipient !== null;

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
