/** The tables, as Kysely sees them. Moments are ISO 8601 in UTC; JSON is kept as text and checked by zod where it is read. */
import type { Kysely } from 'kysely';

export type Tables = {
  /** Every message that was answered, so that none is answered twice and none is forgotten. */
  messages: {
    team: string;
    id: string;
    platform: string;
    channel: string;
    heard_at: string;
    /** Null as long as the platform has not taken all replies. */
    posted_at: string | null;
  };
  cases: {
    id: string;
    team: string;
    message_id: string;
    /** Place among the cases of its message, from 0. */
    part: number;
    /** The bounce that stands for all: JSON of `Bounce`. */
    bounce: string;
    /** Addresses that got this answer: JSON list. */
    recipients: string;
    status: CaseStatus;
    /** Who brought it to its status: JSON of `Actor`; null while open. */
    status_by: string | null;
    status_at: string;
  };
  /** Addresses that this team's senders must not mail. */
  suppressions: {
    team: string;
    /** Lower case. */
    address: string;
    reason: string;
    case_id: string;
    by_id: string;
    by_name: string;
    at: string;
  };
  /** Who did what when; never changed, never deleted. */
  audit: {
    id: string;
    team: string;
    case_id: string;
    action: string;
    by_id: string;
    by_name: string;
    at: string;
  };
};

export type CaseStatus = 'open' | 'suppressed' | 'not-a-bounce' | 'resolved';

export type Store = Kysely<Tables>;
