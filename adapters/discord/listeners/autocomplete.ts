/** Completions while somebody types a query. */
import type { AutocompleteInteraction } from 'discord.js';
import type { Context } from '../context.ts';
import { describe } from '../errors.ts';
import { clip } from '../escape.ts';
import { LIMITS } from '../limits.ts';

/** Resolves when Discord has the choices; never rejects: without choices people can still type. */
export async function onAutocomplete(
  interaction: AutocompleteInteraction,
  { desk, log }: Context,
): Promise<void> {
  try {
    await interaction.respond(choices(desk.suggest(interaction.options.getFocused())));
  } catch (error) {
    log.warn(describe(error), 'completions could not be given');
  }
}

/** A value that was cut would ask for something else, so a query that is too long is left out. */
const choices = (suggestions: ReturnType<Context['desk']['suggest']>): { name: string; value: string }[] =>
  suggestions
    .filter(({ label, query }) => label !== '' && query !== '' && query.length <= LIMITS.choice)
    .slice(0, LIMITS.choices)
    .map(({ label, query }) => ({ name: clip(label, LIMITS.choice), value: query }));
