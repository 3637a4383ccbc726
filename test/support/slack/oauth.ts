/** https://docs.slack.dev/reference/methods/oauth.v2.access */
import { type Answer, type Args, refuse } from './web-api.ts';
import type { State } from './workspace-state.ts';

export const CLIENT = { id: '1.2', secret: 'standin-client-secret' };

/** The code that Slack's page hands to the app for a workspace. */
export const codeFor = ({ teamId }: State): string => `code-for-${teamId}`;

/** A code, or the token to renew with, against a new token. */
export const exchange = (workspaces: readonly State[], args: Args): Answer => {
  if (args.client_id !== CLIENT.id || args.client_secret !== CLIENT.secret)
    return refuse('bad_client_secret');
  const renews = args.grant_type === 'refresh_token';
  const state = workspaces.find((one) =>
    renews ? args.refresh_token === `xoxe-${one.botToken}` : args.code === codeFor(one),
  );
  if (state === undefined) return refuse(renews ? 'invalid_refresh_token' : 'invalid_code');
  if (renews) state.botToken = `${state.botToken}-renewed`;
  const { teamId, enterpriseId, tokenGoodFor } = state;
  return {
    ok: true,
    app_id: state.appId,
    token_type: 'bot',
    access_token: state.botToken,
    scope: [...state.scopes].join(','),
    bot_user_id: state.botUserId,
    team: enterpriseId === null ? { id: teamId, name: teamId } : null,
    enterprise: enterpriseId === null ? null : { id: enterpriseId, name: 'Org' },
    is_enterprise_install: enterpriseId !== null,
    authed_user: { id: 'U0ADMIN' },
    ...(tokenGoodFor === null ? {} : { refresh_token: `xoxe-${state.botToken}`, expires_in: tokenGoodFor }),
  };
};
