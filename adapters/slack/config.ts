export type SlackConfig = {
  /** "xoxb-…", the bot user's token. */
  readonly botToken: string;
  /** "xapp-…", the app-level token with the scope connections:write. */
  readonly appToken: string;
  /** Address of the Web API, for GovSlack ("https://slack-gov.com/api/"), proxies and tests; null: Slack's. */
  readonly apiUrl: string | null;
};

const SLACK_API_URL = 'https://slack.com/api/';

/** @returns the Web API's address with a slash at its end */
export const apiUrlOf = (config: Pick<SlackConfig, 'apiUrl'>): string => {
  const url = config.apiUrl ?? SLACK_API_URL;
  return url.endsWith('/') ? url : `${url}/`;
};
