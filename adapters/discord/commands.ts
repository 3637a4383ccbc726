/** The bot's commands, as Discord registers them. */
import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  type REST,
  type RESTPutAPIApplicationCommandsJSONBody,
  Routes,
} from 'discord.js';

export const SMTP = 'smtp';
export const QUERY = 'query';
export const EXPLAIN = 'Explain this bounce';

const everywhere = {
  integration_types: [ApplicationIntegrationType.GuildInstall],
  contexts: [InteractionContextType.Guild, InteractionContextType.BotDM],
};

export const COMMANDS: RESTPutAPIApplicationCommandsJSONBody = [
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
  { type: ApplicationCommandType.Message, name: EXPLAIN, ...everywhere },
];

/**
 * Replaces all global commands in one request. It is done at every start, unasked: the request changes nothing
 * when nothing changed, does not count against the 200 new commands a day, and spares a second request that would
 * only find out whether to make it.
 */
export async function registerCommands(rest: REST, applicationId: string): Promise<void> {
  await rest.put(Routes.applicationCommands(applicationId), { body: COMMANDS });
}
