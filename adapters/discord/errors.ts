/** Discord's errors: the codes that we act on, and what of an error may go into a log. */
import { DiscordAPIError, HTTPError } from 'discord.js';

/** JSON error codes (Discord's documentation, "Opcodes and Status Codes", November 2026). */
export const CODES = {
  unknownChannel: 10003,
  unknownGuild: 10004,
  unknownMember: 10007,
  unknownMessage: 10008,
  unknownUser: 10013,
  unknownInteraction: 10062,
  tooLarge: 40005,
  alreadyAcknowledged: 40060,
  missingAccess: 50001,
  notOurs: 50005,
  notToThem: 50007,
  missingPermissions: 50013,
  wrongChannelType: 50024,
  badForm: 50035,
  archived: 50083,
  noHistory: 160002,
  threadExists: 160004,
  threadLocked: 160005,
  tooManyThreads: 160006,
} as const;

/** @returns whether Discord refused with one of these codes */
export const hasCode = (error: unknown, ...codes: readonly number[]): boolean =>
  error instanceof DiscordAPIError && codes.includes(Number(error.code));

/** @returns whether Discord answered that it will not do it: the same request will be refused again */
export const isRefused = (error: unknown): boolean =>
  error instanceof DiscordAPIError && error.status >= 400 && error.status < 500;

/**
 * What may be logged of an error. Paths lose everything behind their second part, because the address of an
 * interaction's answer holds its token; bodies are left out, because they hold people's texts.
 */
export function describe(error: unknown): Readonly<Record<string, string | number>> {
  if (error instanceof DiscordAPIError) {
    return {
      error: clean(error.message),
      code: error.code,
      status: error.status,
      request: `${error.method} ${shortPath(error.url)}`,
    };
  }
  if (error instanceof HTTPError) {
    return {
      error: clean(error.message),
      status: error.status,
      request: `${error.method} ${shortPath(error.url)}`,
    };
  }
  if (error instanceof Error) {
    const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
    return { error: `${error.name}: ${clean(error.message)}`, ...code };
  }
  return { error: 'something that is not an Error was thrown' };
}

/** Addresses and anything of a token's length, in case a library put one into its message. */
const clean = (message: string): string =>
  message
    .replace(/[^\s@<>"']{1,64}@[^\s@<>"']+/g, '…@…')
    .replace(/[\w.-]{50,}/g, '…')
    .slice(0, 500);

function shortPath(url: string): string {
  const path = URL.canParse(url) ? new URL(url).pathname : url;
  return path
    .split('/')
    .filter((part) => part !== '')
    .map((part) => (part.length > 24 ? '…' : part))
    .join('/');
}
