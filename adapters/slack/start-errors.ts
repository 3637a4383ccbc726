import { webApi } from '@slack/bolt';
import { apiUrlOf, type SlackConfig } from './config.ts';
import { SCOPES } from './scopes.ts';
import { redact } from './sdk-log.ts';
import { refusalCode } from './web-client.ts';

type TokenName = 'SLACK_BOT_TOKEN' | 'SLACK_APP_TOKEN';

const WHERE: Readonly<Record<TokenName, string>> = {
  SLACK_BOT_TOKEN:
    'Copy the "Bot User OAuth Token" (it begins with xoxb-) from https://api.slack.com/apps, your app, "OAuth & Permissions", into SLACK_BOT_TOKEN.',
  SLACK_APP_TOKEN:
    'Make an app-level token with the scope connections:write (it begins with xapp-) at https://api.slack.com/apps, your app, "Basic Information", and put it into SLACK_APP_TOKEN.',
};

/** Refusals of a token that no repetition mends. */
const WHY: Readonly<Record<string, (token: TokenName) => string>> = {
  invalid_auth: (token) => `Slack does not know the token in ${token} (invalid_auth). ${WHERE[token]}`,
  not_authed: (token) => `Slack got no token (not_authed). ${WHERE[token]}`,
  account_inactive: (token) =>
    `The app was removed from the workspace that ${token} belongs to (account_inactive). Install it again. ${WHERE[token]}`,
  token_revoked: (token) => `The token in ${token} was revoked (token_revoked). ${WHERE[token]}`,
  token_expired: (token) => `The token in ${token} has expired (token_expired). ${WHERE[token]}`,
  not_allowed_token_type: (token) =>
    `The token in ${token} is of the wrong kind (not_allowed_token_type). ${WHERE[token]}`,
  missing_scope: (token) =>
    token === 'SLACK_APP_TOKEN'
      ? `The token in SLACK_APP_TOKEN lacks the scope connections:write (missing_scope). ${WHERE[token]}`
      : 'The token in SLACK_BOT_TOKEN lacks a scope (missing_scope). Compare the app with manifest.yml, add what is missing under "OAuth & Permissions", and install the app to the workspace again.',
};

/** @returns what to change, for a scope that a call needs */
export function lackingScope(scope: string): string {
  const use = SCOPES[scope];
  return `The Slack app lacks the scope ${scope}${use ? `, without which it can't ${use}` : ''} (missing_scope). Add it at https://api.slack.com/apps, your app, "OAuth & Permissions", and install the app to the workspace again.`;
}

/** @returns whether a refusal of apps.connections.open stays one until somebody changes the configuration */
export const isTokenRefusal = (code: string): boolean => code in WHY;

/** @returns what to change, for a code from Slack */
export const tokenRefusal = (code: string, token: TokenName): string =>
  WHY[code]?.(token) ?? `Slack refuses to let the bot in with ${token}: ${code}.`;

/** @throws an error in plain words where a token is plainly of another kind, before Slack is asked */
export function checkTokenKinds(config: SlackConfig): void {
  if (config.way === 'socket') {
    if (/^xox[a-z]-/.test(config.appToken)) {
      throw new Error(`SLACK_APP_TOKEN holds a bot or user token. ${WHERE.SLACK_APP_TOKEN}`);
    }
    checkBotToken(config.botToken);
  } else if (config.installs.for === 'one') checkBotToken(config.installs.botToken);
}

function checkBotToken(token: string): void {
  if (token.startsWith('xapp-')) {
    throw new Error(`SLACK_BOT_TOKEN holds an app-level token. ${WHERE.SLACK_BOT_TOKEN}`);
  }
  if (token.startsWith('xoxp-')) {
    throw new Error(`SLACK_BOT_TOKEN holds a user's token. ${WHERE.SLACK_BOT_TOKEN}`);
  }
}

function causeOf(error: webApi.WebAPIRequestError): string {
  const { cause } = error.original;
  return cause instanceof Error ? cause.message || cause.name : error.original.message;
}

/** Slack knows the token no more, or never did: no repetition mends it. */
export class Refused extends Error {}

/** @returns an error whose message says what to change, without any token in it */
export function explainStartError(
  error: unknown,
  token: TokenName,
  config: Pick<SlackConfig, 'apiUrl'>,
): Error {
  const code = refusalCode(error);
  if (code !== null) return new Refused(tokenRefusal(code, token));
  const host = new URL(apiUrlOf(config)).host;
  if (error instanceof webApi.WebAPIRequestError) {
    return new Error(
      redact(`Slack can't be reached at ${host}: ${causeOf(error)}. Check the network and SLACK_API_URL.`),
    );
  }
  if (error instanceof webApi.WebAPIHTTPError) {
    return new Error(
      `${host} answered with HTTP ${error.statusCode}. Check SLACK_API_URL, or try again later.`,
    );
  }
  return new Error(
    redact(`Slack could not be started: ${error instanceof Error ? error.message : String(error)}`),
  );
}
