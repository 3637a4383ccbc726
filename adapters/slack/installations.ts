/** The workspaces that installed the bot: their tokens, kept sealed, and the way in for new ones. */
import { createHmac } from 'node:crypto';
import { type Installation, type InstallationStore, InstallProvider, LogLevel } from '@slack/oauth';
import type { Logger } from 'pino';
import { z } from 'zod';
import { apiUrlOf, type ManyInstalls, type SlackConfig } from './config.ts';
import { SCOPES } from './scopes.ts';
import { sdkLog } from './sdk-log.ts';
import type { Source } from './source.ts';

/** Names in the vault: an installation, and of a workspace in an org-wide install the organisation. */
const INSTALLATION = 'slack-installation';
const ORGANISATION = 'slack-organisation';

export const INSTALL_PATH = '/slack/install';
export const REDIRECT_PATH = '/slack/oauth_redirect';

/** What is read back of what was sealed; the rest is the SDK's. */
const Kept = z.looseObject({ bot: z.looseObject({ token: z.string() }).optional() });

export type Token = { readonly token: string; readonly botId: string; readonly botUserId: string };

export type Installations = {
  readonly provider: InstallProvider;
  /**
   * The token for an installation; one that runs out within two hours is exchanged for a new one first.
   * @returns null where the bot is not installed there
   */
  tokenFor(source: Source): Promise<Token | null>;
  /** @returns where a team ("slack:T1") has the bot from: its own install, or that of its organisation */
  sourceOfTeam(team: string): Promise<Source>;
  remove(source: Source): Promise<void>;
  /** Seals every token with the newest key. @returns how many had an older one */
  reseal(): Promise<number>;
};

const keyOf = ({ teamId, enterpriseId, isOrg }: Source): string =>
  `slack:${(isOrg ? enterpriseId : teamId) ?? ''}`;

export function createInstallations(
  config: Pick<SlackConfig, 'apiUrl'>,
  { clientId, clientSecret, publicUrl, vault }: ManyInstalls,
  log: Logger,
): Installations {
  const store: InstallationStore = {
    async storeInstallation(installation) {
      const { team, enterprise, isEnterpriseInstall } = installation;
      const isOrg = isEnterpriseInstall === true;
      const source = { teamId: team?.id ?? null, enterpriseId: enterprise?.id ?? null, isOrg };
      await vault.put(keyOf(source), INSTALLATION, JSON.stringify(installation));
      log.info({ team: keyOf(source), org: isOrg }, 'the bot was installed, or its token renewed');
    },
    async fetchInstallation({ teamId, enterpriseId, isEnterpriseInstall }) {
      const key = keyOf({
        teamId: teamId ?? null,
        enterpriseId: enterpriseId ?? null,
        isOrg: isEnterpriseInstall,
      });
      const sealed = await vault.get(key, INSTALLATION);
      if (sealed === null) throw new Error(`not installed in ${key}`);
      return Kept.parse(JSON.parse(sealed)) as unknown as Installation<'v2', boolean>;
    },
  };
  const provider = new InstallProvider({
    clientId,
    clientSecret,
    // The same in every replica, and of no use to anybody who learns it without the client secret.
    stateSecret: createHmac('sha256', clientSecret).update('bounce-triage install').digest('hex'),
    installationStore: store,
    installUrlOptions: {
      scopes: Object.keys(SCOPES),
      redirectUri: `${publicUrl.replace(/\/$/, '')}${REDIRECT_PATH}`,
    },
    authorizationUrl: new URL('/oauth/v2/authorize', apiUrlOf(config)).href,
    clientOptions: { slackApiUrl: apiUrlOf(config), retryConfig: { retries: 2 } },
    logger: sdkLog(log),
    logLevel: LogLevel.INFO,
  });

  return {
    provider,

    async tokenFor(source) {
      const { teamId, enterpriseId, isOrg } = source;
      if ((await vault.get(keyOf(source), INSTALLATION)) === null) return null;
      if (isOrg && teamId !== null) await vault.put(`slack:${teamId}`, ORGANISATION, enterpriseId ?? '');
      const query = {
        teamId: teamId ?? undefined,
        enterpriseId: enterpriseId ?? undefined,
        isEnterpriseInstall: isOrg,
      };
      // Another replica may have renewed it at the same moment: then the second look finds the new one.
      const { botToken, botId, botUserId } = await provider
        .authorize(query)
        .catch(() => provider.authorize(query));
      return botToken === undefined
        ? null
        : { token: botToken, botId: botId ?? '', botUserId: botUserId ?? '' };
    },

    async sourceOfTeam(team) {
      const teamId = team.replace(/^slack:/, '');
      if ((await vault.get(team, INSTALLATION)) !== null) return { teamId, enterpriseId: null, isOrg: false };
      const enterpriseId = await vault.get(team, ORGANISATION);
      return { teamId, enterpriseId, isOrg: enterpriseId !== null };
    },

    async remove(source) {
      await vault.remove(keyOf(source), INSTALLATION);
      if (source.teamId !== null) await vault.remove(`slack:${source.teamId}`, ORGANISATION);
    },

    async reseal() {
      await vault.reseal(ORGANISATION);
      return vault.reseal(INSTALLATION);
    },
  };
}
