/**
 * A chat platform of paper: it keeps what the bot posts, updates and writes into threads, and presses its buttons.
 * So the core is used as an adapter uses it, queue and all.
 */
import { randomUUID } from 'node:crypto';
import type { Actor, Person } from '../../src/audit/index.ts';
import type { Outcome, Submission } from '../../src/desk.ts';
import type { Connector, Delivery, Incoming, Message, Place } from '../../src/queue/index.ts';
import {
  type Button,
  cardOf,
  detailsOf,
  type Fact,
  FORMS,
  type Line,
  type ManyReply,
  type Menu,
  type NoteReply,
  type Reply,
  textOf,
  type VerdictReply,
} from '../../src/replies/index.ts';
import type { TestDesk } from './desk.ts';

const person = (id: string, name: string, over: Partial<Person> = {}): Person => ({
  id,
  name,
  team: 'slack:T1',
  membership: 'member',
  groups: [],
  ...over,
});
export const ann = person('U1', 'Ann');
export const bob = person('U2', 'Bob');
/** Of another workspace. */
export const eve = person('U3', 'Eve', { team: 'slack:T2' });
export const guest = person('U4', 'Gus', { membership: 'guest' });
export const admin = person('U5', 'Ada', { membership: 'admin' });
export const place: Place = { platform: 'slack', team: 'slack:T1', channel: 'C1' };

export type Posted = { readonly ref: string; readonly messageId: string | null; reply: Reply };

export type Paper = {
  readonly connector: Connector;
  /** What was posted, in its order, as it looks now. */
  readonly posts: Posted[];
  /** Lines in threads, in their order. */
  readonly lines: string[];
  /** Somebody writes a text; resolves when all is handled. @returns what was posted for it */
  write(text: string, over?: Partial<Message>): Promise<readonly Posted[]>;
  /** @returns the one verdict that a text is answered with */
  paste(text: string, over?: Partial<Message>): Promise<Seen>;
  /** @param choice of a menu, or the person to hand over to */
  press(reply: Reply, label: string, by?: Person, choice?: string | Actor): Promise<Outcome>;
  /** Chooses every problem of an answer that tells of many, so that each has a card. @returns the cards */
  openAll(answer: Reply | null | undefined): Promise<readonly VerdictReply[]>;
  /** @returns the post of a case as it looks now */
  now(caseId: string | null): Seen;
};

/** A verdict with what can be seen of it: on its card, behind *More…* and in Details. */
export type Seen = VerdictReply & {
  readonly badge: string;
  /** The card's facts in one line. */
  readonly headline: string;
  /** All of them, long, behind what a check found. */
  readonly steps: readonly Line[];
  readonly facts: readonly Fact[];
  readonly evidence: string | null;
  readonly state: Line | null;
  readonly actions: readonly Pick<Button, 'action' | 'label' | 'style' | 'target' | 'confirm'>[];
};

export const verdict = (reply: Reply | null | undefined): Seen => {
  if (reply?.kind !== 'verdict') throw new Error(`no verdict, but ${JSON.stringify(reply)}`);
  return seen(reply);
};

export function seen(reply: VerdictReply): Seen {
  const card = cardOf(reply);
  const details = detailsOf(reply);
  const { kind, whose, address } = card.badge;
  const { check } = card;
  const behind = card.more.map(({ label, value }) => ({
    ...{ action: value as Button['action'], label, style: 'plain' as const, confirm: null },
    target: reply.caseId ?? '',
  }));
  return {
    ...reply,
    badge: [kind, whose, address].filter((part) => part !== null).join(' · '),
    headline: card.facts.map(textOf).join(' · '),
    steps: [
      ...(check ? [...check.rows.map(({ text }) => text), ...(check.cause ? [check.cause] : [])] : []),
      ...details.steps,
    ],
    facts: [...details.facts, ...details.dns],
    evidence: details.said,
    state: card.state,
    actions: [...card.actions, ...behind, ...details.actions],
  };
}
export const note = (reply: Reply | null | undefined): NoteReply => {
  if (reply?.kind !== 'note') throw new Error(`no note, but ${JSON.stringify(reply)}`);
  return reply;
};
/** @returns what can be pressed: on the card, behind *More…*, in Details; Details itself left out */
export const labels = (reply: VerdictReply): string[] =>
  seen(reply)
    .actions.map((button) => button.label)
    .filter((label) => label !== 'Details');
export const many = (reply: Reply | null | undefined): ManyReply => {
  if (reply?.kind !== 'many') throw new Error(`not of many, but ${JSON.stringify(reply)}`);
  return reply;
};
/** @returns all words of a note's body, or of an answer that tells of many */
export const words = (reply: NoteReply | ManyReply): string =>
  reply.kind === 'note'
    ? reply.body.map(textOf).join('\n')
    : [
        reply.todo,
        ...reply.rows.map(({ count, problem, refusedBy }) => `${count} ${problem} | ${refusedBy}`),
        ...reply.notes.map(textOf),
        ...(reply.state ? [textOf(reply.state)] : []),
      ].join('\n');

/** What can be pressed or chosen on a reply, whatever its kind. */
const controls = (reply: Reply): readonly (Seen['actions'][number] | Menu)[] =>
  reply.kind === 'verdict'
    ? seen(reply).actions
    : [...(reply.actions ?? []), ...(reply.choose ? [reply.choose] : [])];

export const message = (text: string, over: Partial<Message> = {}): Message => ({
  id: `C1:${randomUUID()}`,
  text,
  files: [],
  heard: 'watching',
  bot: null,
  edit: null,
  place,
  ...over,
});

/** What is filled in where a form asks for one thing. */
function answerTo(form: string, choice: string | Actor | undefined): Submission['values'] {
  if (form === 'hand-over' && typeof choice === 'object') return { to: [choice] };
  if (form === 'feedback') return { what: [{ id: 'no-bounce', name: '' }] };
  return { until: [{ id: String(choice), name: '' }] };
}
/** Whether two replies are the same message at two moments. */
const isSame = (one: Reply, other: Reply): boolean =>
  one === other ||
  (one.kind === 'verdict' && other.kind === 'verdict' && one.caseId === other.caseId) ||
  (one.kind === 'many' && other.kind === 'many' && one.target === other.target);

/** @param fails may throw before a delivery counts as made */
export function connectPaper(
  { desk, queue }: TestDesk,
  fails: (delivery: Delivery) => void = () => undefined,
): Paper {
  const posts: Posted[] = [];
  const lines: string[] = [];
  const written = new Map<string, Message>();

  const deliver = async (delivery: Delivery): Promise<string | null> => {
    fails(delivery);
    const { what } = delivery;
    if (what.kind === 'single') return null;
    if (what.kind === 'line') {
      lines.push(textOf(what.line));
      return null;
    }
    if (what.kind === 'update') {
      const post = posts.find(({ ref }) => ref === what.ref);
      if (!post) throw new Error(`no post ${what.ref}`);
      post.reply = what.reply;
      return null;
    }
    const ref = `${delivery.place.channel}:${delivery.id}`;
    posts.push({ ref, messageId: delivery.messageId, reply: what.reply });
    return ref;
  };

  const handIn = async (submission: Submission): Promise<Outcome> => {
    const submitted = await desk.submit(submission);
    if (submitted.kind === 'wrong') throw new Error(JSON.stringify(submitted.errors));
    return submitted.outcome;
  };

  const connector: Connector = {
    name: 'slack',
    open: async (payload) => written.get(payload as string) ?? null,
    deliver,
  };
  queue.connect(connector);

  const incoming = (one: Message): Incoming => {
    const { files, ...rest } = one;
    written.set(one.id, one);
    return { ...rest, hasFiles: files.length > 0, payload: one.id };
  };

  return {
    connector,
    posts,
    lines,

    async write(text, over) {
      const before = posts.length;
      await queue.take(incoming(message(text, over)));
      await queue.idle();
      return posts.slice(before);
    },

    async paste(text, over) {
      const answers = await this.write(text, over);
      return verdict(answers[0]?.reply);
    },

    async press(reply, label, by = ann, choice) {
      const all = controls(reply);
      const pressed = all.find((one) => one.label === label);
      if (!pressed) throw new Error(`no "${label}" among ${all.map((one) => one.label)}`);
      const where = {
        target: pressed.target,
        actor: by,
        place: { ...place, team: by.team },
        ref: posts.find((post) => isSame(post.reply, reply))?.ref ?? null,
      };
      const form = FORMS.find((one) => one === (pressed.action as string));
      const outcome =
        form === undefined || form === 'escalate'
          ? await desk.action({
              ...where,
              action: pressed.action,
              choice: typeof choice === 'string' ? choice : null,
              person: null,
            })
          : await handIn({ ...where, form, values: answerTo(form, choice) });
      await queue.idle();
      return outcome;
    },

    async openAll(answer) {
      const { choose } = many(answer);
      const before = posts.length;
      for (const { value, group } of Array.isArray(choose?.choices) ? choose.choices : []) {
        if (group === 'Problems') await this.press(many(answer), 'Show a problem…', ann, value);
      }
      return posts.slice(before).map(({ reply }) => verdict(reply));
    },

    now: (caseId) =>
      verdict(posts.find(({ reply }) => reply.kind === 'verdict' && reply.caseId === caseId)?.reply),
  };
}
