/** What is read of Slack's payloads, and nothing more. https://docs.slack.dev/reference/events/message */
import { z } from 'zod';
import { SlackFile } from './file.ts';

const text = z.string().nullish();

const blocks = z.array(z.unknown()).nullish().catch(null);

/** https://docs.slack.dev/legacy/legacy-messaging/legacy-secondary-message-attachments; the last ones are undocumented */
const Attached = z.object({
  text,
  fallback: text,
  pretext: text,
  title: text,
  fields: z
    .array(z.object({ title: text, value: text }))
    .nullish()
    .catch(null),
  blocks,
  bot_id: text,
  /** What it shows is of a page or a message elsewhere, which somebody linked to … */
  from_url: text,
  /** … a message, … */
  is_msg_unfurl: z.boolean().nullish(),
  /** … or handed it on, so that it stands for their own words. */
  is_share: z.boolean().nullish(),
  files: z.array(SlackFile).nullish().catch(null),
  /** The messages that it shows, see `Shown`. */
  message_blocks: z.array(z.unknown()).nullish().catch(null),
});
export type Attached = z.infer<typeof Attached>;

/** Where a message has its words and its files. */
const carried = {
  bot_id: text,
  text,
  files: z.array(SlackFile).nullish(),
  attachments: z.array(Attached).nullish(),
  blocks,
};

/** A message that is shown in an attachment of another. */
export const Shown = z.object({ message: z.object(carried) });

/** A message as it is in an event or in a shortcut's payload. */
export const SlackMessage = z.object({
  ts: z.string(),
  thread_ts: z.string().optional(),
  subtype: z.string().optional(),
  user: z.string().optional(),
  ...carried,
});
export type SlackMessage = z.infer<typeof SlackMessage>;

/** When it was changed last; unfurled links change a message too, but carry none. */
const Edited = z.object({ ts: z.string() });

export const MessageEvent = SlackMessage.extend({
  type: z.enum(['message', 'app_mention']),
  channel: z.string(),
  channel_type: z.string().optional(),
  /** Workspace of the one who wrote: another one in a channel that is shared between companies. */
  user_team: z.string().optional(),
  team: z.string().optional(),
  edited: Edited.nullish(),
  /** Of a reply in a thread: who wrote the thread's first message. */
  parent_user_id: z.string().nullish(),
});
export type MessageEvent = z.infer<typeof MessageEvent>;

/** https://docs.slack.dev/reference/events/message/message_changed */
export const ChangeEvent = z.object({
  type: z.literal('message'),
  subtype: z.literal('message_changed'),
  channel: z.string(),
  channel_type: z.string().optional(),
  message: SlackMessage.extend({ edited: Edited.nullish(), parent_user_id: z.string().nullish() }),
});

/** https://docs.slack.dev/reference/events/message/message_deleted */
export const DeletionEvent = z.object({
  type: z.literal('message'),
  subtype: z.literal('message_deleted'),
  channel: z.string(),
  deleted_ts: z.string(),
  previous_message: SlackMessage.partial().optional(),
});

export const EventBody = z.object({ type: z.literal('event_callback'), event: MessageEvent });

/** A message as the queue kept it, see `incomingOf`. */
export const KeptMessage = z.object({
  team: z.string(),
  event: MessageEvent,
  /** Where it isn't told by the event: somebody asked about it. */
  heard: z.literal('asked').optional(),
  /** What the event says, blocks and attachments as well; left out by older versions and by the modal to paste into. */
  words: z.string().optional(),
});

const Person = z.object({
  id: z.string(),
  username: z.string().optional(),
  name: z.string().optional(),
  team_id: z.string().optional(),
});

const Option = z.object({ text: z.object({ text: z.string() }).optional(), value: z.string() });

/** https://docs.slack.dev/reference/interaction-payloads/block_actions-payload */
export const ButtonPress = z.object({
  user: Person,
  channel: z.object({ id: z.string() }).optional(),
  container: z.object({
    channel_id: z.string().optional(),
    /** Of a message. */
    message_ts: z.string().optional(),
    thread_ts: z.string().optional(),
    is_ephemeral: z.boolean().optional(),
    /** Of a modal. */
    view_id: z.string().optional(),
  }),
  view: z.object({ private_metadata: z.string() }).nullish(),
  message: z.object({ thread_ts: z.string().optional() }).optional(),
  trigger_id: z.string(),
  response_url: z.string().optional(),
  actions: z
    .array(
      z.object({
        action_id: z.string(),
        /** Of a button. */
        value: z.string().optional(),
        /** Of a menu. */
        selected_option: z.object({ value: z.string() }).nullish(),
        selected_user: z.string().nullish(),
      }),
    )
    .min(1),
});
/** https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload */
export const Submission = z.object({
  user: Person,
  trigger_id: z.string(),
  view: z.object({
    id: z.string(),
    private_metadata: z.string(),
    title: z.object({ text: z.string() }),
    state: z.object({
      values: z.record(
        z.string(),
        z.record(
          z.string(),
          z.object({
            type: z.string(),
            value: z.string().nullish(),
            selected_option: Option.nullish(),
            selected_options: z.array(Option).nullish(),
            selected_conversation: z.string().nullish(),
            selected_user: z.string().nullish(),
            files: z.array(SlackFile).nullish(),
          }),
        ),
      ),
    }),
  }),
});
export type Submission = z.infer<typeof Submission>;

export type ButtonPress = z.infer<typeof ButtonPress>;

/** https://docs.slack.dev/reference/interaction-payloads/shortcuts-interaction-payload */
export const MessageShortcut = z.object({
  user: Person,
  channel: z.object({ id: z.string() }),
  message: SlackMessage,
});
export type MessageShortcut = z.infer<typeof MessageShortcut>;

/** https://docs.slack.dev/interactivity/implementing-slash-commands */
export type Command = z.infer<typeof Command>;
export const Command = z.object({
  command: z.string(),
  text: z.string().default(''),
  user_id: z.string(),
  user_name: z.string().optional(),
  team_id: z.string(),
  channel_id: z.string(),
  trigger_id: z.string(),
  response_url: z.string(),
});
