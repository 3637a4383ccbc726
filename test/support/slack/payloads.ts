/** Parts of Slack's payloads, with the fields that real ones have. */
import type { SentMessage, StoredFile } from './workspace-state.ts';

export const person = (name: string, id: string, teamId: string) => ({
  id,
  username: name,
  name,
  team_id: teamId,
});

/** https://docs.slack.dev/apis/slack-connect: "files shared in Slack Connect channels" */
export const fileInMessage = (file: StoredFile, base: string) =>
  file.connect === undefined
    ? fileFields(file, base)
    : { id: file.id, created: 0, timestamp: 0, mode: 'file_access', file_access: 'check_file_info' };

export const fileFields = ({ id, name, mimetype, bytes, told }: StoredFile, base: string) => ({
  id,
  name,
  mimetype,
  filetype: name.split('.').at(-1),
  mode: 'hosted',
  size: bytes.length,
  url_private: `${base}/files/${id}/${name}`,
  url_private_download: `${base}/files/${id}/${name}`,
  ...told,
});

/** @returns a message as it is in events and in the payloads of buttons and shortcuts */
export const messageFields = (message: SentMessage, teamId: string, base: string) => ({
  type: 'message',
  user: message.user,
  text: message.text,
  ts: message.ts,
  event_ts: message.ts,
  channel: message.channel,
  team: teamId,
  ...(message.threadTs === null ? {} : { thread_ts: message.threadTs }),
  ...(message.botId === null ? {} : { bot_id: message.botId, blocks: message.blocks }),
  ...(message.files.length === 0
    ? {}
    : {
        subtype: 'file_share',
        files: message.files.map((file) => fileInMessage(file, base)),
      }),
  ...message.carries,
});

/** @returns a message that is handed on, as it stands in the one that hands it on (Slack's own form, undocumented) */
export const forwarded = (message: SentMessage, base: string) => {
  const carried: Readonly<Record<string, unknown>> = { blocks: message.blocks, ...message.carries };
  const { blocks, attachments } = carried;
  return {
    ts: message.ts,
    author_id: message.user,
    channel_id: message.channel,
    channel_team: 'T1',
    is_msg_unfurl: true,
    is_share: true,
    message_blocks: [
      {
        team: 'T1',
        channel: message.channel,
        ts: message.ts,
        message: { blocks: blocksOf(message.text, blocks), ...(attachments ? { attachments } : {}) },
      },
    ],
    id: 1,
    fallback: `[today] ann: ${message.text}`,
    text: message.text,
    author_name: 'Ann',
    author_subname: 'Ann',
    mrkdwn_in: ['text'],
    footer: 'Slack Conversation',
    from_url: `https://standin.slack.com/archives/${message.channel}/p${message.ts.replace('.', '')}`,
    ...(message.files.length === 0 ? {} : { files: message.files.map((file) => fileInMessage(file, base)) }),
  };
};

/** Of people's words Slack makes blocks. */
const blocksOf = (text: string, blocks: unknown): unknown =>
  Array.isArray(blocks) && blocks.length > 0
    ? blocks
    : [
        {
          type: 'rich_text',
          elements: [{ type: 'rich_text_section', elements: text === '' ? [] : [{ type: 'text', text }] }],
        },
      ];
