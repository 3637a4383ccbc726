/**
 * The tables, as Kysely sees them. Moments are ISO 8601 in UTC, to the millisecond, so that they sort as text;
 * JSON is kept as text and checked by zod where it is read. Every table but `settings` belongs to teams, and no
 * query crosses from one team to another.
 */
import type { Generated, Kysely } from 'kysely';

/** Work that is done once, by whichever process holds it. A lease that has run out is free for the taking. */
type Leased = {
  attempts: number;
  /** The process that works on it; null: nobody does. */
  lease_by: string | null;
  lease_until: string | null;
  /** Null as long as it is to be done. */
  done_at: string | null;
};

export type Tables = {
  /** What the platforms delivered, written down before they are told that we have it. */
  inbox: Leased & {
    team: string;
    /** The platform's own, the same however often the event is delivered. */
    id: string;
    platform: string;
    channel: string;
    /** What the adapter makes the whole message of: JSON; null once it is done. */
    payload: string | null;
    heard_at: string;
  };
  /** What people pressed, chose, typed or filled in that changes something, written down in the same way. */
  presses: Leased & {
    team: string;
    /** The platform's own, the same however often the press is delivered. */
    id: string;
    platform: string;
    channel: string;
    /** What the adapter carries it out and tells the presser by: JSON; null once both is done. */
    payload: string | null;
    pressed_at: string;
    /** What came of it, for whoever pressed; null until it is carried out. */
    words: string | null;
  };
  /** What we owe the outside: a post, an update, a line in a thread; and what is due later. */
  outbox: Leased & {
    /** Sorts by the time it was made, and tells a repeated post from a new one: at most 25 characters. */
    id: string;
    team: string;
    platform: string;
    channel: string;
    /** What must keep its order: one conversation. */
    lane: string;
    kind: 'post' | 'update' | 'line' | 'single' | 'wake' | 'check' | 'remind' | 'quiet' | 'webhook';
    /** The message whose thread it belongs to. */
    message_id: string | null;
    case_id: string | null;
    /** By its kind: see `src/queue/job.ts`. JSON. */
    body: string;
    due_at: string;
    /** Why it was given up, in plain words; null otherwise. */
    given_up: string | null;
    made_at: string;
  };
  /** Messages of ours that show a case, to be kept up to date. */
  posts: {
    team: string;
    platform: string;
    channel: string;
    /** The platform's id of our message. */
    ref: string;
    /** The message that it answers. */
    message_id: string;
    case_id: string;
    posted_at: string;
    /** When the message that it answers was deleted. */
    deleted_at: string | null;
    /**
     * `ticket`: it tells those who are to mend it. `again`: that the case is known already. `many`: all that a message
     * tells of; then `case_id` is the id of the answer. `copy`: the case, for one person who opened it: it is kept up to
     * date, and is nobody else's way to the case.
     */
    shows: Generated<'case' | 'ticket' | 'again' | 'many' | 'copy'>;
  };
  /** Answers to messages that tell of several problems, or of which something was left unread. */
  answers: {
    team: string;
    /** Looks like a case's: buttons carry it. */
    id: string;
    message_id: string;
    /** What was left unread, in plain words; null: nothing, or it is so old that its texts were removed. */
    left_out: string | null;
    made_at: string;
  };
  /** Bundles of which nothing is left, and the one that tells of their cases since: old buttons find it. */
  superseded: { team: string; bundle: string; into: string };
  /** Looks into DNS for what made the mail of a case bounce; the first and the last tell what changed. */
  checks: {
    /** Sorts by the time it was asked for. */
    id: string;
    team: string;
    case_id: string;
    /** JSON of `Actor`. */
    by: string;
    asked_at: string;
    /** Null as long as it is under way. */
    done_at: string | null;
    /** JSON of a `CheckReport`; null where there is none. */
    report: string | null;
    /** Why there is no report, in plain words. */
    fault: string | null;
  };
  /** Cases that were handed to somebody who can mend them; at most one open a case. */
  escalations: {
    id: string;
    team: string;
    case_id: string;
    /** JSON of `Actor`. */
    by: string;
    opened_at: string;
    note: string | null;
    /** JSON of `Target[]`: where it is posted, level by level. */
    targets: string;
    /** How many of the targets were told. */
    level: number;
    /** JSON of `Actor`. */
    acknowledged_by: string | null;
    acknowledged_at: string | null;
    closed_at: string | null;
  };
  /** Many bounces of one problem of ours in a short time; at most one open a problem. */
  incidents: {
    id: string;
    team: string;
    /** What is one problem, whichever provider refuses: see `src/cases/incidents.ts`. */
    problem: string;
    /** The case that stands for it. */
    case_id: string;
    began_at: string;
    ended_at: string | null;
  };
  cases: {
    id: string;
    team: string;
    /** What is one problem: bounces of the same key join one case. */
    key: string;
    side: 'recipient' | 'sender';
    reason: string;
    category: string;
    provider: string | null;
    /** The newest bounce of it, which stands for all: JSON of `Bounce`. */
    bounce: string;
    status: CaseStatus;
    /** Who brought it to its status: JSON of `Actor`; null: it came so by itself. */
    status_by: string | null;
    status_at: string;
    /** Who looks after it: JSON of `Actor`. */
    owner: string | null;
    snoozed_until: string | null;
    /** Delivery attempts, and when the first and the last of them were made. */
    count: number;
    first_at: string;
    last_at: string;
    /** When somebody told of it first, and last. */
    opened_at: string;
    heard_at: string;
    /** Raised with every change: of two who change it at once, one learns that it has changed. */
    version: number;
    /** When its texts and addresses were removed for their age; nothing joins it any more. Null: it has them. */
    expired_at: string | null;
    /** The id under which it is shown and handled with others that were told together; null: it stands alone. */
    bundle: string | null;
    /** Its place there: the order of the text that told them. */
    bundle_place: number | null;
    /** 1: something else befell it than the rest of its bundle since, so that it is shown alone. */
    apart: Generated<number>;
    /** What a person said that it is: JSON of `Correction`, and its reason and category to count by; null: nobody did. */
    corrected: string | null;
    corrected_reason: string | null;
    corrected_category: string | null;
  };
  /** Addresses that a case is about, lower-cased domain. */
  case_recipients: { team: string; case_id: string; address: string; place: number };
  /** Which messages told of a case: where it appeared. */
  case_messages: {
    team: string;
    message_id: string;
    part: number;
    case_id: string;
    /** How many attempts it told, how many of them were known before, and of how many addresses; null: not kept. */
    told: number | null;
    known: number | null;
    addresses: number | null;
  };
  /**
   * What was told of delivery attempts: one row for each message, recipient, outcome and time that a text names,
   * however often it does. Of several rows about one attempt one counts: see `src/cases/attempts`.
   */
  attempts: {
    team: string;
    /** The same however often it is told: a digest. */
    id: string;
    /** The message; where no text gave an id of it, the words to this recipient on this day: a digest. */
    mailing: string;
    /** 1: a text gave an id of the message. */
    named: number;
    case_id: string;
    /** The message that told it first. */
    message_id: string;
    address: string | null;
    reason: string;
    category: string;
    permanence: 'permanent' | 'temporary';
    /** Id in the catalog. */
    provider: string | null;
    /** That spoke; null: no text tells, or it was told before hosts were kept. */
    host: string | null;
    /** Whose own trouble it may be: a provider's id, or a domain. */
    trouble: string | null;
    outcome: 'failed' | 'deferred' | 'delivered' | 'reported';
    /** When it was tried, or as near to that as the text tells; else when we heard of it. */
    at: string;
    /** Where that is from, as `Attempt.timeFrom`; null: it is when we heard of it. */
    time_from: string | null;
    /** 1: it counts; 0: another row is about the same attempt. */
    counts: number;
    /** What was said, as a digest; null: it was told before that was kept. */
    words: string | null;
  };
  /** Which messages told an attempt that was told before. */
  retellings: { team: string; message_id: string; attempt_id: string };
  /** Ids of messages that have several, or whose sender is known. */
  mailings: {
    team: string;
    /** Of a queue, a Message-ID, a platform's: a digest. */
    id: string;
    /** What stands for the message in `attempts`. */
    mailing: string;
    /** The domain that it was sent from. */
    sender: string | null;
    at: string;
  };
  /** When the last mail that we know of arrived, by recipient. */
  deliveries: { team: string; address: string; at: string };
  /** When each message arrived with a recipient; `id` is a digest of an id of the message and the address. */
  arrivals: { team: string; id: string; mailing: string; address: string; at: string };
  /** Addresses that this team's senders must not mail. */
  suppressions: {
    team: string;
    /** As `normalAddress` writes it. */
    address: string;
    /** A reason's id. */
    reason: string;
    /** The server's words, or a remark; null: none. */
    evidence: string | null;
    source: 'case' | 'command' | 'import';
    case_id: string | null;
    /** JSON of `Actor`. */
    by: string;
    at: string;
  };
  /** Addresses that were forgotten but stay suppressed: a keyed hash, no address. */
  forgotten: { team: string; fingerprint: string; at: string };
  /** Texts that somebody said are no bounces: they stay unanswered. */
  silenced: { team: string; fingerprint: string; case_id: string; by: string; at: string };
  /** Who did what when; rows are added, never changed or deleted. */
  audit: {
    id: string;
    team: string;
    at: string;
    /** JSON of `Actor`. */
    by: string;
    action: string;
    case_id: string | null;
    address: string | null;
    /** JSON, or null. */
    before: string | null;
    after: string | null;
    /** From where: JSON of `Place`, or null. */
    place: string | null;
  };
  /** What a team, a channel of it (else '') or the whole installation (team '') has set. */
  settings: { team: string; channel: string; name: string; value: string; by: string | null; at: string };
};

export const CASE_STATUSES = ['open', 'claimed', 'snoozed', 'escalated', 'resolved', 'dismissed'] as const;
export type CaseStatus = (typeof CASE_STATUSES)[number];

export type Store = Kysely<Tables>;
