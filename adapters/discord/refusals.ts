/** Which of Discord's refusals no repetition mends, and in what words; and what it says of waiting. */
import { DiscordAPIError, HTTPError, RateLimitError } from 'discord.js';
import { RetryLater, Unanswered, Undeliverable, Unreached } from '../../src/queue/index.ts';
import { isUnreached } from '../unreached.ts';
import { CODES, describe, hasCode } from './errors.ts';
import { waitOf } from './rest.ts';

/** JSON error codes (Discord's documentation, "Opcodes and Status Codes"). */
const LASTING: Readonly<Record<number, string>> = {
  [CODES.unknownChannel]: 'the channel or the thread was deleted',
  [CODES.unknownGuild]: 'the server is gone, or the bot was removed from it',
  [CODES.unknownMessage]: 'the message was deleted',
  [CODES.missingAccess]:
    'the bot can’t see the channel any more: it lacks the permission View Channel there, or was removed from the server',
  [CODES.missingPermissions]:
    'the bot may not write there: it lacks the permission Send Messages, or Send Messages in Threads',
  [CODES.notToThem]: 'the person takes no direct messages from the bot',
  [CODES.notOurs]: 'the message is not the bot’s own',
  [CODES.archived]: 'the thread is archived and can’t be opened again',
  [CODES.threadLocked]: 'the thread is locked',
  // Our own fault, but the same body is refused each time.
  [CODES.badForm]: 'Discord refuses its form',
};

/** The message that was to be replied to is gone; Discord says so inside a form error. */
const isGone = (error: unknown): boolean =>
  error instanceof Error && error.message.includes('REPLIES_UNKNOWN_MESSAGE');

/** Discord does not like what the message is made of. */
export const isBadForm = (error: unknown): boolean => hasCode(error, CODES.badForm) && !isGone(error);

/** @returns the words for what will never work, or null */
export function lastingRefusal(error: unknown): string | null {
  if (isGone(error)) return 'the message that it answers was deleted';
  return error instanceof DiscordAPIError ? (LASTING[Number(error.code)] ?? null) : null;
}

/** @returns whether the bot is not let into a channel; an interaction may still answer there */
export const isOutside = (error: unknown): boolean =>
  hasCode(error, CODES.missingAccess, CODES.missingPermissions, CODES.unknownChannel, CODES.unknownGuild);

/** Nobody knows what became of a request: it took too long, here or at Discord's gateway, or was cut off. */
const hadNoAnswer = (error: unknown): boolean =>
  error instanceof HTTPError
    ? error.status === 504
    : error instanceof Error &&
      (error.name === 'AbortError' || error.name === 'TimeoutError' || CUT_OFF.has(String(codeOf(error))));

const CUT_OFF = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET']);
const codeOf = (error: Error): unknown =>
  'code' in error ? error.code : error.cause instanceof Error && 'code' in error.cause && error.cause.code;

/** @returns the error to throw to the queue: what no repetition mends, when to come again, else the same */
export function forQueue(error: unknown): unknown {
  if (error instanceof RateLimitError) return new RetryLater(waitOf(error));
  const { error: words } = describe(error);
  if (isUnreached(error)) return new Unreached(String(words));
  if (hadNoAnswer(error)) return new Unanswered(String(words));
  const why = lastingRefusal(error);
  return why === null ? error : new Undeliverable(why);
}
