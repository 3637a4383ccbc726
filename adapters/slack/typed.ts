/** What somebody typed behind a command, as the desk takes it. */
import type { Desk } from '../../src/desk.ts';
import type { Command } from './incoming.ts';
import { plainText } from './plain-text.ts';
import { placeIn, type Workspace } from './workspace.ts';

export const wordsTyped = ({ text }: Pick<Command, 'text'>): string => plainText(text, null).trim();

/** @returns `/bounces …`, with the one who typed it and their standing */
export async function typedBy(workspace: Workspace, typed: Command): Promise<Parameters<Desk['command']>[0]> {
  const { user_id: id, user_name: name, team_id: team } = typed;
  return {
    text: wordsTyped(typed),
    actor: await workspace.people.person({ id, name, team }),
    place: placeIn(workspace, typed.channel_id),
  };
}
