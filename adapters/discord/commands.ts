/** The bot's commands, as Discord registers them. */
import {
  type APIApplicationCommandBasicOption,
  type APIApplicationCommandSubcommandOption,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  PermissionFlagsBits,
  type REST,
  type RESTPutAPIApplicationCommandsJSONBody,
  Routes,
} from 'discord.js';

export const SMTP = 'smtp';
export const QUERY = 'query';
export const BOUNCES = 'bounces';
export const PASTE_VERB = 'paste';
export const SETTINGS_VERB = 'settings';
/** Of `settings`: for which channels. */
export const WHERE = 'where';
export const EVERYWHERE = 'everywhere';
export const EXPLAIN = 'Explain this bounce';

/** In servers that have the bot, and wherever somebody brings it along for themselves. */
const everywhere = {
  integration_types: [ApplicationIntegrationType.GuildInstall, ApplicationIntegrationType.UserInstall],
  contexts: [
    InteractionContextType.Guild,
    InteractionContextType.BotDM,
    InteractionContextType.PrivateChannel,
  ],
};

/** Who may not even write in a channel has no business with the team's cases. Admins of a server can change that. */
const FOR_WRITERS = PermissionFlagsBits.SendMessages.toString();

const text = (name: string, description: string, required: boolean): APIApplicationCommandBasicOption => ({
  type: ApplicationCommandOptionType.String,
  name,
  description,
  required,
});

const verb = (
  name: string,
  description: string,
  ...options: APIApplicationCommandBasicOption[]
): APIApplicationCommandSubcommandOption => ({
  type: ApplicationCommandOptionType.Subcommand,
  name,
  description,
  options,
});

const COMMANDS: RESTPutAPIApplicationCommandsJSONBody = [
  {
    type: ApplicationCommandType.ChatInput,
    name: SMTP,
    description: 'What an SMTP code or an error text means, and what to do',
    options: [
      {
        type: ApplicationCommandOptionType.String,
        name: QUERY,
        description: 'A code or a few words: 550, 5.7.1, 421 4.7.28, mailbox full',
        // Without a query the answer is the help.
        required: false,
        autocomplete: true,
      },
    ],
    ...everywhere,
  },
  {
    type: ApplicationCommandType.ChatInput,
    name: BOUNCES,
    description: 'What the team is working on, and its suppression list',
    default_member_permissions: FOR_WRITERS,
    options: [
      verb(PASTE_VERB, 'Have a long text or .eml and .log files explained, to yourself alone'),
      verb('open', 'The open cases, those with the newest bounce first'),
      verb('mine', 'The cases that you look after'),
      verb('escalated', 'The cases that were handed to somebody who can fix them'),
      verb('snoozed', 'The cases that were put aside for a while'),
      verb('stats', 'What bounced in the last seven days'),
      verb(
        'check',
        'What DNS says: SPF, DKIM, DMARC, reverse DNS, TLS policies, blocklists',
        text('domain', 'A domain such as example.com', true),
        text('ip', 'The IP address that sends', false),
        text('selector', 'A DKIM selector', false),
      ),
      verb(
        'suppressed',
        'Whether an address is on the suppression list, since when, by whom and why',
        text('address', 'An email address', true),
      ),
      verb(
        'suppress',
        'Put an address on the suppression list',
        text('address', 'An email address', true),
        text(
          'remark',
          'Why: may begin with a reason such as user-unknown, or with anyway where I asked',
          false,
        ),
      ),
      verb(
        'unsuppress',
        'Take an address off the suppression list',
        text('address', 'An email address', true),
        text('remark', 'Why it may be mailed again', true),
      ),
      verb(
        'search',
        'Addresses on the suppression list with this in them',
        text('text', 'A part of an address, such as a domain', true),
      ),
      verb(SETTINGS_VERB, 'How much I read along, where escalations go, who may triage', {
        type: ApplicationCommandOptionType.String,
        name: WHERE,
        description: 'For this channel (as long as nothing else is chosen) or for the whole server',
        required: false,
        choices: [
          { name: 'This channel', value: 'here' },
          { name: 'All channels without settings of their own', value: EVERYWHERE },
        ],
      }),
      verb('help', 'What can be done here'),
    ],
    ...everywhere,
  },
  { type: ApplicationCommandType.Message, name: EXPLAIN, ...everywhere },
];

/** Discord's OpenAPI document takes a permission as a number here, though it gives it back as text. */
const registered = COMMANDS.map(({ default_member_permissions: permissions, ...command }) =>
  permissions ? { ...command, default_member_permissions: Number(permissions) } : command,
);

/** @returns whether Discord has the commands as they are here */
export const isRegistered = async (rest: REST, applicationId: string): Promise<boolean> =>
  sameCommands(registered, await rest.get(Routes.applicationCommands(applicationId)));

/**
 * Replaces all global commands, where Discord has others: many processes may start at once, and what is replaced is
 * gone from people's menus for a moment.
 * @returns whether they were replaced
 */
export async function registerCommands(rest: REST, applicationId: string): Promise<boolean> {
  if (await isRegistered(rest, applicationId)) return false;
  await rest.put(Routes.applicationCommands(applicationId), { body: registered });
  return true;
}

/** @returns whether what Discord has is what we would register, in any order */
function sameCommands(ours: readonly object[], theirs: unknown): boolean {
  const inOrder = (commands: readonly object[]): string =>
    JSON.stringify(commands.map((command) => JSON.stringify(essence(command))).sort());
  return Array.isArray(theirs) && inOrder(ours) === inOrder(theirs);
}

/** What Discord adds by itself, at any depth. */
const ADDED = ['id', 'application_id', 'version', 'dm_permission', 'guild_id', 'nsfw'];

/** @returns the same without what Discord adds and what says nothing; names in order, lists of numbers too */
function essence(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.every((one) => typeof one === 'number') ? [...value].sort() : value.map(essence);
  }
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name, one]) => !ADDED.includes(name) && !isEmpty(one))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, one]) => [name, essence(one)]),
  );
}

const isEmpty = (value: unknown): boolean =>
  value === null ||
  value === undefined ||
  value === false ||
  value === '' ||
  (Array.isArray(value) && value.length === 0);
