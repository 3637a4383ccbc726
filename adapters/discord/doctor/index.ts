/** `bounce-triage doctor discord`: looks at what may keep the bot from working, and says what to mend. */
import {
  type APIApplication,
  type APIUser,
  ApplicationFlags,
  ApplicationIntegrationType,
  type REST,
  type RESTGetAPICurrentUserGuildsResult,
  Routes,
} from 'discord.js';
import type { Finding } from '../../adapter.ts';
import { isRegistered } from '../commands.ts';
import { DISCORD, type DiscordConfig, withoutVersion } from '../config.ts';
import { describe } from '../errors.ts';
import { inviteLink } from '../invite.ts';
import { createRest } from '../rest.ts';
import { startError } from '../start-error.ts';
import { examineServer } from './server.ts';

const PORTAL = 'https://discord.com/developers/applications';
/** Servers that are looked at (User resource, "Get Current User Guilds": at most 200 a page). */
const MOST_SERVERS = 200;

const good = (text: string): Finding => ({ tone: 'good', text });
const bad = (text: string): Finding => ({ tone: 'bad', text });
const note = (text: string): Finding => ({ tone: 'note', text });

/** @returns what was found, in the order in which it is to be mended; never rejects */
export async function examineDiscord({ token, apiUrl }: DiscordConfig): Promise<readonly Finding[]> {
  const address = apiUrl === null ? null : withoutVersion(apiUrl);
  const rest = createRest(token, address ?? DISCORD);
  try {
    const application = (await rest.get(Routes.currentApplication())) as APIApplication;
    const bot = (await rest.get(Routes.user())) as APIUser;
    return [
      good(`The token is good: it is that of ${bot.username}.`),
      intent(application),
      await commands(rest, application.id),
      userInstall(application),
      ...(await servers(rest, bot.id, application.id)),
    ];
  } catch (error) {
    return [bad(startError(error, null, address).message)];
  }
}

function intent({ id, flags }: APIApplication): Finding {
  const both = ApplicationFlags.GatewayMessageContent | ApplicationFlags.GatewayMessageContentLimited;
  return ((flags ?? 0) & both) !== 0
    ? good('The Message Content Intent is on: it can read along in channels.')
    : bad(
        `The Message Content Intent is off: it reads only mentions, direct messages and what “Explain this bounce” is used on. Switch it on at ${PORTAL}/${id}/bot under “Privileged Gateway Intents”.`,
      );
}

async function commands(rest: REST, applicationId: string): Promise<Finding> {
  return (await isRegistered(rest, applicationId))
    ? good('The commands are registered as this version has them.')
    : bad('The commands are not registered as this version has them. Starting the bot once does it.');
}

function userInstall({ id, integration_types_config: types }: APIApplication): Finding {
  return types?.[ApplicationIntegrationType.UserInstall]
    ? good('People may add it for themselves, to use it in any server.')
    : note(
        `People can’t add it for themselves. If they are to, switch on “User Install” at ${PORTAL}/${id}/installation.`,
      );
}

async function servers(rest: REST, botId: string, applicationId: string): Promise<readonly Finding[]> {
  const query = new URLSearchParams({ limit: String(MOST_SERVERS) });
  const guilds = (await rest.get(Routes.userGuilds(), { query })) as RESTGetAPICurrentUserGuildsResult;
  const invite = `To add it to a server, open ${inviteLink(applicationId)}`;
  if (guilds.length === 0) return [bad(`It is in no server. ${invite}`)];
  const findings: Finding[] = [];
  for (const guild of guilds) {
    try {
      findings.push(...(await examineServer(rest, botId, guild)));
    } catch (error) {
      const { error: why } = describe(error);
      findings.push(bad(`${guild.name}: Discord does not tell what it may do there (${why}).`));
    }
  }
  const more =
    guilds.length === MOST_SERVERS ? [note(`Only the first ${MOST_SERVERS} servers were looked at.`)] : [];
  return [...findings, ...more, note(invite)];
}
