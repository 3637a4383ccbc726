/** How the bot is connected, and to which workspaces. */
export type SlackConfig = {
  /** Address of the Web API, for GovSlack ("https://slack-gov.com/api/"), proxies and tests; null: Slack's. */
  readonly apiUrl: string | null;
  /** What was written while the bot was away, and is older, is not answered; 0: nothing is read. Left out: a day. */
  readonly catchUpHours?: number;
} & (SocketWay | HttpWay);

/** Socket Mode: no address of our own, one workspace. */
type SocketWay = {
  readonly way: 'socket';
  /** "xoxb-…", the bot user's token. */
  readonly botToken: string;
  /** "xapp-…", the app-level token with the scope connections:write. */
  readonly appToken: string;
};

/** Slack calls us. */
type HttpWay = {
  readonly way: 'http';
  readonly signingSecret: string;
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
  readonly installs: OneInstall | ManyInstalls;
};

type OneInstall = { readonly for: 'one'; readonly botToken: string };

/** Any workspace may install the bot. */
export type ManyInstalls = {
  readonly for: 'many';
  readonly clientId: string;
  readonly clientSecret: string;
  /** Where browsers reach us: "https://bounces.example.com" */
  readonly publicUrl: string;
  readonly vault: TokenVault;
};

/** Keeps the workspaces' tokens sealed. `name` says what it is, in the team ("slack:T0123"). */
export type TokenVault = {
  put(team: string, name: string, secret: string): Promise<void>;
  /** @throws where it was sealed with a key that is gone */
  get(team: string, name: string): Promise<string | null>;
  remove(team: string, name: string): Promise<void>;
  /** @returns the teams that something of that name is kept for */
  teams(name: string): Promise<readonly string[]>;
  /** Seals everything of that name with the newest key. @returns how many had an older one */
  reseal(name: string): Promise<number>;
};

const SLACK_API_URL = 'https://slack.com/api/';

/** @returns the Web API's address with a slash at its end */
export function apiUrlOf(config: Pick<SlackConfig, 'apiUrl'>): string {
  const url = config.apiUrl ?? SLACK_API_URL;
  return url.endsWith('/') ? url : `${url}/`;
}

type Name =
  | 'API_URL'
  | 'BOT_TOKEN'
  | 'APP_TOKEN'
  | 'SIGNING_SECRET'
  | 'CLIENT_ID'
  | 'CLIENT_SECRET'
  | 'PUBLIC_URL';
/** The settings of this adapter, as `readConfig` gives them. */
type Environment = { readonly [Setting in `SLACK_${Name}`]: string | null } & {
  readonly SLACK_HOST: string;
  readonly SLACK_PORT: number;
  readonly CATCH_UP_HOURS: number;
  readonly TOKEN_ENCRYPTION_KEY: readonly Buffer[] | null;
};

/**
 * @param environment checked by `readConfig`: what belongs together is there
 * @param vaultWith makes the vault for workspaces' tokens
 * @returns null where Slack is not set up
 */
export function slackConfigOf(
  environment: Environment,
  vaultWith: (keys: readonly Buffer[]) => TokenVault,
): SlackConfig | null {
  const {
    SLACK_API_URL: apiUrl,
    SLACK_BOT_TOKEN: botToken,
    SLACK_APP_TOKEN: appToken,
    SLACK_SIGNING_SECRET: signingSecret,
    SLACK_CLIENT_ID: clientId,
    SLACK_CLIENT_SECRET: clientSecret,
    SLACK_PUBLIC_URL: publicUrl,
    SLACK_HOST: host,
    SLACK_PORT: port,
    TOKEN_ENCRYPTION_KEY: keys,
    CATCH_UP_HOURS: catchUpHours,
  } = environment;
  if (botToken && appToken) return { way: 'socket', apiUrl, botToken, appToken, catchUpHours };
  if (!signingSecret) return null;
  const http = { way: 'http', apiUrl, signingSecret, host, port, catchUpHours } as const;
  if (botToken) return { ...http, installs: { for: 'one', botToken } };
  if (!clientId || !clientSecret || !publicUrl || !keys) return null;
  const vault = vaultWith(keys);
  return { ...http, installs: { for: 'many', clientId, clientSecret, publicUrl, vault } };
}
