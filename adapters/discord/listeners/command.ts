/** `/smtp` and `/bounces`, answered to the asker alone; a lookup's own button shares it. */
import type { ChatInputCommandInteraction } from 'discord.js';
import type { Reply } from '../../../src/replies/index.ts';
import { EVERYWHERE, PASTE_VERB, SETTINGS_VERB, SMTP, WHERE } from '../commands.ts';
import type { Context } from '../context.ts';
import { illustrate } from '../figure.ts';
import { personOf } from '../person.ts';
import { channelOf, placeOf } from '../place.ts';
import { render } from '../render.ts';
import { type Turn, takeKeptTurn, takeTurn } from '../turn.ts';
import { openForm } from './forms.ts';
import { openPaste } from './paste.ts';

export function onCommand(interaction: ChatInputCommandInteraction, context: Context): Promise<void> {
  const { desk, log } = context;
  const verb = interaction.options.getSubcommand(false);
  if (verb === PASTE_VERB) return openPaste(interaction, context);
  if (verb === SETTINGS_VERB) {
    const whole = interaction.options.getString(WHERE) === EVERYWHERE;
    return openForm(interaction, { form: 'settings', target: whole ? '' : channelOf(interaction) }, context);
  }
  const actor = personOf(interaction);
  const place = placeOf(actor.team, channelOf(interaction));
  const text = typed(interaction);
  const show = async (turn: Turn, reply: Reply): Promise<void> => {
    const { body, files } = await illustrate(render(reply, actor.team), reply);
    await turn.show(body, files);
  };
  if (interaction.commandName === SMTP) {
    return takeTurn(interaction, 'private-reply', log, async (turn) =>
      show(turn, await desk.question({ query: text, actor, place })),
    );
  }
  const what = { text, actor, place };
  return desk.changes(what)
    ? takeKeptTurn(interaction, 'private-reply', { kind: 'command', what }, context, async (turn, key) =>
        show(turn, await desk.command(what, key)),
      )
    : takeTurn(interaction, 'private-reply', log, async (turn) => show(turn, await desk.command(what)));
}

/** Options come in the order in which they were filled in; the desk reads what is about whom or what first. */
const FIRST = ['address', 'domain'];

/** @returns what Slack's people would have typed behind the command: "suppress ann@example.com she left" */
function typed({ options }: ChatInputCommandInteraction): string {
  const verb = options.getSubcommand(false);
  const given = verb === null ? options.data : (options.data[0]?.options ?? []);
  const inOrder = [
    ...given.filter(({ name }) => FIRST.includes(name)),
    ...given.filter(({ name }) => !FIRST.includes(name)),
  ];
  return [verb ?? '', ...inOrder.map(({ value }) => String(value ?? '').trim())]
    .filter((word) => word !== '')
    .join(' ');
}
