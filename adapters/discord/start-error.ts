/** Why Discord could not be connected to, in words that say what to change. */
import {
  DiscordAPIError,
  DiscordjsError,
  DiscordjsErrorCodes,
  GatewayCloseCodes,
  HTTPError,
} from 'discord.js';

const TOKEN =
  'Discord refused the token in DISCORD_TOKEN. Copy a new one from https://discord.com/developers/applications ' +
  '(your application → Bot → Reset Token) and start again.';

const NETWORK = [
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'ECONNRESET',
  'UND_ERR_CONNECT_TIMEOUT',
];

/** @returns what to do about a close code of the gateway after which it may not be tried again */
export function refusedBy(code: number): string {
  switch (code) {
    case GatewayCloseCodes.AuthenticationFailed:
      return TOKEN;
    case GatewayCloseCodes.ShardingRequired:
      return 'The bot is in 2,500 servers or more, which needs several processes: set DISCORD_SHARDS=auto.';
    case GatewayCloseCodes.InvalidIntents:
    case GatewayCloseCodes.DisallowedIntents:
      return 'Discord does not allow the bot’s intents: check Bot → Privileged Gateway Intents in the developer portal.';
    default:
      return `The gateway gave the code ${code}.`;
  }
}

/**
 * @param closeCode the gateway's, when it closed the connection
 * @returns an error without the token in it, for it has no part of the error that came with the request
 */
export function startError(error: unknown, closeCode: number | null, apiUrl: string | null): Error {
  const where = apiUrl === null ? 'Discord' : `Discord at ${new URL(apiUrl).host} (DISCORD_API_URL)`;
  if (isTokenError(error)) return new Error(TOKEN);
  if (closeCode !== null) return new Error(`${where} closed the connection. ${refusedBy(closeCode)}`);
  if (error instanceof DiscordAPIError || error instanceof HTTPError) {
    const hint =
      error.status === 404 ? ' DISCORD_API_URL must end before the version, as https://discord.com/api.' : '';
    return new Error(`${where} answered ${error.status} when the bot asked where to connect.${hint}`);
  }
  if (NETWORK.includes(networkCode(error))) {
    return new Error(
      `${where} cannot be reached (${networkCode(error)}). Check the network, the proxy and the address.`,
    );
  }
  return new Error(`${where} could not be connected to. Check the network and try again.`);
}

const isTokenError = (error: unknown): boolean =>
  (error instanceof DiscordjsError && error.code === DiscordjsErrorCodes.TokenInvalid) ||
  ((error instanceof DiscordAPIError || error instanceof HTTPError) && error.status === 401);

function networkCode(error: unknown): string {
  if (!(error instanceof Error)) return '';
  if ('code' in error && typeof error.code === 'string') return error.code;
  return error.cause === undefined ? '' : networkCode(error.cause);
}
