/** What was pressed or chosen, on a message or in a modal about one. */
import { z } from 'zod';
import type { Action } from '../../src/desk.ts';
import { ACTION_NAMES, FORMS, formOf, MENU_NAMES } from '../../src/replies/index.ts';
import type { Origin } from './forms.ts';
import type { ButtonPress } from './incoming.ts';
import { messageId } from './message-id.ts';
import type { Named } from './people.ts';
import type { Where } from './posting.ts';
import { actionOf } from './render/index.ts';
import { placeIn, type Workspace } from './workspace.ts';

/** The message that something was pressed on; a modal about it carries it along. */
export const Carrier = z.object({
  channel: z.string(),
  ts: z.string(),
  thread: z.string().nullable(),
  /** Whether one person alone sees it. */
  onlyTheirs: z.boolean(),
  /** Takes answers, and changes a message that one person alone sees: 5 times in 30 minutes. */
  responseUrl: z.string().nullable(),
});
export type Carrier = z.infer<typeof Carrier>;

/** A modal with details, and what they are about. */
export const AboutDetails = Carrier.extend({ target: z.string() });

export type Press = {
  /** As it stands in the action id: the name of an action, of a menu, of a form. */
  readonly name: string;
  readonly target: string;
  /** Chosen from a menu; null for a button. */
  readonly choice: string | null;
  /** The id of the person chosen. */
  readonly person: string | null;
  readonly user: Named;
  /** Opens one modal, within 3 seconds. */
  readonly trigger: string;
  readonly on: Carrier;
  /** The modal with details that it was pressed in, and what they are about; null: on the message itself. */
  readonly within: { readonly viewId: string; readonly target: string } | null;
};

export const refOf = ({ channel, ts, thread, onlyTheirs }: Carrier): string | null =>
  onlyTheirs ? null : messageId({ channel, ts, thread: thread ?? ts });

export const whereOf = ({ channel, thread }: Carrier): Where => ({ channel, thread });

/** A file goes under the message with the button; nothing can be put under one that a person alone sees. */
export const underneath = ({ channel, thread, ts, onlyTheirs }: Carrier): Where => ({
  channel,
  thread: thread ?? (onlyTheirs ? null : ts),
});

function carrierOf({ container, channel, message, response_url: responseUrl }: ButtonPress): Carrier {
  return {
    channel: z.string().parse(container.channel_id ?? channel?.id),
    ts: z.string().parse(container.message_ts),
    thread: container.thread_ts ?? message?.thread_ts ?? null,
    onlyTheirs: container.is_ephemeral === true,
    responseUrl: responseUrl ?? null,
  };
}

/**
 * @param press of https://docs.slack.dev/reference/interaction-payloads/block_actions-payload
 */
export function pressOf(press: ButtonPress): Press {
  const [pressed] = press.actions;
  const { name, target } = actionOf(pressed?.action_id ?? '');
  const { user, view, container } = press;
  const about = view ? AboutDetails.parse(JSON.parse(view.private_metadata)) : null;
  const viewId = container.view_id;
  return {
    name,
    target: pressed?.value ?? target ?? '',
    choice: pressed?.selected_option?.value ?? null,
    person: pressed?.selected_user ?? null,
    user: { id: user.id, name: user.name ?? user.username, team: user.team_id },
    trigger: press.trigger_id,
    on: about === null ? carrierOf(press) : Carrier.parse(about),
    within: about === null || viewId === undefined ? null : { viewId, target: about.target },
  };
}

/** @returns the form that the press asks for: of the menu "More…", and of buttons that ask first; null: none */
export function formWanted({ name, target, choice, on }: Press): Origin | null {
  const wanted = name === 'settings' ? name : (formOf(name) ?? (name === 'more' ? choice : null));
  const form = FORMS.find((one) => one === wanted);
  if (form === undefined) return null;
  const responseUrl = on.onlyTheirs ? on.responseUrl : null;
  return { form, target, channel: on.channel, ref: refOf(on), responseUrl };
}

/** A name that an action id of ours may hold. */
const KnownAction = z.enum([...ACTION_NAMES, ...MENU_NAMES]);

/** @returns who did what, as the desk wants to know it. It decides what it means and whether they may. */
export async function actionFrom(workspace: Workspace, press: Press): Promise<Action> {
  const { people } = workspace;
  const [actor, person] = await Promise.all([
    people.person(press.user),
    press.person === null ? null : people.visitor({ id: press.person }),
  ]);
  return {
    action: KnownAction.parse(press.name),
    target: press.target,
    choice: press.choice,
    person: person && { id: person.id, name: person.name, team: person.team },
    actor,
    place: placeIn(workspace, press.on.channel),
    ref: refOf(press.on),
  };
}

/** @returns whether it changes something, by the desk's word; what opens a form changes nothing yet */
export function isChange({ desk }: Pick<Workspace, 'desk'>, press: Press): boolean {
  const action = KnownAction.safeParse(press.name);
  return formWanted(press) === null && action.success && desk.changes({ ...press, action: action.data });
}
