/** What the adapter is told. */
export type DiscordConfig = {
  readonly token: string;
  /** DISCORD_API_URL, with or without the version at its end; null for Discord's own. */
  readonly apiUrl: string | null;
  /** What was written while the bot was away, and is older, is not answered; 0: nothing is read. Left out: a day. */
  readonly catchUpHours?: number;
};

export const DISCORD = 'https://discord.com/api';

/** @returns the address of the API; the client appends the version itself */
export const withoutVersion = (url: string): string => url.replace(/\/+$/, '').replace(/\/v\d+$/, '');
